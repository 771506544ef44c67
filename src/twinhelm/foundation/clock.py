"""The one place that reads the clock. Doors read it and hand `at` to the actions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def day_in(zone: ZoneInfo, at: datetime) -> date:
    return at.astimezone(zone).date()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
