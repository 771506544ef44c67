"""Where no answer keeps all limits, the changes that would help, each checked."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.matching import verify
from twinhelm.matching.explain import relaxations, relaxed
from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Change, Limits
from twinhelm.matching.tests.rounds import a_problem


def a_round(**more):
    chosen = {
        "cost": np.ones((3, 2)),
        "load": np.full((3, 2), 5),
        "room": [10, 5],
        **more,
    }
    return Problem(posts=("Alder", "Birch", "Cedar"), leads=("Ana", "Pim"), **chosen)


def test_says_how_much_more_room_each_lead_alone_would_need():
    ways = relaxations(a_round(room=[6, 8]), Limits())
    assert [(way.changes, way.price) for way in ways] == [
        ((Change("room", 1, by=2),), 2),
        ((Change("room", 0, by=4),), 4),
    ]


def test_a_pin_that_is_too_much_can_be_lifted():
    problem = a_round(open=[[1, 0], [1, 0], [1, 0]])
    ways = relaxations(problem, Limits(pins=((2, 0),), without_pins=((2, 1),), pin_price=3))
    assert [way.changes for way in ways] == [(Change("pin", 0, post=2),), (Change("room", 0, by=5),)]
    assert ways[0].answer == (0, 0, 1)


def test_a_never_can_be_lifted_and_other_closed_options_never_are():
    problem = a_round(open=[[1, 0], [1, 0], [1, 0]])
    ways = relaxations(problem, Limits(nevers=((1, 1),), never_price=9))
    assert [way.changes for way in ways] == [(Change("room", 0, by=5),), (Change("never", 1, post=1),)]


def test_two_who_stay_apart_may_have_to_share():
    problem = a_round(pairs=((0, 1),), apart=frozenset({(1, 0)}), open=[[1, 0], [0, 1], [1, 1]], room=[10, 10])
    assert [way.changes for way in relaxations(problem, Limits())] == [(Change("apart", 0, other=1),)]


def test_names_the_cheapest_combination_when_nothing_suffices_alone():
    problem = a_round(room=[3, 4], open=[[1, 0], [0, 1], [1, 1]])
    ways = relaxations(problem, Limits())
    assert [(way.changes, way.price) for way in ways] == [((Change("room", 0, by=2), Change("room", 1, by=6)), 8)]


def test_has_nothing_to_say_about_a_feasible_round():
    assert relaxations(a_round(), Limits()) == ()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_more_room_for_one_lead_is_the_least_that_helps(seed):
    problem = a_problem(np.random.default_rng(seed), posts=5, tight=1.3)
    for way in relaxations(problem, Limits()):
        assert verify.broken_limits(relaxed(problem, Limits(), way.changes), way.answer) == []
        if len(way.changes) == 1:
            change = way.changes[0]
            less = relaxed(problem, Limits(), [Change("room", change.lead, by=change.by - 1)])
            assert all(verify.broken_limits(less, answer) for answer in product(range(3), repeat=5))
