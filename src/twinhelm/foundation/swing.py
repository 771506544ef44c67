"""How much a volume swings from week to week.

The swing is the robust coefficient of variation: 1.4826 times the median distance from the median week, divided by
the median week. One wild week moves it little. Source: Arachchige, Prendergast, Staudte, "Robust analogs to the
coefficient of variation", Journal of Applied Statistics 49 (2022), their RCV_M.
"""

from collections.abc import Sequence
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
