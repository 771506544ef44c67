"""Says what it costs to choose otherwise, and which limits to relax where none can be kept."""

from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Limits, Otherwise, Relaxation, Result


def otherwise(problem: Problem, result: Result) -> tuple[Otherwise, ...]:
    """For each post in turn, the cheapest answer found that gives it to somebody else."""
    del problem, result
    return ()


def relaxations(problem: Problem, limits: Limits) -> tuple[Relaxation, ...]:
    """What would make the problem feasible, cheapest first."""
    del problem, limits
    return ()
