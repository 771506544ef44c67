"""The bound holds for any prices."""

from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from twinhelm.matching import measure, verify
from twinhelm.matching.bound import priced
from twinhelm.matching.tests.rounds import a_problem


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), evenness=st.sampled_from([0, 2]), tangled=st.booleans())
def test_no_answer_is_below_the_bound_nor_below_the_extra_of_its_options(seed, evenness, tangled):
    rng = np.random.default_rng(seed)
    problem = a_problem(
        rng,
        posts=5,
        tight=0.5,
        evenness=evenness,
        carried=rng.integers(0, 10, 3),
        pairs=((0, 1), (2, 1), (2, 3), (3, 4)) if tangled else ((0, 1), (0, 2), (4, 3)),
        bond=rng.integers(-20, 20, (3, 3)),
        apart=frozenset({(2, 1)}),
    )
    assume(problem.fits.any(axis=1).all())
    known = priced(problem, rng.random(3) * 10)
    for answer in product(range(3), repeat=5):
        if not verify.broken_limits(problem, answer):
            cost = measure.cost(problem, answer)
            assert cost >= known.bound
            assert all(cost >= known.value + known.extra[post, lead] - 1e-6 for post, lead in enumerate(answer))
