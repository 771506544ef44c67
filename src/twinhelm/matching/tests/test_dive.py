"""Sets of posts for a lead: none better is missed, and diving keeps all limits."""

from itertools import combinations

import numpy as np
import pytest

from twinhelm.matching import verify
from twinhelm.matching.dive import best_sets, takes_few
from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Result, Stop
from twinhelm.matching.solve import solve


@pytest.mark.parametrize("seed", range(20))
def test_the_best_sets_are_those_that_trying_all_finds(seed):
    rng = np.random.default_rng(seed)
    load, gain, room = rng.integers(0, 30, 9), rng.integers(-3, 40, 9).astype(float), 55
    every = [list(some) for size in range(10) for some in combinations(range(9), size)]
    gains = sorted((gain[some].sum() for some in every if load[some].sum() <= room), reverse=True)
    taken, got = best_sets(load, gain, room, best=6)
    assert sorted(got, reverse=True) == pytest.approx(gains[:6])
    assert (taken @ load <= room).all()
    assert taken @ gain == pytest.approx(got)


def test_few_posts_a_lead_and_little_room_end_close_to_the_bound():
    rng = np.random.default_rng(90210)
    load = rng.integers(1, 101, (60, 12))
    problem = Problem(
        posts=tuple(f"p{n}" for n in range(60)),
        leads=tuple(f"l{n}" for n in range(12)),
        cost=np.maximum(0, 111 - load + rng.integers(-10, 11, (60, 12))),
        load=load,
        room=(0.8 * load.sum(axis=0) / 12).astype(int),
    )
    assert takes_few(problem)
    found = solve(problem, stop=Stop(seconds=6))
    assert isinstance(found, Result)
    assert verify.faults(problem, found) == []
    assert found.gap <= 0.01
