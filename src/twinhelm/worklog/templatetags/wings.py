"""The two wings of a butterfly row, as SVG: hundreds of segments a page, too many to go through a template each."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from twinhelm.foundation.periods import Period
from twinhelm.worklog.rules.butterfly import Segment
from twinhelm.worklog.templatetags.figures import hours
from twinhelm.worklog.views.pictures import Row, WeeklyLine

register = template.Library()
Segments = Iterable[Segment[WeeklyLine]]

SEGMENT = '<a href="{}"><title>{} {} h</title>{}{}</a>'
PLAIN = '<rect class="{}" x="{}%" width="{}%" height="28"/>'
# The outer end is round, the half towards the seam square: work with clients is the round family.
CAP = '<rect class="{}" x="{}%" width="{}%" height="28" rx="14"/><rect class="{}" x="{}%" width="{}%" height="28"/>'
INSIDE = '<text class="{} in in--{}" x="{}%" dx="{}" y="18" text-anchor="{}">{}{}</text>'
NAME = '<tspan class="in-name">{} </tspan>'


@register.simple_tag
def client_wing(row: Row, period: Period) -> SafeString:
    """Grows leftwards from the seam."""
    address = entries_of(row, period)
    last = row.client[-1] if row.client else None
    drawn = [
        (*about(one, address), mirrored(one, is_last=one is last), inside(one, row, "on-c", one.seam_side, -8, "end"))
        for one in row.client
    ]
    return format_html_join("", SEGMENT, drawn)


@register.simple_tag
def project_wing(row: Row, period: Period) -> SafeString:
    """Grows rightwards."""
    address = entries_of(row, period)
    drawn = [
        (
            *about(one, address),
            format_html(PLAIN, "p-2" if one.shade else "p", one.x, one.width),
            inside(one, row, "on-p", one.x, 8, "start"),
        )
        for one in row.project
    ]
    return format_html_join("", SEGMENT, drawn)


def entries_of(row: Row, period: Period) -> str:
    chosen = {"first": period.first.isoformat(), "last": period.last.isoformat(), "member": row.person.member.pk}
    return f"{reverse('worklog:entries')}?{urlencode(chosen)}&line="


def about(one: Segment[WeeklyLine], address: str) -> tuple[str, str, str]:
    """Keys of lines are slugs, so they need no quoting."""
    line = one.what.line.responsibility
    return address + line.key, line.name, hours(one.what.minutes)


def mirrored(one: Segment[WeeklyLine], *, is_last: bool) -> SafeString:
    shade = "c-2" if one.shade else "c"
    if is_last:
        return format_html(CAP, shade, one.mirrored, one.width, shade, one.outer_half, one.half)
    return format_html(PLAIN, shade, one.mirrored, one.width)


def inside(one: Segment[WeeklyLine], row: Row, ink: str, x: float, dx: int, anchor: str) -> SafeString:
    if not one.room or row.person.share.is_thin:
        return format_html("{}", "")
    name = format_html(NAME, one.what.line.responsibility.short_name) if one.room == "name" else ""
    return format_html(INSIDE, ink, one.room, x, dx, anchor, name, hours(one.what.minutes))
