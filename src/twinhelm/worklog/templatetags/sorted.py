"""How entries and their lines are written on the pages that bring in and sort."""

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from twinhelm.foundation.minutes import as_hours
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries.origins import Behind

register = template.Library()


@register.filter
def effort(minutes: int | None) -> str:
    """`150` → `2 h 30`; a dash where the time is not known."""
    return "–" if minutes is None else as_hours(minutes)


@register.filter
def grouped(number: int) -> str:
    """`9409` → `9,409`, in the reader's notation."""
    return number_format(number, force_grouping=True)


@register.filter
def of_entry(behind: Mapping[int, Behind], entry: WorkEntry) -> Behind | None:
    return behind.get(entry.pk)


@register.filter
def side(is_client: bool) -> str:
    """The family's letter in class names."""
    return "c" if is_client else "p"


@register.filter
def per_hundred(share: float) -> str:
    """`0.523` → `52.3` for drawings, whatever the reader's notation."""
    return f"{share * 100:.1f}"


@register.filter
def per_cent(share: float | None) -> str:
    """`0.523` → `52`; never 100 for what is not certain."""
    if share is None:
        return ""
    return str(round(share * 100) if share >= 1 else min(99, round(share * 100)))
