"""Every assignment of a proposal, with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from twinhelm.inventory.choices import Aim, Quarter
from twinhelm.inventory.models import Assignment, Decision, Round
from twinhelm.inventory.queries import sentences
from twinhelm.inventory.queries.deciding import decided_in, decision_on
from twinhelm.inventory.queries.needs import quarter_of, settings
from twinhelm.inventory.queries.strip import breaking, is_changed

PAGE = 100
SORTS = ("client", "fit", "-fit", "cost", "-cost", "lead", "-load")


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows and orders the table."""

    words: str = ""
    hat: str = ""
    lead: int | None = None
    quarter: str = ""
    only: str = ""
    """`changed`, `breaks` or `pinned`."""
    sort: str = "client"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.hat or self.lead or self.quarter or self.only)


@dataclass(frozen=True)
class Row:
    """One assignment in the table."""

    assignment: Assignment
    quarter: Quarter
    names: dict[int, str] = field(default_factory=dict)
    decision: Decision | None = None
    """Accepted in this round, or out for comment."""

    @property
    def asked_name(self) -> str:
        return self.assignment.asked.name

    @property
    def helm(self) -> str:
        return {"account": "c", "production": "p"}.get(self.assignment.hat, "h")

    @property
    def is_changed(self) -> bool:
        return is_changed(self.assignment)

    @cached_property
    def why(self) -> str:
        return sentences.why(self.assignment.facts, self.names)

    @cached_property
    def otherwise(self) -> str:
        if self.assignment.is_pinned:
            return _("Put here by hand; unpinned, it is proposed like the others.")
        return sentences.otherwise(self.assignment, self.names)

    @cached_property
    def breaks(self) -> list[str]:
        return sentences.breaks(self.assignment.facts, self.names)

    def fits(self, wanted: Filter) -> bool:
        one = self.assignment
        said = f"{one.asked.name} {one.asked.client.name} {one.member.name}".lower()
        only = {
            "changed": self.is_changed,
            "breaks": bool(breaking(one)),
            "pinned": one.is_pinned,
        }
        return (
            all(word in said for word in wanted.words.lower().split())
            and wanted.hat in ("", one.hat)
            and wanted.lead in (None, one.member_id, one.before_id)
            and wanted.quarter in ("", self.quarter)
            and only.get(wanted.only, True)
        )


def rows_of(one: Round, aim: Aim) -> list[Row]:
    """All of a proposal, by client. Cost: four queries, however many."""
    found = list(
        Assignment.objects.filter(proposal__round=one, proposal__aim=aim)
        .filter(asked__client__merged_into=None, asked__client__deleted_at=None, asked__project__deleted_at=None)
        .select_related("asked__client", "asked__project", "member", "before", "runner_up")
    )
    middle = settings().middle
    names, decided = sentences.names_in(found), decided_in(one)

    def row(each: Assignment) -> Row:
        quarter = quarter_of(each.asked.communication, each.asked.complexity, middle)
        return Row(each, quarter, names, decision_on(each, decided))

    return ordered(map(row, found), "")


def narrowed(rows: Iterable[Row], wanted: Filter) -> list[Row]:
    return ordered((row for row in rows if row.fits(wanted)), wanted.sort)


def ordered(rows: Iterable[Row], sort: str) -> list[Row]:
    found = sorted(rows, key=lambda row: (row.asked_name.lower(), row.assignment.asked_id, row.assignment.hat))
    keys = {
        "fit": lambda row: row.assignment.fit if row.assignment.fit is not None else 101,
        "-fit": lambda row: -(row.assignment.fit if row.assignment.fit is not None else -1),
        "cost": lambda row: row.assignment.extra_cost if row.assignment.extra_cost is not None else 10**6,
        "-cost": lambda row: -(row.assignment.extra_cost if row.assignment.extra_cost is not None else 10**6),
        "lead": lambda row: row.assignment.member.name.lower(),
        "-load": lambda row: -row.assignment.load,
    }
    return sorted(found, key=keys[sort]) if sort in keys else found
