"""What an answer costs: the only definition of the objective."""

from collections.abc import Sequence

import numpy as np

from twinhelm.matching.problem import Problem, Whole

TENTHS = 10


def cost(problem: Problem, answer: Sequence[int] | Whole) -> int:
    """The choices, each pair's bond, and the unevenness of what the leads then carry."""
    chosen = np.asarray(answer, dtype=np.int64)
    choices = int(problem.cost[np.arange(len(problem.posts)), chosen].sum())
    return choices + bond_cost(problem, chosen) + evenness_cost(problem, loads(problem, chosen))


def loads(problem: Problem, answer: Sequence[int] | Whole) -> Whole:
    """[lead]: what the round gives to each, without what they carry from outside it."""
    chosen = np.asarray(answer, dtype=np.int64)
    taken = problem.load[np.arange(len(problem.posts)), chosen]
    total = np.zeros(len(problem.leads), dtype=np.int64)
    np.add.at(total, chosen, taken)
    return total


def bond_cost(problem: Problem, chosen: Whole) -> int:
    return sum(int(problem.bond[chosen[account], chosen[production]]) for account, production in problem.pairs)


def evenness_cost(problem: Problem, given: Whole) -> int:
    """Load costs more the fuller its lead already is.

    A lead's whole room is what they carry plus what is left for the round. It is cut into tenths. A unit of load costs
    nothing in the first tenth, `evenness` in the second, twice that in the third, and nine times that in the last.
    So a unit moved from a fuller lead to an emptier one saves as many times `evenness` as tenths lie between them.
    given: [lead], the round's load of each; what they carry is added here.
    """
    if not problem.evenness:
        return 0
    ends = tenths(problem)
    full = (problem.carried + given)[:, None]
    within = np.clip(full - ends[:, :-1], 0, np.diff(ends, axis=1))
    return problem.evenness * int((within * np.arange(TENTHS)).sum())


def tenths(problem: Problem) -> Whole:
    """[lead, 0…10]: where each tenth of a lead's whole room begins and the last one ends, in whole units."""
    whole = problem.carried + problem.room
    return whole[:, None] * np.arange(TENTHS + 1) // TENTHS
