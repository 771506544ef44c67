"""How calls are written."""

from datetime import date
from typing import Any

from django import template

from twinhelm.foundation.minutes import as_hours

register = template.Library()


@register.filter
def effort(minutes: float | None) -> str:
    """`150` → `2 h 30`."""
    return as_hours(round(minutes or 0))


@register.filter
def is_before(day: date | None, other: date) -> bool:
    return bool(day and day < other)


@register.simple_tag(takes_context=True)
def page_at(context: template.Context, **changed: Any) -> str:
    """This page's filters with some changed; what is None goes."""
    query = context["request"].GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
