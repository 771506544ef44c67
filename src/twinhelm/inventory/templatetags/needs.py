"""How needs are written."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def figure(value: float | None) -> str:
    """`3.0` → `3`, `2.75` → `2.8`: no more digits than mean something."""
    if value is None:
        return ""
    whole = round(value)
    return (
        number_format(whole, 0, force_grouping=True)
        if value >= 100 or value == whole
        else number_format(round(value, 1), 1)
    )


@register.filter
def part(score: int | None) -> float:
    """A score in tenths as a share of 10, for a bar."""
    return (score or 0) / 100
