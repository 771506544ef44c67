"""When Northlight works: weekdays without the holidays, and one absence."""

from collections.abc import Iterator
from datetime import date, timedelta

import holidays

WEEKS = 26
ABSENT = ("mirela", 9)
"""Who was away, and how many weeks ago."""


def mondays(today: date) -> list[date]:
    """The whole weeks before today's, oldest first, and the one that has begun."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=ago) for ago in range(WEEKS, -1, -1)]


def working_days(key: str, monday: date, today: date) -> list[date]:
    """The days up to yesterday that somebody worked in this week."""
    weeks_ago = (today - timedelta(days=today.weekday()) - monday).days // 7
    if (key, weeks_ago) == ABSENT:
        return []
    return [day for day in weekdays(monday) if day < today and day not in free_days(day.year)]


def weekdays(monday: date) -> Iterator[date]:
    return (monday + timedelta(days=number) for number in range(5))


def free_days(year: int) -> holidays.HolidayBase:
    if year not in _free:
        _free[year] = holidays.country_holidays("NL", years=year)
    return _free[year]


_free: dict[int, holidays.HolidayBase] = {}
