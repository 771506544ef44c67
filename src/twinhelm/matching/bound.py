"""A bound that holds whatever the prices of room are, and what each option costs beyond it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twinhelm.matching import measure
from twinhelm.matching.problem import LARGEST_SUM, Problem

Real = npt.NDArray[np.float64]
INFINITE = np.inf


@dataclass(frozen=True)
class Priced:
    """What follows from prices for each unit of each lead's room.

    bound: no answer costs less. extra: [post, lead], how far above the bound any answer with this option is at least.
    """

    prices: Real
    bound: int
    value: float
    extra: Real


def priced(problem: Problem, prices: Real) -> Priced:
    """Lagrangian relaxation of the rooms: every post (or pair of posts) takes its cheapest option on its own."""
    alone = np.where(problem.fits, problem.cost + prices * problem.load, INFINITE)
    joined = Joined(problem, alone) if has_couples(problem) else None
    cheapest = alone.min(axis=1)
    extra = alone - cheapest[:, None]
    rooms = room_values(problem, prices)
    parts = float(cheapest.sum())
    if joined:
        extra, parts = joined.settled(extra, cheapest)
    value = parts + float(rooms.sum())
    # Sums of floats are off by far less than this share of what is added up.
    margin = 1e-10 * (float(np.abs(cheapest).sum()) + float(np.abs(rooms).sum()) + 1)
    if not np.isfinite(value):
        # A pair for which no couple of leads is left: nothing is below anything.
        return Priced(prices, LARGEST_SUM, LARGEST_SUM, np.nan_to_num(extra, nan=INFINITE))
    return Priced(prices, int(np.ceil(value - margin)), value, extra)


def room_values(problem: Problem, prices: Real) -> Real:
    """[lead]: the least of unevenness less the price of the room used, over every load that fits."""
    if not problem.evenness:
        return -prices * problem.room
    ends = measure.tenths(problem)
    full = np.clip(ends, problem.carried[:, None], None)
    steps = problem.evenness * np.arange(measure.TENTHS)
    within = np.clip(full[:, :, None] - ends[:, None, :-1], 0, np.diff(ends, axis=1)[:, None, :])
    uneven = (within * steps).sum(axis=2)
    return np.asarray((uneven - prices[:, None] * (full - problem.carried[:, None])).min(axis=1))


def has_couples(problem: Problem) -> bool:
    return bool(problem.pairs) and bool(problem.bond.any() or problem.apart)


def apart_mask(problem: Problem) -> npt.NDArray[np.bool_]:
    """[lead, lead]: who may not share a pair."""
    mask = np.zeros((len(problem.leads), len(problem.leads)), dtype=np.bool_)
    for one, other in problem.apart:
        mask[one, other] = mask[other, one] = True
    return mask


class Joined:
    """Posts tied by pairs choose together: a hub first, then each of its spokes.

    Pairs that have no hub in common are cut, each at the least that its bond can be, which keeps the bound true.
    """

    def __init__(self, problem: Problem, alone: Real) -> None:
        self.alone = alone
        self.bond = np.where(apart_mask(problem), INFINITE, problem.bond.astype(np.float64))
        self.stars, cut = stars(problem.pairs)
        self.lost = len(cut) * float(problem.bond.min())

    def settled(self, extra: Real, cheapest: Real) -> tuple[Real, float]:
        """The extra of each option with pairs counted, and the sum of all cheapest choices."""
        total = float(cheapest.sum()) + self.lost
        for hub, spokes in self.stars.items():
            best = [self.spoke_costs(spoke, is_account) for spoke, is_account in spokes]
            sums = self.alone[hub] + np.sum([costs.min(axis=1) for costs in best], axis=0)
            least = float(sums.min())
            if not np.isfinite(least):
                return extra, INFINITE
            total += least - float(cheapest[hub]) - sum(float(cheapest[spoke]) for spoke, _ in spokes)
            extra[hub] = sums - least
            for (spoke, _), costs in zip(spokes, best, strict=True):
                rest = np.where(np.isfinite(sums), sums, 0) - np.where(np.isfinite(sums), costs.min(axis=1), 0)
                rest[~np.isfinite(sums)] = INFINITE
                extra[spoke] = (rest[:, None] + costs).min(axis=0) - least
        return extra, total

    def spoke_costs(self, spoke: int, is_account: bool) -> Real:
        """[hub's lead, spoke's lead]"""
        bond = self.bond.T if is_account else self.bond
        return np.asarray(self.alone[spoke][None, :] + bond)


Stars = dict[int, list[tuple[int, bool]]]


def stars(pairs: tuple[tuple[int, int], ...]) -> tuple[Stars, list[tuple[int, int]]]:
    """Each hub with its spokes (and whether the spoke is the account post), and the pairs that fit no star."""
    count: dict[int, int] = {}
    for pair in pairs:
        for post in pair:
            count[post] = count.get(post, 0) + 1
    found: Stars = {}
    cut = []
    for account, production in pairs:
        hub, spoke = (account, production) if count[account] >= count[production] else (production, account)
        if count[spoke] == 1:
            found.setdefault(hub, []).append((spoke, spoke == account))
        else:
            cut.append((account, production))
    return found, cut
