"""How long calls last, whatever clocks do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FORGOTTEN = timedelta(hours=4)
"""A timer that ran longer was most likely forgotten."""
LONGEST_MINUTES = 12 * 60


def minutes_between(first: datetime, last: datetime) -> int:
    """Whole minutes that really passed, one at least: a call of ten seconds was a call."""
    return max(1, round((last - first).total_seconds() / 60))


def is_forgotten(started_at: datetime, at: datetime) -> bool:
    return at - started_at > FORGOTTEN


def moment_in(zone: ZoneInfo, wall: datetime) -> datetime | None:
    """What a clock on the wall showed; nothing for an hour that spring leaves out, the first of the two in autumn."""
    there = wall.replace(tzinfo=zone, fold=0)
    back = there.astimezone(ZoneInfo("UTC")).astimezone(zone)
    return there if back.replace(tzinfo=None) == wall else None
