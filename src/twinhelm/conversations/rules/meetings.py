"""Plain facts of meetings: marks against overwriting, days and weeks."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo


def mark_of(*words: str) -> str:
    """Tells whether anybody has changed these words since they were shown."""
    return blake2b("\0".join(word.replace("\r\n", "\n") for word in words).encode(), digest_size=8).hexdigest()


def week_of(day: date, zone: ZoneInfo, weeks: int = 1) -> tuple[datetime, datetime]:
    """From its Monday's midnight to that of a Monday after, in UTC."""
    monday = day - timedelta(days=day.weekday())
    ends = monday + timedelta(weeks=weeks)
    return (
        datetime.combine(monday, time(), zone).astimezone(UTC),
        datetime.combine(ends, time(), zone).astimezone(UTC),
    )
