"""How loads are written."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def in_clients(points: int | None) -> str:
    """Load points as active clients of middling need: `850` → `8.5`."""
    return "" if points is None else number_format(points / 100, 0 if points % 100 == 0 else 1)
