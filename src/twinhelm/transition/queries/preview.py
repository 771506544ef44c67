"""A plan that nobody has stored yet, as people read it."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.transition.queries.block_words import wait_words
from twinhelm.transition.queries.planning import Plan, PlanRow


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One client and the sentences why it doesn't come sooner."""

    row: PlanRow
    waits: tuple[str, ...]


def preview_rows(plan: Plan) -> list[PreviewRow]:
    return [
        PreviewRow(row, tuple(dict.fromkeys(wait_words(wait, plan.leads) for wait in row.laid.waits)))
        for row in plan.rows
    ]


def lede(plan: Plan) -> str:
    """What the plan comes to, in a sentence or two."""
    first, last = plan.first_on, plan.last_on
    if not (first and last):
        return _("Nobody can be told yet.")
    days = {"n": len(plan.ready), "first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
    said = ngettext(
        "%(n)d client is told on %(first)s and handed over on %(last)s.",
        "%(n)d clients are told from %(first)s on, and the last one is handed over on %(last)s.",
        len(plan.ready),
    )
    waiting = sum(bool(row.laid.waits) for row in plan.ready)
    more = ngettext("%(n)d of them waits.", "%(n)d of them wait.", waiting) % {"n": waiting} if waiting else ""
    return f"{said % days} {more}".strip()
