"""From when to when, as days and minutes: over midnight, through clock changes, with one way of rounding."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FORGOTTEN = timedelta(hours=10)
"""A timer that ran longer was most likely forgotten."""
LONGEST = timedelta(days=7)
"""Nothing that somebody did in one go lasts longer."""
DAY_MINUTES = 25 * 60
"""Of the longest day, on which the clock goes back."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a stretch lies on one day."""

    on: date
    started_at: datetime
    ended_at: datetime
    minutes: int


def whole_minutes(seconds: float) -> int:
    """Half a minute counts as one."""
    return int((seconds + 30) // 60)


def parts_of(started_at: datetime, ended_at: datetime, zone: ZoneInfo) -> list[Part]:
    """By day in the zone; together exactly the minutes that passed, one at least.

    A day that gets less than half a minute is left out.
    """
    first, last = started_at.astimezone(UTC), ended_at.astimezone(UTC)
    total = max(1, whole_minutes((last - first).total_seconds()))
    found: list[Part] = []
    begin, counted = first, 0
    while begin < last or not found:
        end = min(last, next_midnight(begin, zone))
        so_far = total if end == last else min(total, whole_minutes((end - first).total_seconds()))
        if so_far > counted:
            found.append(Part(begin.astimezone(zone).date(), begin, end, so_far - counted))
        begin, counted = end, so_far
    return found


def next_midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next day there, in UTC; a day that a zone left out begins nowhere."""
    day = moment.astimezone(zone).date()
    following = datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
    while following <= moment:
        day += timedelta(days=1)
        following = datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
    return following


def moment_of(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """What a clock on the wall showed; nothing for an hour that spring leaves out, the first of the two in autumn."""
    there = datetime.combine(on, at, zone)
    back = there.astimezone(UTC).astimezone(zone)
    return there.astimezone(UTC) if back.replace(tzinfo=None) == there.replace(tzinfo=None) else None


def is_forgotten(started_at: datetime, at: datetime) -> bool:
    return at - started_at > FORGOTTEN
