"""When facts have moved so far from those of a decision that who leads is to be looked at again.

In words, as the pages tell it: communication doubled or halved, by 1.5 of 10 at least; complexity rose by 2.5 of 10; a lead
carries more than their room. What was raised stands until the facts have clearly come back, so that it doesn't flap; what
nobody knows changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TIMES = 2.0
LEAST_CHANGE = 15
"""Tenths: below that a doubling is a whisper."""
MORE_COMPLEX = 25
FULL = 100
"""Percent of somebody's room."""

STANDS_TIMES, STANDS_CHANGE, STANDS_COMPLEX, STANDS_FULL = 1.6, 10, 15, 95
"""What was raised stands until it falls below these."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on something counts as drift."""

    times: float
    change: int
    complexity: int
    full: int


RAISES = Bounds(TIMES, LEAST_CHANGE, MORE_COMPLEX, FULL)
STANDS = Bounds(STANDS_TIMES, STANDS_CHANGE, STANDS_COMPLEX, STANDS_FULL)


def bounds(*, stands: bool) -> Bounds:
    return STANDS if stands else RAISES


def grew(then: int | None, now: int | None, *, stands: bool) -> bool | None:
    """Tenths of communication: doubled. None: nobody knows."""
    if then is None or now is None:
        return None
    least = bounds(stands=stands)
    return now - then >= least.change and now >= least.times * then


def shrank(then: int | None, now: int | None, *, stands: bool) -> bool | None:
    """Tenths of communication: halved. None: nobody knows."""
    return grew(now, then, stands=stands)


def thickened(then: int | None, now: int | None, *, stands: bool) -> bool | None:
    """Tenths of complexity: far more. None: nobody knows."""
    if then is None or now is None:
        return None
    return now - then >= bounds(stands=stands).complexity


def overflows(load: int, room: int, *, stands: bool) -> bool:
    """Points: more than there is room for."""
    return percent(load, room) > bounds(stands=stands).full


def percent(load: int, room: int) -> int:
    """Whoever has no room and carries nothing is not full."""
    if room <= 0:
        return 999 if load else 0
    return -(-100 * load // room)


def relief(loads: Mapping[int, int], excess: int) -> int | None:
    """Which client to give up so that it fits again: the lightest that is enough, else the heaviest there is.

    loads: points by client.
    """
    if not loads:
        return None
    enough = [(points, client) for client, points in loads.items() if points >= excess]
    if enough:
        return min(enough)[1]
    return max((points, -client) for client, points in loads.items())[1] * -1
