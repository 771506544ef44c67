"""What a table that somebody brought would do, row by row, before it does anything."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change: a thing's field in the words of the page, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row can't be brought in. `column` is a key of the kind's columns, or empty for the row as a whole."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the table and what would become of it."""

    number: int
    """As a spreadsheet shows it."""
    name: str
    """What a person recognises the row by."""
    row_id: int | None = None
    """The thing here that the row is about; None for a new one."""
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    """What `apply` needs, in values that JSON knows."""

    @property
    def fate(self) -> Fate:
        if self.faults:
            return Fate.BAD
        if self.row_id is None:
            return Fate.NEW
        return Fate.CHANGED if self.changes else Fate.SAME


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a table with their fates."""

    rows: tuple[PlannedRow, ...]

    @classmethod
    def of(cls, rows: Iterable[PlannedRow]) -> Self:
        return cls(tuple(rows))

    @property
    def digest(self) -> str:
        """Another one as soon as anything else would happen."""
        plain = [(asdict(row), row.fate) for row in self.rows]
        return sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.fate for row in self.rows)
        return {str(fate): found[fate] for fate in Fate}

    def bound_for(self, fate: Fate) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.fate == fate)
