"""When the last one follows, judged from when others came through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import variance

FEWEST = 4
"""Before so many are through, nothing can be said."""
SHORTEST = timedelta(days=14)
FURTHEST = timedelta(days=5 * 365)
EIGHT_OF_TEN = 1.2815515655446004
"""The standard normal's ninetieth percentile: one of ten falls above it, one below its opposite."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Between these days, with eight chances of ten; `latest` is None when it can't be told within five years."""

    earliest: datetime
    latest: datetime | None


def finish(came: Sequence[datetime], left: int, now: datetime) -> Finish | None:
    """When the last of `left` follows, at the pace so far; None: too early to say.

    came: when each came through, in any order.
    Comings are taken as a Poisson process, seen from the first one to now; where weeks swing more than such a process
    would, the evidence counts for as much less. The time to the next k events, over that of the n seen, follows F(2k, 2n).
    """
    inside = sorted(one for one in came if one <= now)
    if left <= 0 or len(inside) < FEWEST or now - inside[0] < SHORTEST:
        return None
    seen, gaps = now - inside[0], len(inside) - 1
    clumps = dispersion(inside, now)
    low, high = (f_quantile(z, 2 * left / clumps, 2 * gaps / clumps) for z in (-EIGHT_OF_TEN, EIGHT_OF_TEN))
    each = seen * left / gaps
    late = min(each * high, 2 * FURTHEST) if high is not None else 2 * FURTHEST
    return Finish(now + min(each * (low or 0.0), FURTHEST), now + late if late <= FURTHEST else None)


def dispersion(came: Sequence[datetime], now: datetime) -> float:
    """Variance over mean of how many came in each week, at least 1: waves come through in clumps."""
    weeks = [0] * ((now - came[0]) // timedelta(weeks=1) + 1)
    for one in came:
        weeks[(one - came[0]) // timedelta(weeks=1)] += 1
    mean = len(came) / len(weeks)
    return max(1.0, variance(weeks) / mean) if len(weeks) > 1 else 1.0


def f_quantile(z: float, above: float, below: float) -> float | None:
    """Of the F distribution, at the standard normal's z; None: beyond all bounds.

    Source: Paulson 1942, after Wilson and Hilferty: the cube roots of both chi-squares are nearly normal.
    """
    a, b = 2 / (9 * above), 2 / (9 * below)
    lead = (1 - b) ** 2 - z * z * b
    if b >= 1 or lead <= 0:
        return None if z > 0 else 0.0
    middle = (1 - a) * (1 - b)
    root = sqrt(max(0.0, middle**2 - lead * ((1 - a) ** 2 - z * z * a)))
    return max(0.0, (middle + (root if z > 0 else -root)) / lead) ** 3
