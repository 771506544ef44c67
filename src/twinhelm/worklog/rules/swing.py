"""How much a volume swings from week to week.

The swing is the robust coefficient of variation: 1.4826 times the median distance from the median week, divided by
the median week. One wild week moves it little. Source: Arachchige, Prendergast, Staudte, "Robust analogs to the
coefficient of variation", Journal of Applied Statistics 49 (2022), their RCV_M.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

LEAST_WEEKS = 4
"""With fewer weeks there is no telling an odd week from a habit."""
NORMAL = 1.4826
"""Makes the median distance agree with the standard deviation where weeks are normally spread."""


def swing(weeks: Sequence[float]) -> float | None:
    """None when too little is known: fewer than four weeks, or mostly empty ones."""
    if len(weeks) < LEAST_WEEKS:
        return None
    middle = median(weeks)
    if middle <= 0:
        return None
    return NORMAL * median(abs(week - middle) for week in weeks) / middle


def presence(minutes: Mapping[int, Mapping[date, int]], weeks: Sequence[date]) -> list[float]:
    """The share of the usual working hours that were there in each week, so that an absence is no swing.

    minutes: of each member, by week; a week without any is an absence.
    """
    usual = {member: median(some.values()) for member, some in minutes.items() if some}
    everybody = sum(usual.values())
    if not everybody:
        return [0.0 for _ in weeks]
    return [sum(usual[member] for member, some in minutes.items() if week in some) / everybody for week in weeks]
