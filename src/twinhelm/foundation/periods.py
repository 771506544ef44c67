"""Spans of days, both ends included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from twinhelm.foundation.clock import monday_of

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Days that somebody may ask about; next to the first and last of the calendar no week can be reckoned."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period from {self.first} cannot end on {self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def mondays(self) -> Iterator[date]:
        """The Monday of each week that the period touches."""
        monday = monday_of(self.first)
        while monday <= self.last:
            yield monday
            monday += timedelta(days=7)


def whole_weeks_before(day: date, weeks: int) -> Period:
    """The given number of whole weeks, the last of which ended before the week of `day`."""
    monday = monday_of(day)
    return Period(monday - timedelta(weeks=weeks), monday - timedelta(days=1))
