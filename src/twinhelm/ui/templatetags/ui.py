"""What components can't say in template language alone."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from twinhelm.foundation import live as changes
from twinhelm.foundation.minutes import as_hours
from twinhelm.ui import panels as contributed
from twinhelm.ui.sparks import Line, line_of

register = template.Library()
MILLION_CENTS = 100_000_000


@register.simple_tag
def rest(attrs: Any) -> SafeString:
    """What was written on a component beyond what it declares, escaped; cotton's own {{ attrs }} is not."""
    written = [(name, "" if value is True else value) for name, value in attrs.attrs_dict().items()]
    kept = ((name, conditional_escape(value)) for name, value in written if value not in (False, None))
    return format_html_join(" ", '{}="{}"', kept)


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, thing: Any) -> SafeString:
    """What areas above contribute to this place of the page."""
    drawn = contributed.drawn(place, context["request"], thing)
    return format_html_join("\n", "{}", ((piece,) for piece in drawn))


@register.simple_tag(takes_context=True)
def live(context: template.Context, *topics: str | Sequence[str]) -> SafeString:
    """Lets this page hear when one of the topics changes. Drawing it is the proof that the member may see them.

    topics: names, or sequences of them.
    """
    named = [name for one in topics for name in ([one] if isinstance(one, str) else one)]
    request = context["request"]
    key = request.session.session_key if hasattr(request, "session") else ""
    if not key or not request.user.is_authenticated:
        return format_html("")
    token = changes.sign_pass(request.user.pk, key, named)
    said = {
        "changed": gettext("This has changed meanwhile."),
        "by": gettext("%s changed this."),
        "show": gettext("Show"),
    }
    return format_html(
        '<th-live hidden data-url="{}" data-for="{}" data-changed="{}" data-by="{}" data-show="{}"></th-live>',
        changes.PATH,
        token,
        said["changed"],
        said["by"],
        said["show"],
    )


@register.filter
def letter(family: Any) -> str:
    """The suffix of a family's classes: c, p, h, or nothing."""
    first = str(getattr(family, "value", family) or "").lower()[:1]
    return first if first in ("c", "p", "h") else ""


@register.filter
def effort(minutes: int | float | None) -> str:
    """Minutes as people say them: `2 h 30`; nothing for what isn't known."""
    return "" if minutes is None else as_hours(minutes)


@register.filter
def in_hours(minutes: int | float | None) -> str:
    """Minutes as a number field takes them: `2.5`. Never localised."""
    return "" if minutes is None else f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


@register.filter
def money(cents: int | None) -> str:
    """`120,000`; with two places only where there are cents. Nothing for what isn't known."""
    if cents is None:
        return ""
    return number_format(Decimal(cents) / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)


@register.filter
def in_millions(cents: int | None) -> str:
    """`1.42 m`; below a tenth of a million as `money`."""
    if cents is None or abs(cents) < MILLION_CENTS // 10:
        return money(None if cents is None else round(cents, -2))
    amount = number_format(Decimal(cents) / MILLION_CENTS, decimal_pos=2)
    return gettext("%(amount)s m") % {"amount": amount}


@register.filter
def of_hundred(share: Any) -> str:
    """A share from 0 to 1 as an SVG length. Never localised: 12,5% is no length."""
    return f"{min(1.0, max(0.0, float(share or 0))) * 100:.2f}%"


@register.simple_tag
def between_shares(low: Any, high: Any) -> str:
    return of_hundred(float(high or 0) - float(low or 0))


@register.simple_tag
def spark_line(points: Sequence[float]) -> Line:
    return line_of(points)
