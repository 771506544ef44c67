"""What a dry run found: counts, people, samples, problems by kind, likely duplicates."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from twinhelm.reading import Problem
from twinhelm.worklog.queries.sifting import Fate, Sifted

SAMPLES = 12
TWINS_SHOWN = 50
PROBLEMS_SHOWN = 5
NAMES_KEPT = 5000
"""Of clients and of projects: more would be texts in the wrong column."""


@dataclass(slots=True)
class Amount:
    """Entries, and the minutes that they last."""

    entries: int = 0
    minutes: int = 0

    def add(self, minutes: int | None) -> None:
        self.entries += 1
        self.minutes += minutes or 0

    def as_plain(self) -> dict[str, int]:
        return {"entries": self.entries, "minutes": self.minutes}


@dataclass(slots=True)
class Group:
    """Problems of one kind."""

    effect: str
    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts row after row; its memory does not grow with the file."""

    rows: int = 0
    fates: dict[Fate, Amount] = field(default_factory=lambda: {fate: Amount() for fate in Fate})
    kinds: Counter[str] = field(default_factory=Counter)
    people: dict[str, Amount] = field(default_factory=dict)
    owners: dict[str, int | str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """How the file calls those whom it knows by email."""
    samples: list[dict[str, Any]] = field(default_factory=list)
    twins: list[dict[str, Any]] = field(default_factory=list)
    problems: dict[str, Group] = field(default_factory=dict)
    clients: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    first_on: date | None = None
    last_on: date | None = None
    without_time: int = 0

    def count(self, one: Sifted, owner: int | str) -> None:
        row = one.row
        self.rows += 1
        self.fates[one.fate].add(row.minutes)
        self.kinds[row.kind.value] += 1
        self.people.setdefault(row.person, Amount()).add(row.minutes)
        self.owners[row.person] = owner
        if row.person_name:
            self.names.setdefault(row.person, row.person_name)
        self.without_time += row.minutes is None
        keep(self.clients, row.client)
        keep(self.projects, row.project)
        if row.on:
            self.first_on = min(self.first_on or row.on, row.on)
            self.last_on = max(self.last_on or row.on, row.on)
        if len(self.samples) < SAMPLES:
            self.samples.append(sample(one))
        if one.twin and len(self.twins) < TWINS_SHOWN:
            self.twins.append(
                {**sample(one), "twin": one.twin.text, "twin_source": one.twin.source, "twin_id": one.twin.entry_id}
            )

    def hear(self, problem: Problem, plain: dict[str, Any]) -> None:
        group = self.problems.setdefault(problem.code.value, Group(problem.effect.value))
        group.count += 1
        if len(group.first) < PROBLEMS_SHOWN:
            group.first.append(plain)

    def as_plain(self, *, twins_come_in: bool) -> dict[str, Any]:
        """For storing as JSON."""
        new = self.fates[Fate.NEW]
        if twins_come_in:
            twins = self.fates[Fate.TWIN]
            new = Amount(new.entries + twins.entries, new.minutes + twins.minutes)
        return {
            "rows": self.rows,
            "new": new.as_plain(),
            "here": self.fates[Fate.HERE].as_plain(),
            "twin": self.fates[Fate.TWIN].as_plain(),
            "left_out": self.fates[Fate.LEFT_OUT].as_plain(),
            "kinds": dict(self.kinds),
            "people": [
                {
                    "person": person,
                    "name": self.names.get(person, ""),
                    "owner": self.owners[person],
                    **amount.as_plain(),
                }
                for person, amount in sorted(self.people.items(), key=lambda pair: -pair[1].minutes)
            ],
            "samples": self.samples,
            "twins": self.twins,
            "problems": [
                {"code": code, "effect": group.effect, "count": group.count, "first": group.first}
                for code, group in self.problems.items()
            ],
            "clients": sorted(self.clients),
            "projects": sorted(self.projects),
            "first_on": self.first_on.isoformat() if self.first_on else None,
            "last_on": self.last_on.isoformat() if self.last_on else None,
            "without_time": self.without_time,
        }


def keep(names: set[str], name: str) -> None:
    if name and len(names) < NAMES_KEPT:
        names.add(name)


def sample(one: Sifted) -> dict[str, Any]:
    row = one.row
    return {
        "text": (row.text or row.task)[:300],
        "person": row.person,
        "on": row.on.isoformat() if row.on else None,
        "started_at": row.started_at.isoformat() if row.started_at else None,
        "minutes": row.minutes,
        "client": row.client[:200],
        "project": row.project[:200],
        "where": row.locator,
        "fate": one.fate.value,
    }
