"""What it costs to choose otherwise."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.matching import measure, verify
from twinhelm.matching.explain import otherwise
from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Otherwise, Result
from twinhelm.matching.solve import solve
from twinhelm.matching.tests.rounds import a_problem


def carried_out(result, one):
    answer = list(result.answer)
    answer[one.post] = one.runner_up
    for post, lead in one.moved:
        answer[post] = lead
    return answer


def test_the_runner_up_takes_the_post_alone_where_there_is_room():
    problem = Problem(("a", "b"), ("Ana", "Pim"), cost=[[1, 4], [2, 9]], load=[[1, 1], [1, 1]], room=[2, 1])
    assert otherwise(problem, solve(problem)) == (
        Otherwise(0, runner_up=1, extra_cost=3, is_exact=True),
        Otherwise(1, runner_up=1, extra_cost=7, is_exact=True),
    )


def test_somebody_makes_way_where_there_is_no_room():
    problem = Problem(("a", "b"), ("Ana", "Pim"), cost=[[1, 4], [2, 1]], load=[[1, 1], [1, 1]], room=[1, 1])
    assert otherwise(problem, solve(problem))[0] == Otherwise(0, 1, extra_cost=4, moved=((1, 0),), is_exact=True)


def test_says_when_nobody_else_can():
    problem = Problem(("a",), ("Ana", "Pim"), cost=[[1, 4]], load=[[1, 5]], room=[1, 4])
    assert otherwise(problem, solve(problem)) == (Otherwise(0, None, 0, is_exact=True),)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), evenness=st.sampled_from([0, 2]), paired=st.booleans())
def test_is_the_cheapest_of_all_answers_with_another_lead(seed, evenness, paired):
    rng = np.random.default_rng(seed)
    pairs = (
        {"pairs": ((0, 1), (2, 3)), "bond": rng.integers(-9, 9, (3, 3)), "apart": frozenset({(0, 1)})} if paired else {}
    )
    problem = a_problem(rng, posts=5, tight=0.7, evenness=evenness, **pairs)
    result = solve(problem)
    if not isinstance(result, Result):
        return
    every = [answer for answer in product(range(3), repeat=5) if not verify.broken_limits(problem, answer)]
    for one in otherwise(problem, result):
        costs = [measure.cost(problem, answer) for answer in every if answer[one.post] != result.answer[one.post]]
        assert one.is_exact
        if one.runner_up is None:
            assert costs == []
        else:
            assert one.extra_cost == min(costs) - result.cost
            assert verify.broken_limits(problem, carried_out(result, one)) == []
            assert measure.cost(problem, carried_out(result, one)) == result.cost + one.extra_cost
