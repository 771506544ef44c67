"""How figures of the laundry list are written, and where they lead."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format, get_format, number_format
from django.utils.translation import gettext as _

from twinhelm.foundation.minutes import as_hours
from twinhelm.foundation.periods import Period
from twinhelm.worklog.queries.likings import LikedLine
from twinhelm.worklog.rules.ribbon import Axis

register = template.Library()


@register.filter
def hours(minutes: float) -> str:
    """`1506` → `25.1`, in the reader's notation."""
    figure = minutes / 60
    if figure >= 1000:
        return number_format(f"{figure:.1f}", 1, force_grouping=True)
    return f"{figure:.1f}".replace(".", get_format("DECIMAL_SEPARATOR"))


@register.filter
def effort(minutes: float) -> str:
    """`150` → `2 h 30`."""
    return as_hours(minutes)


@register.filter
def percent(share: float | None) -> str:
    """`0.523` → `52`; the sign stands in the sentence."""
    return "" if share is None else str(round(share * 100))


@register.filter
def whole(number: float) -> str:
    return str(round(number))


@register.filter
def count(number: int) -> str:
    """`11482` → `11,482`, in the reader's notation."""
    return number_format(number, force_grouping=True)


@register.filter
def in_words(number: int) -> str:
    """At the beginning of a sentence, up to ten."""
    words = (
        _("Nobody"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"),
        _("Nine"), _("Ten"),
    )  # fmt: skip
    return words[number] if 0 <= number < len(words) else count(number)


@register.filter
def clock(minute: int) -> str:
    """Minute of the day as `9:05`; past midnight the clock begins again."""
    return f"{minute // 60 % 24}:{minute % 60:02d}"


@register.filter
def days(period: Period) -> str:
    """`16 – 20 November` in full weeks: `28 Sep – 22 Nov`."""
    return f"{date_format(period.first, 'j M')} – {date_format(period.last, 'j M')}"


@register.simple_tag
def entries_url(period: Period | None = None, **chosen: Any) -> str:
    """The entries behind a figure. Keys that hold nothing are left out."""
    if period:
        chosen = {"first": period.first.isoformat(), "last": period.last.isoformat(), **chosen}
    return address("worklog:entries", chosen)


@register.simple_tag
def day_url(on: date, **chosen: Any) -> str:
    """The entries of one day."""
    return address("worklog:entries", {"first": on.isoformat(), "last": on.isoformat(), **chosen})


@register.simple_tag(takes_context=True)
def same_page(context: Mapping[str, Any], **changed: Any) -> str:
    """This page with some of its query changed; a None takes a key out."""
    query = context["request"].GET.copy()
    for key, value in changed.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"


def address(name: str, chosen: Mapping[str, Any]) -> str:
    query = urlencode({key: value for key, value in chosen.items() if value not in (None, "")})
    return f"{reverse(name)}?{query}" if query else reverse(name)


@register.filter
def at(minute: int, axis: Axis) -> float:
    """The place of a minute of the day on an axis, in per cent."""
    return axis.place(minute)


@register.filter
def per(minutes: float, weeks: int) -> float:
    return minutes / max(1, weeks)


@register.filter
def times_100(share: float) -> float:
    return 100 * share


@register.filter
def signed(score: int) -> str:
    return f"+{score}" if score > 0 else str(score).replace("-", "−")


@register.filter
def names(lines: Iterable[LikedLine]) -> str:
    return ", ".join(line.responsibility.name for line in lines)


@register.simple_tag
def week_url(monday: date, **chosen: Any) -> str:
    """The entries of one week."""
    return entries_url(Period(monday, monday + timedelta(days=6)), **chosen)


@register.filter
def half(number: str) -> float:
    return float(number) / 2


@register.simple_tag
def queue_url(entry_id: int | None = None) -> str:
    """The unsure queue, at an entry if one is given."""
    return address("worklog:queue", {"entry": entry_id})


@register.simple_tag
def divide_url() -> str:
    try:
        return reverse("worklog:divisions")
    except NoReverseMatch:
        return reverse("worklog:split")


@register.filter
def field(form: BaseForm, name: str) -> BoundField:
    return form[name]
