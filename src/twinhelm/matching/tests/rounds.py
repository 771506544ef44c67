"""Rounds for the tests, small ones by chance."""

import numpy as np

from twinhelm.matching.problem import Problem


def a_problem(rng, posts=4, leads=3, *, tight=0.9, **more):
    load = rng.integers(1, 9, (posts, leads))
    total = int(load.mean() * posts / tight)
    shares = rng.dirichlet(np.full(leads, 5.0))
    open_ = rng.random((posts, leads)) < 0.8
    open_[np.arange(posts), rng.integers(0, leads, posts)] = True
    return Problem(
        posts=tuple(f"post {n}" for n in range(posts)),
        leads=tuple(f"lead {n}" for n in range(leads)),
        cost=rng.integers(0, 50, (posts, leads)),
        load=load,
        room=np.ceil(shares * total).astype(int),
        open=open_,
        **more,
    )
