"""Time that counts: the hours in which the agency answers, whatever clocks and calendars do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
HORIZON_DAYS = 20 * 366
"""Whoever promises an answer beyond this has closed for good."""

Opening = tuple[int, int]
"""From and to in minutes after midnight on the wall clock; 1440 is the midnight that ends the day."""


class Days(Protocol):
    """Days without work; hashable, and equal when they are the same."""

    def __contains__(self, day: object, /) -> bool: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class BusinessHours:
    """When somebody is there to answer: opening by weekday from Monday in one zone, without the closed days.

    opening: seven entries, None on a weekday that is closed.
    """

    zone: ZoneInfo
    opening: tuple[Opening | None, ...]
    closed: Days = frozenset()

    def __post_init__(self) -> None:
        if len(self.opening) != 7 or not any(self.opening):
            raise ValueError("a week has seven weekdays, and the agency is open on one of them")
        if any(not 0 <= first < last <= DAY_MINUTES for first, last in filter(None, self.opening)):
            raise ValueError("opening ends after it began, on the same day")

    def after(self, start: datetime, minutes: int) -> datetime:
        """The moment when so many minutes of opening have passed since the start, in UTC.

        Minutes that end with the day end at closing time, not at the next opening.
        Raises OverflowError when the agency doesn't open for that long.
        """
        left, day = timedelta(minutes=minutes), start.astimezone(self.zone).date()
        if left <= timedelta():
            return start.astimezone(UTC)
        for _number in range(HORIZON_DAYS):
            span = self.span_of(day)
            if span and span[1] > start:
                begins = max(span[0], start.astimezone(UTC))
                if span[1] - begins >= left:
                    return begins + left
                left -= span[1] - begins
            day += timedelta(days=1)
        raise OverflowError(f"{minutes} minutes of opening don't pass within {HORIZON_DAYS} days")

    def minutes_between(self, first: datetime, last: datetime) -> int:
        """Whole minutes of opening between two moments; none when the last is not after the first.

        Cost: no more than the years between.
        """
        if last <= first:
            return 0
        begins, ends = first.astimezone(self.zone).date(), last.astimezone(self.zone).date()
        seconds = self.seconds_of_days(begins, ends)
        return (seconds + self.seconds_until(last, ends) - self.seconds_until(first, begins)) // 60

    def is_open(self, at: datetime) -> bool:
        span = self.span_of(at.astimezone(self.zone).date())
        return span is not None and span[0] <= at < span[1]

    def span_of(self, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing time of a day in UTC, or nothing."""
        opening = self.opening[day.weekday()]
        if opening is None or day in self.closed:
            return None
        first, last = (self.moment(day, minute) for minute in opening)
        return (first, last) if first < last else None  # an opening inside the hour that spring leaves out

    def moment(self, day: date, minute: int) -> datetime:
        """What the wall clock shows, as a moment. An hour that is shown twice means the first time."""
        days, rest = divmod(minute, DAY_MINUTES)
        wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), self.zone)
        return wall.astimezone(UTC)

    def seconds_until(self, at: datetime, day: date) -> int:
        """Of opening on the day, before the moment."""
        span = self.span_of(day)
        if span is None or at <= span[0]:
            return 0
        return round((min(at, span[1]) - span[0]).total_seconds())

    def seconds_of_days(self, first: date, last: date) -> int:
        """Of opening from the beginning of one day to the beginning of another."""
        whole = sum(days_of_year(self, year)[-1] for year in range(first.year, last.year))
        before, until = (days_of_year(self, day.year)[day.timetuple().tm_yday - 1] for day in (first, last))
        return whole - before + until


@lru_cache(maxsize=512)
def days_of_year(hours: BusinessHours, year: int) -> tuple[int, ...]:
    """Seconds of opening before each day of the year, and at last those of the entire year."""
    day, passed = date(year, 1, 1), [0]
    while day.year == year:
        span = hours.span_of(day)
        passed.append(passed[-1] + (round((span[1] - span[0]).total_seconds()) if span else 0))
        day += timedelta(days=1)
    return tuple(passed)
