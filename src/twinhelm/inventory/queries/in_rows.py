"""The inventory as a table: in an order, page by page, and as rows to take along."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.inventory.queries.marks import Mark

PAGE = 50
Place = tuple[Any, str, int]
"""The value that the order asks for, the name in lower case and the number of a row."""
Sorted = Callable[[Mark], Any]
SORTS: dict[str, Sorted] = {
    "name": lambda mark: mark.name.lower(),
    "communication": lambda mark: mark.seen.communication,
    "complexity": lambda mark: mark.seen.complexity,
    "hours": lambda mark: mark.minutes,
    "quarter": lambda mark: mark.seen.quarter.value,
    "mode": lambda mark: mark.mode.value,
    "account": lambda mark: mark.leads.account.name.lower() if mark.leads.account else None,
    "production": lambda mark: mark.leads.production.name.lower() if mark.leads.production else None,
}
USUAL = "-hours"
NOT_A_PLACE = (binascii.Error, ValueError, UnicodeError, TypeError)


@dataclass(frozen=True, slots=True)
class Page:
    """Some marks, and where the next ones begin."""

    rows: list[Mark]
    after: str


def page_in_rows(marks: Sequence[Mark], sort: str, after: str) -> Page:
    """What isn't known comes last, either way round. A place that isn't there is the beginning."""
    ranked, order = in_order(marks, sort), order_of(sort)
    if place := place_in(after):
        ranked = behind(place, ranked, order)
    rows = ranked[:PAGE]
    return Page(rows, written(place_of(rows[-1], order)) if len(ranked) > PAGE else "")


def behind(place: Place, ranked: list[Mark], order: str) -> list[Mark]:
    try:
        return [mark for mark in ranked if is_beyond(place, mark, order)]
    except TypeError:  # a place of another order
        return ranked


def in_order(marks: Sequence[Mark], sort: str) -> list[Mark]:
    wanted = order_of(sort)
    value = SORTS[wanted.lstrip("-")]
    by_name = sorted(marks, key=lambda mark: (mark.name.lower(), mark.pk))
    known = [mark for mark in by_name if value(mark) is not None]
    unknown = [mark for mark in by_name if value(mark) is None]
    return sorted(known, key=value, reverse=wanted.startswith("-")) + unknown


def order_of(sort: str) -> str:
    return sort if sort.removeprefix("-") in SORTS else USUAL


def place_of(mark: Mark, order: str) -> Place:
    return SORTS[order.removeprefix("-")](mark), mark.name.lower(), mark.pk


def is_beyond(place: Place, mark: Mark, order: str) -> bool:
    value, name, pk = place_of(mark, order)
    if value == place[0]:
        return (name, pk) > place[1:]
    if value is None or place[0] is None:
        return value is None
    return bool(value < place[0]) if order.startswith("-") else bool(value > place[0])


def written(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_in(after: str) -> Place | None:
    try:
        value, name, pk = json.loads(base64.urlsafe_b64decode(after[:800] + "=" * (-len(after[:800]) % 4)))
    except NOT_A_PLACE:
        return None
    is_place = isinstance(value, str | int | None) and isinstance(name, str) and isinstance(pk, int)
    return (value, name, pk) if is_place else None


def marks_table(marks: Sequence[Mark]) -> tuple[list[str], Iterator[list[object]]]:
    """Heads and lines for a file: as they count and as they were counted."""
    head = [
        _("Client"), _("Project"), _("Communication"), _("Communication, counted"), _("Complexity"),
        _("Complexity, counted"), _("Hours a week"), _("Weeks known"), _("What it needs"), _("Mode"), _("Account lead"),
        _("Production lead"), _("Overruled because"), _("To be looked at again"),
    ]  # fmt: skip
    return head, (line_of(mark) for mark in in_order(marks, "name"))


def line_of(mark: Mark) -> list[object]:
    seen, leads = mark.seen, mark.leads
    reasons = dict.fromkeys(one.reason for one in seen.overrules.values())
    return [
        seen.client.name,
        seen.project.name if seen.project else "",
        blank(mark.communication),
        blank(mark.counted_communication),
        blank(mark.complexity),
        blank(mark.counted_complexity),
        blank(None if mark.minutes is None else round(mark.minutes / 60, 2)),
        seen.weeks_known,
        str(seen.quarter.label),
        str(mark.mode.label),
        leads.account.name if leads.account else "",
        leads.production.name if leads.production else "",
        " / ".join(reasons),
        mark.relooks,
    ]


def blank(number: float | None) -> float | str:
    return "" if number is None else number
