"""How the figures of a division are written."""

from django import template
from django.utils.formats import number_format

from twinhelm.worklog.queries import division_words
from twinhelm.worklog.rules.switches import Range

register = template.Library()


@register.filter
def hours(minutes: float) -> str:
    return division_words.hours(minutes)


@register.filter
def signed_hours(minutes: float) -> str:
    """`+ 1.5`, `− 0.3`; nothing where nothing changes."""
    if not minutes:
        return ""
    return ("+ " if minutes > 0 else "− ") + division_words.hours(abs(minutes))


@register.filter
def plain_hours(minutes: float) -> str:
    """For inputs: exact to the minute when read back."""
    return f"{minutes / 60:.4f}".rstrip("0").rstrip(".")


@register.filter
def between(found: Range | None) -> str:
    return division_words.between(found) if found else ""


@register.filter
def whole(share: float) -> int:
    return round(share)


@register.filter
def tall(minutes: float) -> int:
    """How tall a portion is drawn: one step an hour, twelve at most."""
    return max(1, min(12, round(minutes / 60)))


@register.filter
def rest(share: float) -> int:
    """What a share leaves of a hundred."""
    return 100 - round(share)


@register.filter
def at_most_all(load: int) -> int:
    return min(100, load)


@register.filter
def grouped(count: int) -> str:
    """`11,400`."""
    return number_format(count, force_grouping=True)
