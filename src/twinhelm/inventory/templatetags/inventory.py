"""How the pages of the inventory write numbers and find their way."""

from collections.abc import Iterable
from math import pi, sqrt
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from twinhelm.clients.choices import Part

register = template.Library()
MARK = (
    '<a class="qm" href="{}{}" data-id="{}" data-name="{}" data-at="{}" data-spot="{} {} {}" aria-label="{}"'
    ' tabindex="-1"{}>{}</a>'
)
ROUND = '<circle class="q-client" cx="{}" cy="{}" r="{}" />'
SPLIT = '<path class="q-client" d="M{} {}a{} {} 0 0 0 0 {}z" /><path class="q-project" d="M{} {}h{}v{}h-{}z" />'
SQUARE = sqrt(pi) / 2
"""Half the side of a square with the area of a disc, by its radius."""
CHOSEN = format_html(' aria-current="{}"', "true")


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


@register.simple_tag
def drawn_marks(drawn: Iterable[Any], here: str) -> SafeString:
    """All at once: as a loop of the template a thousand of them cost five times that."""
    return format_html_join("", MARK, (parts_of(one, here) for one in drawn))


def parts_of(one: Any, here: str) -> tuple[object, ...]:
    mark, disc, pk = one.mark, one.disc, one.mark.pk
    place, current = place_of(mark.communication, mark.complexity), CHOSEN if one.is_chosen else ""
    return here, pk, pk, mark.name, place, disc.x, disc.y, disc.radius, one.said, current, shape_of(one)


def shape_of(one: Any) -> SafeString:
    """Plain shapes: referring to one symbol a thousand times takes a browser twice as long to draw."""
    x, y, radius = one.disc.x, one.disc.y, one.disc.radius
    if one.shape == "c":
        return format_html(ROUND, x, y, radius)
    if one.shape == "p":
        half = round(SQUARE * radius, 1)
        return format_html('<rect class="q-project" x="{}" y="{}" width="{}" height="{}" />', *corner(x, y, half))
    if one.shape == "h":
        low, gap = round(2 * radius, 1), round(0.08 * radius, 1)
        top, wide = round(y - radius, 1), round(0.75 * radius, 1)
        return format_html(SPLIT, round(x - gap, 1), top, radius, radius, low, round(x + gap, 1), top, wide, low, wide)
    return format_html('<circle class="q-open" cx="{}" cy="{}" r="{}" />', x, y, radius)


def corner(x: float, y: float, half: float) -> tuple[float, float, float, float]:
    return round(x - half, 1), round(y - half, 1), round(2 * half, 1), round(2 * half, 1)


def place_of(communication: float | None, complexity: float | None) -> str:
    """As a script reads it, never localised; what isn't known is empty."""
    return " ".join("" if one is None else str(one) for one in (communication, complexity))
