"""How work crosses the seam between two leads, as a trend, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

WEEKS = 13
LATELY = 4
"""The last so many weeks against those before."""
ENOUGH_MINUTES = 240
"""Below four hours on either side of the comparison a share says nothing."""
ENOUGH_BEFORE = 3
MEANS = 10
"""Percentage points by which a share has to move to be called a move."""
SPOKEN_MINUTES = 60
"""A week with less than an hour isn't drawn."""


class Course(Enum):
    """Where a share goes."""

    GROWS = "grows"
    SHRINKS = "shrinks"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Crossed:
    """Minutes of both leads in one family, and how many of them the lead of the other family did."""

    minutes: int = 0
    across: int = 0

    def __add__(self, more: "Crossed") -> "Crossed":
        return Crossed(self.minutes + more.minutes, self.across + more.across)

    @property
    def percent(self) -> int | None:
        return round(100 * self.across / self.minutes) if self.minutes else None


@dataclass(frozen=True, slots=True)
class Trend:
    """A share lately and before, in percent; both none: too little to say."""

    lately: int | None = None
    before: int | None = None

    @property
    def is_known(self) -> bool:
        return self.lately is not None

    @property
    def course(self) -> Course | None:
        if self.lately is None or self.before is None:
            return None
        moved = self.lately - self.before
        if abs(moved) < MEANS:
            return Course.STEADY
        return Course.GROWS if moved > 0 else Course.SHRINKS


def trend_of(weeks: Sequence[Crossed | None]) -> Trend:
    """weeks: the oldest first; none where nobody can say who led."""
    lately = sum((one for one in weeks[-LATELY:] if one), Crossed())
    earlier = [one for one in weeks[:-LATELY] if one and one.minutes]
    before = sum(earlier, Crossed())
    if lately.minutes < ENOUGH_MINUTES:
        return Trend()
    if before.minutes < ENOUGH_MINUTES or len(earlier) < ENOUGH_BEFORE:
        return Trend(lately.percent)
    return Trend(lately.percent, before.percent)


def points_of(weeks: Sequence[Crossed | None]) -> list[int]:
    """Percent by week, of the weeks that say something."""
    return [one.percent or 0 for one in weeks if one and one.minutes >= SPOKEN_MINUTES]
