"""How the pages of the inventory write numbers and find their way."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format

from twinhelm.clients.choices import Part

register = template.Library()


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """Empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.filter
def tenths(value: int | None) -> str:
    """`82` → `8.2`, in the reader's notation."""
    return "" if value is None else number_format(value / 10, 1)


@register.filter
def row_of(leads: Any, part: str) -> Any:
    """Since when and why somebody has the part, on a client or a project."""
    return leads.row(Part(part)) if hasattr(leads, "row") else leads.rows.get(Part(part))
