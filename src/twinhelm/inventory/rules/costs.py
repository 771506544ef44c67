"""What each proposal looks after: how much a misfit, a broken relationship, a change and uneven load weigh.

A tenth of fit (0.1 of 10) is the unit that people read; each aim counts it `misfit` times, so that evenness, which is
reckoned per load point, can weigh less than that.
"""

from dataclasses import dataclass

FULL = 100
NEUTRAL = 50
"""Tenths: a fit of which too little is known speaks neither for nor against."""
BEST_PAIR = 15
"""Tenths of fit that two who have led together for long are worth at one client."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How an aim counts. All per tenth of fit, but `change` per hat that changes and `evenness` per load point."""

    misfit: int
    breaking: int
    change: int
    evenness: int
    bond: int


AIMS = {
    # A relationship weighs six times what fit does, and even a weak one isn't moved for less than 2.0 of fit.
    "keep": Weights(misfit=10, breaking=60, change=200, evenness=0, bond=10),
    # A client moved to somebody who is two tenths of their room emptier is worth about as much as 4.0 of fit.
    "balanced": Weights(misfit=10, breaking=15, change=30, evenness=2, bond=10),
    # Fit first; a relationship counts half, because it is a part of the fit already.
    "fit": Weights(misfit=20, breaking=10, change=10, evenness=0, bond=20),
}


def misfit_cost(tenths: int | None, weights: Weights) -> int:
    return weights.misfit * (FULL - (NEUTRAL if tenths is None else tenths))


def leaving_cost(breaking_tenths: int, weights: Weights, *, hats: int = 1, kept_hats: int = 0) -> int:
    """Of taking hats from somebody: each is a change; the relationship breaks with the last hat, half of it with one.

    breaking_tenths: what breaking it costs, 0 for whoever has left. kept_hats: hats at the same client that are asked
    about apart and that the same person wears.
    """
    share = hats / (hats + kept_hats) if hats else 0
    return round(weights.breaking * breaking_tenths * share) + weights.change * hats


def bond(pair_tenths: int, weights: Weights) -> int:
    """Negative: what two who work well together are worth at one client."""
    return -round(weights.bond * BEST_PAIR * pair_tenths / FULL)


def in_tenths(cost: int, weights: Weights) -> int:
    """A cost as people read it: tenths of fit, never below nought."""
    return max(0, round(cost / weights.misfit))
