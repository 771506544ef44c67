"""Working days: what runs before what, and when a follower may begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Run:
    """From when to when a task runs; either day may be unknown."""

    starts_on: date | None = None
    due_on: date | None = None

    @property
    def ends_on(self) -> date | None:
        return self.due_on or self.starts_on

    @property
    def begins_on(self) -> date | None:
        return self.starts_on or self.due_on


@dataclass(frozen=True, slots=True)
class Line:
    """One waits for another, and so many working days longer."""

    before: int
    after: int
    lag_days: int = 0


def is_working(day: date) -> bool:
    return day.weekday() < SATURDAY


def add_working(day: date, number: int) -> date:
    """So many working days later (or, below zero, earlier); from a weekend counted as from the working day before it."""
    step = DAY if number >= 0 else -DAY
    for _each in range(abs(number)):
        day += step
        while not is_working(day):
            day += step
    return day


def working_between(first: date, last: date) -> int:
    """Working days after the first up to the last; below zero if the last comes first."""
    if last < first:
        return -working_between(last, first)
    weeks, rest = divmod((last - first).days, 7)
    return weeks * 5 + sum(is_working(first + DAY * (one + 1)) for one in range(rest))


def earliest(ends_on: date, lag_days: int) -> date:
    """The first working day on which a follower may begin."""
    return add_working(ends_on, lag_days + 1)


def is_too_early(before: Run, after: Run, lag_days: int) -> bool:
    """Unknown days break nothing."""
    if before.ends_on is None or after.begins_on is None:
        return False
    return after.begins_on < earliest(before.ends_on, lag_days)


def pushed(run: Run, first: date) -> Run:
    """Begins on that day and keeps its length in working days."""
    if run.starts_on is None or run.due_on is None:
        return replace(run, starts_on=first if run.starts_on else None, due_on=first if run.due_on else None)
    return Run(first, add_working(first, working_between(run.starts_on, run.due_on)))


def follow(first: int, runs: Mapping[int, Run], lines: Iterable[Line]) -> dict[int, Run]:
    """Where the followers of a task have to go, and theirs; only those that begin too early move, and only later.

    Needs: no ring. A task that waits for several begins after the last of them.
    """
    by_before: dict[int, list[Line]] = {}
    for line in lines:
        by_before.setdefault(line.before, []).append(line)
    now, waiting = dict(runs), [first]
    while waiting:
        key = waiting.pop()
        for line in by_before.get(key, ()):
            before, after = now.get(key, Run()), now.get(line.after, Run())
            if before.ends_on and is_too_early(before, after, line.lag_days):
                now[line.after] = pushed(after, earliest(before.ends_on, line.lag_days))
                waiting.append(line.after)
    return {key: run for key, run in now.items() if run != runs.get(key)}
