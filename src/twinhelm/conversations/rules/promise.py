"""How much of a promised time to answer is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

SOON_SHARE = 0.85
SOON_MINUTES = 15


class Hours(Protocol):
    """Time that counts, by opening hours."""

    def minutes_between(self, first: datetime, last: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a promise, in opening minutes; below nought it is late."""

    minutes: int
    share: float
    """Used up so far, from 0 to 1."""

    @property
    def is_late(self) -> bool:
        return self.minutes < 0

    @property
    def is_soon(self) -> bool:
        return not self.is_late and (self.share >= SOON_SHARE or self.minutes <= SOON_MINUTES)


def left_of(since: datetime, due: datetime, now: datetime, hours: Hours) -> Left:
    """since: when the client began to wait; due: by when an answer was promised."""
    if now > due:
        return Left(-max(1, hours.minutes_between(due, now)), 1.0)
    left = hours.minutes_between(now, due)
    whole = hours.minutes_between(since, due)
    return Left(left, 1 - left / whole if whole else 1.0)
