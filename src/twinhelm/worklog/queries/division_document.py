"""A division as the content of its printed document: plain words and figures only."""

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from twinhelm.worklog.queries.division_method import method
from twinhelm.worklog.queries.division_page import DivisionPage, MoveRow, Row, Variant
from twinhelm.worklog.queries.division_words import between, hours
from twinhelm.worklog.rules.switches import Range


def document_of(page: DivisionPage, agency: str) -> dict[str, Any]:
    """What the template of the document asks for."""
    division = page.division
    span = f"{date_format(division.first_on, 'j F')} – {date_format(division.last_on, 'j F Y')}"
    entries = _("%(count)s entries") % {"count": number_format(page.entries, force_grouping=True)}
    made = _("proposed for %(name)s") % {"name": division.made_by.name}
    variants = [(_("Today"), page.today), (_("Proposed"), page.proposal)]
    if not page.is_as_proposed:
        variants[1:] = [(_("As proposed"), page.proposal), (_("As it stands"), page.now)]
    wings = [m for row in page.seated for m in sides(row)]
    return {
        "lang": (translation.get_language() or "en").split("-")[0],
        "agency": agency,
        "title": division.name,
        "lede": page.segments,
        "plain_lede": page.plain_lede,
        "facts": " · ".join([span, entries, made]),
        "footer": " · ".join(
            [agency, division.name, date_format(division.made_at.astimezone(timezone.get_current_timezone()), "j F Y")]
        ),
        "ways": [{"title": title, "rows": rows_of_variant(one)} for title, one in variants],
        "longest": max([1, *wings]),
        "rows": [row_of(row) for row in page.seated],
        "outside": [
            [row.member.name, f"{hours(row.figures.before)} h. {' '.join(row.reasons)}"] for row in page.outside
        ],
        "members": [member_of(row) for row in page.seated if row.gives or row.takes],
        "words": words(),
        "method": [[f"{head}.", text] for head, text in method(page.findings, page.named_percent)],
    }


def words() -> dict[str, Any]:
    return {
        "butterfly": _("Hours a week, today and then"),
        "today": _("today"),
        "then": _("then"),
        "client": _("client work"),
        "project": _("project work"),
        "table": _("Who becomes what"),
        "head": [_("Member"), _("Becomes"), _("Hours a week"), _("Switches a day"), _("What moves, and why")],
        "outside": _("Outside the split"),
        "each": _("What it means for each"),
        "gives": _("Gives away, hours a week"),
        "gets": _("Gets, hours a week"),
        "method": _("How this is computed"),
    }


def sides(row: Row) -> tuple[int, int, int, int]:
    one = row.figures
    return one.client_before, one.project_before, one.client_after, one.project_after


def row_of(row: Row) -> dict[str, Any]:
    one = row.figures
    load = _("%(load)d %% of agreed") % {"load": row.load}
    return {
        "name": row.member.name,
        "glyph": row.glyph,
        "becomes": row.seat.get_becomes_display(),
        "before": [one.client_before, one.project_before, hours(one.client_before), hours(one.project_before)],
        "after": [one.client_after, one.project_after, hours(one.client_after), hours(one.project_after)],
        "hours": [hours(one.before), hours(one.after), load],
        "switches": [said(one.switches_before), said(one.switches_after)],
        "moves": row.moves,
        "reasons": " ".join(row.reasons),
    }


def said(found: Range | None) -> str:
    return between(found) if found else _("not known")


def rows_of_variant(one: Variant) -> list[tuple[str, str]]:
    is_today = one.key == "today"
    fullest = f"{one.fullest.name} {one.fullest.load} %" if one.fullest else "–"
    return [
        (_("Switches a day, each"), said(one.switches_each)),
        (_("Switches saved a week, all together"), "–" if is_today else said(one.saved_week)),
        (_("Hand-offs created a week"), "–" if is_today else said(one.handoffs)),
        (_("Hours that change hands, a week"), "–" if is_today else hours(one.moved)),
        (_("Fullest, of the agreed time"), fullest),
    ]


def member_of(row: Row) -> dict[str, Any]:
    return {
        "name": row.member.name,
        "glyph": row.glyph,
        "becomes": row.seat.get_becomes_display(),
        "gives": [line_of(move, _("to %(name)s") % {"name": move.taker.get_short_name()}) for move in row.gives],
        "gets": [line_of(move, _("from %(name)s") % {"name": move.giver.get_short_name()}) for move in row.takes],
    }


def line_of(move: MoveRow, whom: str) -> tuple[str, str, str, str]:
    name = move.responsibility.name
    return (
        "c" if move.responsibility.is_client else "p",
        name if move.is_whole else _("%(line)s, in part") % {"line": name},
        hours(move.minutes),
        whom,
    )
