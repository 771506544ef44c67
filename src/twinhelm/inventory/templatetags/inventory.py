"""How the pages of the inventory write numbers and find their way."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from twinhelm.clients.choices import Part

register = template.Library()
MARK = (
    '<a class="qm" href="{}{}" data-id="{}" data-name="{}" data-at="{}" aria-label="{}" tabindex="-1"{}>'
    '<use href="#q-{}" x="{}" y="{}" width="{}" height="{}" /></a>'
)
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
    mark, current = one.mark, CHOSEN if one.is_chosen else ""
    pk, place = mark.pk, place_of(mark.communication, mark.complexity)
    return here, pk, pk, mark.name, place, one.said, current, one.shape, one.x, one.y, one.side, one.side


def place_of(communication: float | None, complexity: float | None) -> str:
    """As a script reads it, never localised; what isn't known is empty."""
    return " ".join("" if one is None else str(one) for one in (communication, complexity))
