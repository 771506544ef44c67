"""How days, efforts and marks of tasks are written."""

from datetime import date
from urllib.parse import quote

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def due_day(day: date | None, today: date) -> str:
    """`Today`, `Tomorrow`, `Fri` within the week, `12 Dec`, with the year beyond this one."""
    if day is None:
        return ""
    days = (day - today).days
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    if days in near:
        return near[days]
    if 0 < days < 7:
        return date_format(day, "D")
    return date_format(day, "j M" if day.year == today.year else "j M Y")


EDIT_LINK = """<a class="tasks-edit" href="{address}?next={here}" hx-get="{address}?next={back}" \
hx-target="closest [data-cell]" hx-swap="innerHTML"{keys} aria-label="{label}" title="{label}">{icon}</a>"""
EDIT_ICON = '<svg class="i i--s" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#edit"></use></svg>'


@register.simple_tag(takes_context=True)
def edit_link(context: template.Context, field: str, label: str, key: str = "", where: str = "") -> str:
    """Turns a fact of `task` into a field where it stands; nothing for who may not. A row has six, so it is no template."""
    task, request = context["task"], context["request"]
    if not (context.get("may_change") or context.get("leads")):
        return ""
    in_row = (where or context.get("where")) == "row"
    return format_html(
        EDIT_LINK,
        address=reverse("tasks:edit", args=[task.pk, field]),
        here=quote(request.get_full_path()),
        back=reverse("tasks:row" if in_row else "tasks:task", args=[task.pk]),
        keys=format_html(' data-key="{}" data-key-name="{}"', key, label) if key else "",
        label=label,
        icon=format_html(EDIT_ICON, static("drawn/icons.svg")),
    )
