"""Working time in plain values: patterns of a week, spans of half days, what is left of a day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DAY_MINUTES = 24 * 60
FULL_DAY = 8 * 60
"""What “day” means where somebody writes it instead of hours."""
WORKDAYS = 5
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,4}))?\s*h?")
_CLOCK = re.compile(r"(\d{1,2})(?::|\s*h\s*)([0-5]\d)")
_WORDS = {
    "": 0,
    "-": 0,
    "–": 0,
    "off": 0,
    "½": FULL_DAY // 2,
    "half": FULL_DAY // 2,
    "half day": FULL_DAY // 2,
    "day": FULL_DAY,
    "full": FULL_DAY,
}


def even_week(weekly_minutes: int) -> tuple[int, ...]:
    """The week of somebody of whom only the sum is agreed: Monday to Friday, unless that would be too much."""
    days = WORKDAYS if weekly_minutes <= WORKDAYS * DAY_MINUTES else 7
    return spread(weekly_minutes, [1] * days + [0] * (7 - days))


def scaled_week(weekly_minutes: int, like: Sequence[int]) -> tuple[int, ...]:
    """The same days as before, with another sum."""
    wanted = spread(weekly_minutes, like) if sum(like) else even_week(weekly_minutes)
    return wanted if max(wanted) <= DAY_MINUTES else even_week(weekly_minutes)


def spread(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole minutes in proportion to the weights; their sum is exactly the total."""
    whole, passed = sum(weights), 0
    found: list[int] = []
    for weight in weights:
        passed += weight
        found.append(total * passed // whole - sum(found))
    return tuple(found)


def minutes_of(text: str) -> int | None:
    """`8`, `7.5`, `7,5 h`, `7:30`, `half`, `day` or nothing as minutes of a day; None when it says something else."""
    said = " ".join(text.casefold().split())
    if said in _WORDS:
        return _WORDS[said]
    if found := _CLOCK.fullmatch(said):
        minutes = int(found[1]) * 60 + int(found[2])
    elif found := _HOURS.fullmatch(said):
        minutes = round(float(f"{found[1]}.{found[2] or 0}") * 60)
    else:
        return None
    return minutes if minutes <= DAY_MINUTES else None


@dataclass(frozen=True, slots=True)
class Span:
    """Days in halves, both ends included; the first may begin and the last may end at midday."""

    first_on: date
    last_on: date
    starts_at_midday: bool = False
    ends_at_midday: bool = False

    @property
    def halves(self) -> tuple[int, int]:
        """The first half day, and the one after the last."""
        return (
            self.first_on.toordinal() * 2 + self.starts_at_midday,
            self.last_on.toordinal() * 2 + 2 - self.ends_at_midday,
        )

    @property
    def is_empty(self) -> bool:
        return self.halves[0] >= self.halves[1]

    def overlaps(self, other: "Span") -> bool:
        return self.halves[0] < other.halves[1] and other.halves[0] < self.halves[1]

    def halves_of(self, day: date) -> tuple[bool, bool]:
        """Whether it covers the morning and the afternoon of a day."""
        first, end = self.halves
        morning = day.toordinal() * 2
        return first <= morning < end, first <= morning + 1 < end


def left_of_day(minutes: int, spans: Sequence[Span], day: date) -> int:
    """What remains of a day's minutes beside absences; of an odd minute the morning has it."""
    gone = [any(covered) for covered in zip(*(span.halves_of(day) for span in spans), strict=True)] or [False, False]
    morning = minutes - minutes // 2
    return minutes - (morning if gone[0] else 0) - (minutes // 2 if gone[1] else 0)
