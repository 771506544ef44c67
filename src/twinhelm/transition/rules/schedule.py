"""Clients over weeks: who is told when, from when the new leads count, and why somebody has to wait."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from twinhelm.transition.rules.days import Durations, Works, due_days, earliest_hand_over, next_working

LONGEST_WEEKS = 260
"""Who finds no week within five years isn't laid out."""
A_WEEK = timedelta(days=7)
Week = tuple[int, date]
"""A lead and the Monday of a week."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Days, both included, on which a client is neither told nor handed over."""

    key: str
    kind: str
    from_on: date
    to_on: date
    facts: tuple[tuple[str, str | int], ...] = ()

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True, slots=True)
class Asked:
    """One client that is to change."""

    client: int
    wave: int
    leads: frozenset[int]
    """Giving and receiving: each has only so many clients a week."""
    closed: tuple[Closed, ...] = ()
    decided_for: date | None = None
    """The day that a decision named: the new leads don't count before it."""
    counts_since: date | None = None
    """The new leads count since that day already."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the whole programme keeps to."""

    first_on: date
    pace: int
    waves: Mapping[int, date]
    works: Works
    begin_on: date
    """Today: nothing is planned before it."""
    durations: Durations = field(default_factory=Durations)
    taken: Mapping[Week, int] = field(default_factory=dict)
    """Clients that a lead takes up in a week already."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a client comes later than it could: the key of a sentence and its facts."""

    key: str
    """`pace`, `launch`, `absence`, `trouble`, `other`, `decided`, `in_force`, `no_week`."""
    facts: tuple[tuple[str, str | int], ...] = ()
    block: str = ""
    """Of a blackout: which."""


@dataclass(frozen=True, slots=True)
class Laid:
    """When one client changes."""

    client: int
    wave: int
    tell_on: date | None
    """Null: no week was found."""
    effective_on: date | None
    due: Mapping[str, date]
    waits: tuple[Wait, ...] = ()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def lay_out(asked: Sequence[Asked], terms: Terms) -> list[Laid]:
    """In the order asked, wave by wave. The same question always has the same answer."""
    taken: Counter[Week] = Counter(dict(terms.taken))
    told: Counter[date] = Counter()
    found: dict[int, Laid] = {}
    for one in sorted(asked, key=lambda asking: asking.wave):
        laid = lay(one, terms, taken, told)
        found[one.client] = laid
        if laid.tell_on:
            told[laid.tell_on] += 1
            taken.update((lead, monday(laid.tell_on)) for lead in one.leads)
    return [found[one.client] for one in asked]


def lay(one: Asked, terms: Terms, taken: Counter[Week], told: Counter[date]) -> Laid:
    start = next_working(max(terms.first_on, terms.waves[one.wave], terms.begin_on), terms.works)
    waits: list[Wait] = []
    for week in weeks_from(start):
        if full := [lead for lead in sorted(one.leads) if taken[lead, week] >= terms.pace]:
            note(waits, Wait("pace", (("lead", full[0]), ("pace", terms.pace))))
            continue
        working = [day for day in days_of(week, start) if terms.works(day)]
        free = [day for day in working if not any(closed.covers(day) for closed in one.closed)]
        for closed in standing(one.closed, working):
            note(waits, waits_for(closed))
        if free:
            tell_on = min(free, key=lambda day: (told[day], day))
            effective_on, later = effective(one, tell_on, terms)
            due = due_days(tell_on, effective_on, begin_on=terms.begin_on, durations=terms.durations, works=terms.works)
            counts = one.counts_since or effective_on
            return Laid(one.client, one.wave, tell_on, counts, due, (*waits, *later))
    return Laid(one.client, one.wave, None, None, {}, (*waits, Wait("no_week")))


def effective(one: Asked, tell_on: date, terms: Terms) -> tuple[date, list[Wait]]:
    """The day of the hand-over: a working day without a blackout, not before what was decided."""
    waits: list[Wait] = []
    day = earliest_hand_over(tell_on, terms.durations, terms.works)
    if one.counts_since:
        waits.append(Wait("in_force", (("day", one.counts_since.isoformat()),)))
    elif one.decided_for and one.decided_for > day:
        waits.append(Wait("decided", (("day", one.decided_for.isoformat()),)))
        day = next_working(one.decided_for, terms.works)
    while standing_on := [closed for closed in one.closed if closed.covers(day)]:
        for closed in standing_on:
            note(waits, waits_for(closed))
        day = next_working(max(closed.to_on for closed in standing_on) + timedelta(days=1), terms.works)
    return day, waits


def weeks_from(start: date) -> Iterator[date]:
    return (monday(start) + number * A_WEEK for number in range(LONGEST_WEEKS))


def days_of(week: date, start: date) -> list[date]:
    return [day for number in range(7) if (day := week + timedelta(days=number)) >= start]


def standing(closed: Iterable[Closed], days: Sequence[date]) -> list[Closed]:
    """Those that leave none of the days, alone or together with others."""
    found = [one for one in closed if any(one.covers(day) for day in days)]
    return found if all(any(one.covers(day) for one in found) for day in days) else []


def waits_for(closed: Closed) -> Wait:
    return Wait(closed.kind, closed.facts, closed.key)


def note(waits: list[Wait], wait: Wait) -> None:
    """Each reason once, however many weeks it holds for."""
    if wait not in waits:
        waits.append(wait)


def breaches(laid: Sequence[Laid], asked: Sequence[Asked], terms: Terms) -> list[str]:
    """What a plan doesn't keep to; shares no step with how it was made."""
    about = {one.client: one for one in asked}
    found, weeks = [], Counter(dict(terms.taken))
    for row in laid:
        if row.tell_on is None:
            continue
        one = about[row.client]
        if row.tell_on < max(terms.first_on, terms.waves[one.wave], terms.begin_on):
            found.append(f"{row.client} is told before its wave")
        for day in (row.tell_on, row.due["hand_over"]):
            if not terms.works(day):
                found.append(f"{row.client}: nobody works on {day}")
            if any(closed.from_on <= day <= closed.to_on for closed in one.closed):
                found.append(f"{row.client}: {day} is closed")
        for lead in one.leads:
            weeks[lead, row.tell_on - timedelta(days=row.tell_on.isoweekday() - 1)] += 1
    return found + [f"lead {lead} takes up {n} in {week}" for (lead, week), n in weeks.items() if n > terms.pace]


def spread(count: int, waves: int) -> list[int]:
    """Which wave each of so many clients goes into: the first waves are never larger than the last by more than one."""
    small, more = divmod(count, waves)
    return [number + 1 for number in range(waves) for _one in range(small + (number >= waves - more))]
