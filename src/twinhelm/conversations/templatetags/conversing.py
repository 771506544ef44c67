"""How promises, moments and people of a conversation are written."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from twinhelm.conversations.rules.promise import Left

register = template.Library()
HOUR = 60
DAY = 8 * HOUR
"""Of work: beyond it a day says more than a number of hours."""


@register.filter
def promise(left: Left, due: datetime) -> str:
    """`late by 40 min`, `12 min left`, `2 h 10 left`, `by Thu 11:00`."""
    minutes = abs(left.minutes)
    if left.is_late:
        return (
            _("late since %(day)s") % {"day": weekday(due)}
            if minutes > DAY
            else _("late by %(time)s") % {"time": spoken(minutes)}
        )
    if minutes > DAY:
        return _("by %(day)s") % {"day": weekday(due)}
    return _("%(time)s left") % {"time": spoken(minutes)}


def spoken(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return _("%(n)d min") % {"n": minutes}
    return _("%(h)d h %(m)02d") % {"h": hours, "m": rest} if rest else _("%(h)d h") % {"h": hours}


def weekday(at: datetime) -> str:
    return date_format(at.astimezone(get_current_timezone()), "D H:i")


@register.filter
def when(at: datetime | None, now: datetime) -> str:
    """`10:14` today, `Thu 10:14` within the week, `12 Nov` before, with the year beyond this one."""
    if at is None:
        return ""
    here, today = at.astimezone(get_current_timezone()), now.astimezone(get_current_timezone())
    days = (today.date() - here.date()).days
    if days == 0:
        return date_format(here, "H:i")
    if -7 < days < 7:
        return date_format(here, "D H:i")
    return date_format(here, "j M" if here.year == today.year else "j M Y")


@register.simple_tag(takes_context=True)
def page_with(context: template.Context, **changes: Any) -> str:
    """This page's address with other parameters; what is None goes."""
    wanted = context["request"].GET.copy()
    for name, value in changes.items():
        wanted.pop(name, None)
        if value not in (None, ""):
            wanted[name] = str(value)
    return f"?{wanted.urlencode()}"


@register.simple_tag
def options(things: Any, chosen: int | None) -> SafeString:
    """Choices of a select: hundreds of them in one go."""
    plain = ((one.pk, one.name) for one in things if one.pk != chosen)
    picked = ((one.pk, one.name) for one in things if one.pk == chosen)
    first = format_html_join("", '<option value="{}" selected>{}</option>', picked)
    return first + format_html_join("", '<option value="{}">{}</option>', plain)


@register.filter
def many(number: Any) -> str:
    """At the beginning of a sentence about people, up to ten."""
    words = (
        _("Nobody"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"),
        _("Nine"), _("Ten"),
    )  # fmt: skip
    count = int(number)
    return str(words[count]) if count < len(words) else str(count)


@register.filter
def whole(number: Any) -> int:
    return int(number)


@register.filter
def people(pairs: Any) -> str:
    """`Rosa Alder, Tom <tom@alder.example>`: names where there are any."""
    return ", ".join(str(name or address) for name, address in pairs or [])
