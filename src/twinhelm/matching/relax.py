"""Prices of room, from the linear program over a growing core of options."""

import numpy as np

from twinhelm.matching.bound import Priced, Real, has_couples, priced
from twinhelm.matching.problem import Mark, Problem
from twinhelm.matching.whole import Program, rows_of_prices, whole_program
from twinhelm.matching.work import Work

MOST_AT_ONCE = 60_000
FEW, FEW_IN_PAIRS = 8, 4
ROUNDS = 12
STEPS = 60


def best_prices(problem: Problem, work: Work) -> Priced:
    """The prices with the highest bound that a few rounds find.

    Each round solves the linear program over the options kept so far, and adds those that its prices make attractive.
    """
    known = opening(problem, work)
    keep = first_core(problem, known)
    for _ in range(ROUNDS):
        program, _ = whole_program(problem, keep)
        add_overflow(program, problem)
        work.spend(1e-5 * program.columns)
        found = program.relaxed()
        if found is None:
            break
        value, marginals = found
        latest = priced(problem, rows_of_prices(problem, marginals))
        work.spend(2e-9 * problem.cost.size + 2e-8 * len(problem.pairs) * len(problem.leads) ** 2)
        known = max(known, latest, key=lambda one: one.value)
        missing = problem.fits & ~keep & (latest.extra <= 1e-9 + max(0.0, value - latest.value) / len(problem.posts))
        if value - known.value <= 1e-7 * abs(value) + 1e-6 or work.is_over or not missing.any():
            break
        keep |= missing
    return known


def first_core(problem: Problem, known: Priced) -> Mark:
    is_joined = has_couples(problem)
    if not is_joined and problem.fits.sum() <= MOST_AT_ONCE:
        return problem.fits
    few = FEW_IN_PAIRS if is_joined else FEW
    if few >= len(problem.leads):
        return problem.fits
    least = np.partition(known.extra, few - 1, axis=1)[:, few - 1 : few]
    return np.asarray(problem.fits & (known.extra <= least))


def add_overflow(program: Program, problem: Problem) -> None:
    """Room may be exceeded at a dear price, so that a core too small still has prices."""
    leads = len(problem.leads)
    dear = float(problem.cost.max()) + 10.0 * problem.evenness + float(np.abs(problem.bond).max()) + 1
    columns = program.add_columns(np.full(leads, dear), np.full(leads, np.inf), whole=0)
    rows = len(problem.posts) + np.arange(leads)
    program.put(rows, columns, -1)
    if problem.evenness:
        program.put(rows + leads, columns, -1)


def opening(problem: Problem, work: Work) -> Priced:
    """Prices by subgradient steps, good enough to choose a first core by."""
    known = priced(problem, np.zeros(len(problem.leads)))
    if not has_couples(problem) and problem.fits.sum() <= MOST_AT_ONCE:
        return known
    work.spend(STEPS * 5e-9 * problem.cost.size)
    return priced(problem, stepped(problem))


def stepped(problem: Problem) -> Real:
    """Raises the price of what is asked too much for and lowers the others, in shrinking steps; pairs are left out."""
    dear = np.where(problem.fits, problem.cost.astype(np.float64), np.inf)
    load = problem.load.astype(np.float64)
    room = np.maximum(problem.room, 1).astype(np.float64)
    posts = np.arange(len(problem.posts))
    spread = float(np.median(dear[np.isfinite(dear)])) / max(1.0, float(np.median(load)))
    prices, mean = np.zeros(len(room)), np.zeros(len(room))
    for step in range(STEPS):
        chosen = (dear + prices * load).argmin(axis=1)
        asked = np.bincount(chosen, weights=load[posts, chosen], minlength=len(room))
        prices = np.maximum(0, prices + 0.3 * spread / (1 + step / 8) * np.clip((asked - room) / room, -1, 3))
        mean = prices if step < STEPS // 2 else mean + (prices - mean) / (step - STEPS // 2 + 1)
    return mean
