"""Effort as people read it."""

from django import template

from twinhelm.foundation.minutes import as_hours

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """`450` → `7 h 30`."""
    return as_hours(minutes)
