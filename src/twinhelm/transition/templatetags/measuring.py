"""Pictures of intervals: before above, six months on below, on one scale."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twinhelm.transition.queries.review_page import Line

register = template.Library()
BAR = '<line class="mi mi--{}" x1="{}%" x2="{}%" y1="{}" y2="{}" /><circle class="mp mp--{}" cx="{}%" cy="{}" r="4" />'
PLACES = (("before", 9), ("after", 23))


@register.simple_tag
def intervals(line: Line) -> SafeString:
    """The two intervals of a measure; its table stands around it."""
    low, high = line.scale
    width = high - low or 1.0
    drawn = [
        (
            kind,
            *(share(value, low, width) for value in (one.low, one.high)),
            y,
            y,
            kind,
            share(one.value, low, width),
            y,
        )
        for (kind, y), found in zip(PLACES, (line.before, line.after), strict=True)
        if (one := found.interval)
    ]
    bars = format_html_join("", BAR, drawn)
    return format_html(
        '<svg class="mv" width="100%" height="32" role="img" aria-label="{}"><line class="ma" x1="0" x2="100%" y1="31.5" y2="31.5" />{}</svg>',
        said(line),
        bars,
    )


def share(value: float, low: float, width: float) -> str:
    """Within the picture, and so that a dot at either end is whole. Never localised."""
    return f"{2 + 96 * min(1.0, max(0.0, (value - low) / width)):.2f}"


def said(line: Line) -> str:
    parts = [
        _("%(when)s %(value)s, between %(between)s") % {"when": when, "value": one.said, "between": one.between}
        for when, one in ((_("before"), line.before), (_("now"), line.after))
        if one.is_known
    ]
    return f"{line.name}: {', '.join(parts)}" if parts else _("%(name)s: not known yet") % {"name": line.name}
