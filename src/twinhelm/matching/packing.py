"""What each lead alone would take at given worths of the posts: a sharper relaxation, and the options it uses.

Source: Lagrangian relaxation of the assignment rows with a knapsack for each lead (Fisher, Jaikumar, Van Wassenhove, 1986).
"""

from dataclasses import dataclass

import numpy as np

from twinhelm.matching.bound import Real
from twinhelm.matching.problem import Mark, Problem, Whole
from twinhelm.matching.search import Search

ROUNDS = 250
PATIENCE = 12
NEVER = -1e18


def price_of_round(problem: Problem) -> float:
    posts, leads = problem.cost.shape
    return float(posts * (2e-5 + 5e-9 * leads * (int(problem.room.max()) + 1)))


@dataclass
class Packing:
    """Worths of the posts. used: [post, lead], how often the recent rounds gave this post to this lead."""

    worth: Real
    used: Real
    bound: float = -np.inf


def packed(search: Search, rounds: int = ROUNDS) -> Packing:
    """Raises the worth of posts that nobody takes and lowers it where several do."""
    problem = search.problem
    worth = (problem.cost + search.known.prices * problem.load + np.where(problem.fits, 0, np.inf)).min(axis=1)
    best = Packing(worth, np.zeros(problem.cost.shape))
    target = float(search.cost if search.answer is not None else 1.01 * search.known.value)
    worth, scale, stalled = worth.copy(), 1.0, 0
    direction = np.zeros(len(worth))
    for _ in range(rounds):
        if search.work.is_over:
            break
        search.work.spend(price_of_round(problem))
        taken, value = knapsacks(problem, worth)
        best.used = 0.97 * best.used + 0.03 * taken
        if value > best.bound + 1e-6:
            best.worth, best.bound, stalled = worth.copy(), value, 0
        else:
            stalled += 1
        if stalled >= PATIENCE:
            scale, stalled, worth = 0.6 * scale, 0, best.worth.copy()
            continue
        direction = 0.3 * direction + 0.7 * (1 - taken.sum(axis=1))
        worth = worth + scale * max(1.0, target - value) / max(1.0, float((direction**2).sum())) * direction
    margin = 1e-9 * (abs(best.bound) + float(np.abs(best.worth).sum()))
    search.raise_bound(best.bound - margin)
    return best


def knapsacks(problem: Problem, worth: Real) -> tuple[Mark, float]:
    """What each lead takes, as much worth beyond its cost as fits their room; and the bound that follows."""
    room, load = problem.room, problem.load
    gain = np.where(problem.fits, worth[:, None] - problem.cost, NEVER)
    leads = np.arange(len(room))
    best = np.zeros((len(room), int(room.max()) + 1))
    steps: list[tuple[int, Whole, Mark]] = []
    for post in range(len(gain)):
        tempted = np.flatnonzero(gain[post] > 0)
        if not tempted.size:
            continue
        before = best[tempted]
        places = np.arange(best.shape[1]) - load[post, tempted][:, None]
        reached = np.take_along_axis(before, np.maximum(places, 0), axis=1) + gain[post, tempted][:, None]
        better = (places >= 0) & (reached > before)
        best[tempted] = np.where(better, reached, before)
        steps.append((post, tempted, better))
    value = float(worth.sum() - best[leads, room].sum())
    return traced(problem, steps), value


def traced(problem: Problem, steps: list[tuple[int, Whole, Mark]]) -> Mark:
    taken = np.zeros(problem.cost.shape, dtype=np.bool_)
    left = problem.room.copy()
    for post, tempted, better in reversed(steps):
        chosen = better[np.arange(len(tempted)), left[tempted]]
        taken[post, tempted] = chosen
        left[tempted] -= np.where(chosen, problem.load[post, tempted], 0)
    return taken
