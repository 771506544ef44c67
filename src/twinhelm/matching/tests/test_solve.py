"""The cheapest answer that keeps all limits."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.matching import measure, verify
from twinhelm.matching.result import Infeasible, Stop
from twinhelm.matching.solve import solve
from twinhelm.matching.tests.rounds import a_problem


def best_by_trying_all(problem):
    every = product(range(len(problem.leads)), repeat=len(problem.posts))
    costs = [measure.cost(problem, answer) for answer in every if not verify.broken_limits(problem, answer)]
    return min(costs, default=None)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), evenness=st.sampled_from([0, 1, 3]), bonds=st.booleans(), apart=st.booleans())
def test_finds_what_trying_all_answers_finds(seed, evenness, bonds, apart):
    rng = np.random.default_rng(seed)
    problem = a_problem(
        rng,
        posts=5,
        evenness=evenness,
        carried=rng.integers(0, 10, 3),
        pairs=((0, 1), (2, 3), (0, 4)),
        bond=rng.integers(-20, 20, (3, 3)) if bonds else np.zeros((3, 3)),
        apart=frozenset({(2, 1)}) if apart else frozenset(),
    )
    best, result = best_by_trying_all(problem), solve(problem, stop=Stop(seconds=5))
    if best is None:
        assert isinstance(result, Infeasible)
        assert result.is_proven
    else:
        assert verify.faults(problem, result) == []
        assert (result.cost, result.is_proven) == (best, True)
