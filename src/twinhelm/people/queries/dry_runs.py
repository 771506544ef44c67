"""What a dry run found, for its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.people.models import DryRun


@dataclass(frozen=True, slots=True)
class BadRow:
    """One fault of one row: where it stands and why."""

    number: int
    name: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A dry run as its page shows it. Cost: none."""

    run: DryRun
    counts: Mapping[str, int]
    bad: tuple[BadRow, ...]
    changed: list[Any]
    new: list[Any]
    ignored: list[str]

    @property
    def coming(self) -> int:
        return self.counts["new"] + self.counts["changed"]


def findings_of(run: DryRun) -> Findings:
    found = run.findings
    return Findings(run, found["counts"], tuple(bad_rows(found)), found["changed"], found["new"], found["ignored"])


def bad_rows(found: Mapping[str, Any]) -> Iterator[BadRow]:
    for row in found["bad"]:
        for fault in row["faults"]:
            place = found["places"].get(fault["column"], fault["column"])
            yield BadRow(row["number"], row["name"], place, fault["why"])


def faults_table(run: DryRun) -> tuple[list[str], list[list[object]]]:
    """The bad rows to take along and put right."""
    header = [_("Row"), _("Name"), _("Column"), _("Why")]
    return header, [[row.number, row.name, row.place, row.why] for row in bad_rows(run.findings)]
