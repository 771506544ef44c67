"""One problem in, one result out."""

from collections.abc import Sequence

import numpy as np

from twinhelm.matching.bound import has_couples
from twinhelm.matching.dive import by_diving, takes_few
from twinhelm.matching.packing import ROUNDS, packed, price_of_round
from twinhelm.matching.problem import Problem
from twinhelm.matching.relax import best_prices
from twinhelm.matching.reopen import by_reopening, tempting
from twinhelm.matching.result import Infeasible, Result, Stop
from twinhelm.matching.search import Search, by_cores, prove
from twinhelm.matching.swaps import MOST_POSTS, by_swaps, step_price
from twinhelm.matching.work import Work, work_for

SWAPS = 1000
NO_CHOICE = "No choice of leads keeps all limits."


def solve(
    problem: Problem, *, stop: Stop | None = None, seed: int = 0, start: Sequence[int] | None = None
) -> Result | Infeasible:
    """The cheapest answer that the work allows, with a bound that tells how far it may be from the best.

    seed: of the random moves. start: an answer to begin from; one that breaks a limit is only a hint.
    """
    work = work_for(stop or Stop())
    nobody = np.flatnonzero(~problem.fits.any(axis=1))
    if nobody.size:
        post = problem.posts[int(nobody[0])]
        return Infeasible(f"The post “{post}” is more than any lead who may take it has room for.", is_proven=True)
    known = best_prices(problem, work)
    search = Search(problem, work, np.random.default_rng(seed), known, bound=known.bound)
    if start is not None and len(start) == len(problem.posts):
        search.offer(start)
    by_cores(search)
    if search.answer is not None and not search.is_done:
        improve(search)
    return concluded(search, work)


def improve(search: Search) -> None:
    """For rounds where room is so tight that the linear program says little: many small steps, then a last proof."""
    problem, work = search.problem, search.work
    can_swap = not problem.evenness and not has_couples(problem) and len(problem.posts) <= MOST_POSTS
    if can_swap:
        by_swaps(search, int(0.06 * work.left / step_price(problem)))
    if can_swap and takes_few(problem):
        by_diving(search, until=0.25 * work.left)
        by_swaps(search, SWAPS)
        return
    by_parts(search, can_swap=can_swap)
    prove(search)


def by_parts(search: Search, *, can_swap: bool) -> None:
    """Programs over sharper cores, then over a few leads at a time."""
    problem, work = search.problem, search.work
    used = None
    if can_swap and price_of_round(problem) * ROUNDS < 0.4 * work.left:
        used = packed(search).used
        for least in (0.2, 0.12, 0.06):
            search.settle(search.with_answer(problem.fits & (used > least)), 0.2 * work.left)
            by_swaps(search, SWAPS)
    keep = tempting(search, used, 3.0 if used is None else 2.0)
    least_left = 0.1 * work.left
    while work.left > least_left and not work.is_over and not search.is_done:
        by_reopening(search, keep, until=max(least_left, 0.85 * work.left) if can_swap else least_left)
        if can_swap and work.left > least_left:
            by_swaps(search, SWAPS)


def concluded(search: Search, work: Work) -> Result | Infeasible:
    if search.answer is None:
        why = NO_CHOICE if search.is_empty else "No choice that keeps all limits was found in the time given."
        return Infeasible(why, is_proven=search.is_empty, seconds_cpu=work.spent_cpu)
    answer = tuple(int(lead) for lead in search.answer)
    bound = min(search.bound, search.cost)
    return Result(answer, search.cost, bound, is_proven=search.cost == bound, seconds_cpu=work.spent_cpu)
