"""A day and a time of day put into the world's time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True)
class Span:
    """When something was done and for how long, as far as the source says."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    on: date | None = None
    minutes: int | None = None
    mark: str = ""
    """The start as written, for fingerprints."""


def local(day: date, clock: time | None, zone: tzinfo | None, home: tzinfo) -> tuple[date, datetime | None]:
    """The day as the agency's people saw it, and the moment in UTC if a time of day is known.

    zone: what the source says; home: of times that say nothing.
    """
    if clock is None:
        return day, None
    moment = datetime.combine(day, clock, tzinfo=zone or home)
    return (moment.astimezone(home).date() if zone else day), moment.astimezone(UTC)
