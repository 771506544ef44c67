"""One problem in, one result out."""

import time
from collections.abc import Sequence

import numpy as np

from twinhelm.matching import measure
from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Infeasible, Result, Stop
from twinhelm.matching.whole import whole_program


def solve(
    problem: Problem, *, stop: Stop | None = None, seed: int = 0, start: Sequence[int] | None = None
) -> Result | Infeasible:
    """The cheapest answer that the work allows, with a bound that tells how far it may be from the best.

    seed: of the random moves. start: an answer to begin from; one that breaks a limit is only a hint.
    """
    del seed, start
    stop = stop or Stop()
    began = time.process_time()
    nobody = np.flatnonzero(~problem.fits.any(axis=1))
    if nobody.size:
        post = problem.posts[int(nobody[0])]
        return Infeasible(f"The post “{post}” is more than any lead who may take it has room for.", is_proven=True)
    program, choices = whole_program(problem)
    solved = program.solved(nodes=int(1000 * stop.seconds), seconds=3 * stop.seconds, gap=stop.gap)
    spent = time.process_time() - began
    if solved.values is None:
        why = "No choice of leads keeps all limits." if solved.is_empty else "No answer was found in time."
        return Infeasible(why, is_proven=solved.is_empty, seconds_cpu=spent)
    answer = choices.answer(solved.values)
    cost = measure.cost(problem, answer)
    bound = min(cost, int(np.ceil(solved.bound - 1e-6)))
    return Result(answer, cost, bound, is_proven=cost == bound, seconds_cpu=spent)
