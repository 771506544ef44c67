"""Reopens the posts of a few leads at a time and settles them anew, all others staying as they are."""

import numpy as np

from twinhelm.matching.bound import Real
from twinhelm.matching.problem import Mark
from twinhelm.matching.search import Search, open_columns

NODES = 60
SMALLEST, LARGEST = 60, 400


def by_reopening(search: Search, keep: Mark, until: float) -> None:
    """keep: [post, lead], the options that are tried. until: work that is left over.

    What was settled to the end without gain is followed by a larger part, what was not by a smaller one.
    """
    size = 2.0 * SMALLEST
    while search.work.left > until and not search.work.is_over and not search.is_done:
        before = search.cost
        part = opened(search, keep, size)
        solved = search.settle(part, search.price(open_columns(part), NODES))
        if solved.is_done and search.cost == before:
            size = min(1.1 * size, LARGEST)
        elif not solved.is_done:
            size = max(0.9 * size, SMALLEST)


def opened(search: Search, keep: Mark, size: float) -> Mark:
    """About `size` options of leads drawn by chance, and for every other post the lead that it has."""
    answer = search.answer
    assert answer is not None  # noqa: S101  callers have one
    part = np.zeros_like(keep)
    part[np.arange(len(keep)), answer] = True
    chosen = np.zeros(keep.shape[1], dtype=np.bool_)
    for lead in search.rng.permutation(keep.shape[1]):
        chosen[lead] = True
        mine = chosen[answer]
        block = keep & mine[:, None] & chosen[None, :]
        if int(block.sum()) + int(mine.sum()) > size and chosen.sum() > 2:
            break
    return np.asarray(part | block)


def tempting(search: Search, used: Real | None, per_post: float) -> Mark:
    """Options close to the bound, and those that the packing used."""
    keep = search.core(per_post)
    return keep if used is None else keep | (search.problem.fits & (used > 0.02))
