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


def end_of(
    starts: datetime, started_at: datetime, ends: datetime, zone: tzinfo | None, home: tzinfo
) -> datetime | None:
    """The moment of the end in UTC; None when it lies before the start.

    starts, ends: as the clocks on the wall showed them; zone: of the end, if the source says.
    """
    ended_at = ends.replace(tzinfo=zone or home).astimezone(UTC)
    if ended_at >= started_at:
        return ended_at
    if zone is None and ends >= starts:
        # In spring a clock that nobody changed shows an hour that does not exist.
        return started_at + (ends - starts)
    # In autumn one hour comes twice, and the end may lie in its second coming.
    again = ends.replace(tzinfo=home, fold=1).astimezone(UTC)
    return again if zone is None and again >= started_at else None
