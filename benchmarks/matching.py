"""CPU time and distance from the bound of `twinhelm.matching`, on rounds and tight problems made here.

usage: .venv/bin/python benchmarks/matching.py [agency|tight|small] …
"""

import sys
import time

started = time.process_time()

import numpy as np  # noqa: E402

from twinhelm.matching import verify  # noqa: E402
from twinhelm.matching.explain import otherwise  # noqa: E402
from twinhelm.matching.problem import Problem  # noqa: E402
from twinhelm.matching.result import Stop  # noqa: E402
from twinhelm.matching.solve import solve  # noqa: E402

LOADING = time.process_time() - started


def named(cost, load, room, **more):
    posts, leads = cost.shape
    return Problem(
        tuple(f"post {n}" for n in range(posts)), tuple(f"lead {n}" for n in range(leads)), cost, load, room, **more
    )


def agency(posts, leads, seed, **more):
    """Misfit, a broken relationship that costs more the longer it lasted, 30 to 60 % eligible, rooms 85 to 95 % full."""
    rng = np.random.default_rng(seed)
    full = rng.uniform(0.85, 0.95)
    open_ = rng.random((posts, leads)) < rng.uniform(0.3, 0.6)
    open_[np.arange(posts), rng.integers(0, leads, posts)] = True
    load = rng.integers(30, 201, posts)
    cost = rng.integers(0, 101, (posts, leads))
    today = np.array([rng.choice(np.flatnonzero(row)) for row in open_])
    breaking = (5 + 1.5 * np.minimum(rng.exponential(18, posts), 84)).astype(int)
    moved = cost + breaking[:, None]
    moved[np.arange(posts), today] = cost[np.arange(posts), today]
    share = rng.choice([0.5, 0.8, 1.0, 1.0], leads)
    room = (share / share.sum() * load.sum() / full).astype(int)
    return named(moved, np.repeat(load[:, None], leads, axis=1), room, open=open_, **more)


def paired(clients, leads, seed):
    rng = np.random.default_rng(seed)
    bond = np.where(rng.random((leads, leads)) < 0.5, -rng.integers(0, 30, (leads, leads)), 0)
    np.fill_diagonal(bond, 0)
    couples = tuple((2 * client, 2 * client + 1) for client in range(clients))
    more = {"pairs": couples, "bond": bond, "apart": frozenset({(0, 1)}), "carried": rng.integers(0, 100, leads)}
    return agency(2 * clients, leads, seed, evenness=1, **more)


def tight(kind, leads, posts, seed):
    """Source: Chu and Beasley, 1997 (c, d); Laguna et al., 1995 (e)."""
    rng = np.random.default_rng(seed)
    if kind == "c":
        load, cost = rng.integers(5, 26, (posts, leads)), rng.integers(10, 51, (posts, leads))
    elif kind == "d":
        load = rng.integers(1, 101, (posts, leads))
        cost = 111 - load + rng.integers(-10, 11, (posts, leads))
    else:
        load = np.round(1 - 10 * np.log(rng.uniform(1e-9, 1, (posts, leads)))).astype(int)
        cost = np.round(1000 / load - 10 * rng.random((posts, leads))).astype(int)
    return named(np.maximum(cost, 0), load, (0.8 * load.sum(axis=0) / leads).astype(int))


def measured(what, problem, seconds, *, with_otherwise=False):
    began = time.process_time()
    result = solve(problem, stop=Stop(seconds=seconds))
    spent = time.process_time() - began
    wrong = verify.faults(problem, result)
    assert not wrong, wrong
    told = f"{what} | {result.cost} | {result.bound} | {result.gap:.4%} | {'yes' if result.is_proven else 'no'} | {spent:.2f}"
    if with_otherwise:
        began = time.process_time()
        runners_up = otherwise(problem, result)
        exact = sum(one.is_exact for one in runners_up)
        told += f" | runners-up {time.process_time() - began:.2f}, {exact} of {len(runners_up)} exact"
    print(f"| {told} |", flush=True)


def measure_agency():
    for posts, leads, seconds in ((500, 40, 3), (2000, 100, 5), (5000, 200, 6)):
        for seed in (11, 12, 13):
            measured(f"agency {posts} × {leads}, seed {seed}", agency(posts, leads, seed), seconds)


def measure_small():
    for clients, leads in ((34, 7), (120, 20), (1000, 100)):
        measured(f"{clients} clients × 2 × {leads}", paired(clients, leads, 11), 10, with_otherwise=clients < 100)


def measure_tight():
    for kind in "cde":
        for leads, posts in ((5, 100), (10, 100), (20, 100), (10, 400), (20, 400)):
            measured(f"{kind}{leads:02}{posts}", tight(kind, leads, posts, 11), 10)


PARTS = {"agency": measure_agency, "small": measure_small, "tight": measure_tight}

if __name__ == "__main__":
    print(f"Loading the libraries: {LOADING:.2f} CPU-s. Seconds below come on top.")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
