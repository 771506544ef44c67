"""Days of a client's way: what a working day is, how far the steps lie apart, and when a day begins where the client is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STEPS = (
    "assess",
    "decide",
    "brief",
    "tell",
    "introduce",
    "shadow",
    "hand_over",
    "check_in",
    "stable",
    "review",
)
BEFORE_TELLING = {"assess": 14, "decide": 7, "brief": 3}
"""Days between the end of a step and the telling."""
WORKING_DAYS = 5
Works = Callable[[date], bool]
"""Whether the agency works on a day."""


@dataclass(frozen=True, slots=True)
class Durations:
    """How long the steps take, in days."""

    silence: int = 7
    shadow: int = 14
    check_in: int = 30
    stable: int = 45
    review_months: int = 6


def works_outside(holidays: Callable[[date], bool]) -> Works:
    """Monday to Friday, without public holidays."""
    return lambda day: day.weekday() < WORKING_DAYS and not holidays(day)


def next_working(day: date, works: Works) -> date:
    """The day itself, else the first working day after it."""
    while not works(day):
        day += timedelta(days=1)
    return day


def last_working(day: date, works: Works) -> date:
    """The day itself, else the last working day before it."""
    while not works(day):
        day -= timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def follows(step: str, before: date, durations: Durations, works: Works) -> date:
    """The day by which a step is to be left, when the one it is reckoned from was left on `before`."""
    if step == "review":
        return next_working(months_after(before, durations.review_months), works)
    days = {
        "introduce": durations.silence,
        "shadow": durations.shadow,
        "hand_over": 1,
        "check_in": durations.check_in,
        "stable": durations.stable,
        "decide": BEFORE_TELLING["assess"] - BEFORE_TELLING["decide"],
        "brief": BEFORE_TELLING["decide"] - BEFORE_TELLING["brief"],
        "tell": BEFORE_TELLING["brief"],
    }
    return next_working(before + timedelta(days=days[step]), works)


RECKONED_FROM = {"check_in": "hand_over", "stable": "hand_over", "review": "hand_over"}
"""Steps that aren't reckoned from the one before them."""


def reckoned_from(step: str) -> str:
    return RECKONED_FROM.get(step) or STEPS[STEPS.index(step) - 1]


def earliest_hand_over(tell_on: date, durations: Durations, works: Works) -> date:
    day = tell_on
    for step in ("introduce", "shadow", "hand_over"):
        day = follows(step, day, durations, works)
    return day


def due_days(
    tell_on: date, effective_on: date, *, begin_on: date, durations: Durations, works: Works
) -> dict[str, date]:
    """By step the day by which it is to be left. What comes before the telling never lies before `begin_on`."""
    due = {
        step: max(min(begin_on, tell_on), last_working(tell_on - timedelta(days=days), works))
        for step, days in BEFORE_TELLING.items()
    }
    due["tell"] = tell_on
    due["introduce"] = follows("introduce", tell_on, durations, works)
    due["shadow"] = last_working(effective_on - timedelta(days=1), works)
    due["hand_over"] = effective_on
    for step in ("check_in", "stable", "review"):
        due[step] = follows(step, effective_on, durations, works)
    return due


def moved(
    due: Mapping[str, date], step: str, left_on: date, *, durations: Durations, works: Works, is_told: bool
) -> dict[str, date]:
    """The days of the steps after one that was left on a day. Only those that change.

    They move back when the step before was late, and never forward: what somebody wrote into a diary stands. Once the
    client was told the day of the hand-over (`is_told`), it moves only when a person moves it.
    """
    left: dict[str, date] = {**due, step: left_on}
    changed: dict[str, date] = {}
    for following in STEPS[STEPS.index(step) + 1 :]:
        planned, before = due.get(following), left.get(reckoned_from(following))
        if planned is None or before is None or (following == "hand_over" and is_told):
            continue
        day = max(planned, follows(following, before, durations, works))
        if day != planned:
            changed[following] = left[following] = day
    return changed


def begins_at(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day where the client is: midnight, or the moment after it where a change of the clock
    leaves midnight out; the first of two midnights where it repeats it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
