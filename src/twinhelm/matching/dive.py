"""Whole sets of posts for a lead, chosen by a linear program and fixed one after the other.

Strong where a lead takes few posts: then few sets are worth looking at, and their program says much.
Source: diving with column generation (Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa, 2019).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from twinhelm.matching.bound import Real
from twinhelm.matching.packing import packed
from twinhelm.matching.problem import Mark, Problem, Whole
from twinhelm.matching.search import Search, open_columns

BEST = 12
ROUNDS = 40
CLOSE = 0.05
TEMPTING = -3.0
NEAR = 6.0
SLACK = 1e-6
FEW_ROUNDS = 60
FEW_POSTS, MOST_POSTS, MOST_ROOM = 10, 150, 2000
SMALLEST, LAST = 7, 4
NODES = 60
FEWEST_LEADS = 10


@dataclass
class Sets:
    """Each a lead, the posts that fit them together, and what that costs."""

    lead: Whole
    posts: Mark
    cost: Real

    def where(self, mask: Mark) -> "Sets":
        return Sets(self.lead[mask], self.posts[mask], self.cost[mask])

    def with_more(self, more: list["Sets"]) -> "Sets":
        every = [self, *more]
        return Sets(
            np.concatenate([one.lead for one in every]),
            np.concatenate([one.posts for one in every]),
            np.concatenate([one.cost for one in every]),
        )


@dataclass
class Prices:
    """What covering each post is worth and what each lead's set must bring, and how much of each set is chosen."""

    worth: Real
    least: Real
    share: Real
    value: float


def takes_few(problem: Problem) -> bool:
    posts, leads = problem.cost.shape
    return (
        posts <= min(MOST_POSTS, FEW_POSTS * leads) and leads >= FEWEST_LEADS and int(problem.room.max()) <= MOST_ROOM
    )


def by_diving(search: Search, until: float) -> None:
    """Dives over all posts, then again and again over those of some leads, drawn by chance. until: work left over.

    A part whose program promises nothing better is followed by a larger one.
    """
    leads = len(search.problem.leads)
    none = Sets(np.zeros(0, dtype=np.int64), np.zeros((0, len(search.problem.posts)), dtype=np.bool_), np.zeros(0))
    worth = packed(search, FEW_ROUNDS).worth
    whole = Dive(search, np.ones(leads, dtype=np.bool_))
    root = whole.completed(none, worth)
    search.raise_bound(whole.bound(root[1]))
    for chance in (0.0, 0.1):
        Dive(search, np.ones(leads, dtype=np.bool_)).down(*root, chance)
    size = float(min(SMALLEST, leads))
    while search.answer is not None and search.work.left > until and not search.work.is_over and not search.is_done:
        part = np.zeros(leads, dtype=np.bool_)
        part[search.rng.choice(leads, int(size), replace=False)] = True
        dive, before = Dive(search, part), search.cost
        found = dive.completed(none, root[1].worth)
        if not dive.can_gain(found[1]):
            size = min(size + 0.5, leads)
            continue
        dive.down(*found, 0.1)
        if search.cost == before:
            size = max(size - 0.2, min(SMALLEST, leads))


class Dive:
    """Posts of the leads in `part`, all others staying as they are."""

    def __init__(self, search: Search, part: Mark) -> None:
        self.search, self.problem = search, search.problem
        self.dear = float(self.problem.cost.max()) * 3
        self.free_lead = part.copy()
        self.at = np.full(len(self.problem.posts), -1, dtype=np.int64)
        if search.answer is not None and not part.all():
            self.at = np.where(part[search.answer], -1, search.answer)
        self.free_post = self.at < 0

    def bound(self, prices: Prices) -> float:
        """True for any worth: what is covered, less the most that each lead's room could gain."""
        total = float(prices.worth.sum())
        for lead in np.flatnonzero(self.free_lead):
            gain = prices.worth - self.problem.cost[:, lead]
            posts = np.flatnonzero(self.free_post & self.problem.fits[:, lead] & (gain > 0))
            total -= float(
                best_sets(self.problem.load[posts, lead], gain[posts], int(self.problem.room[lead]))[1].max()
            )
        return total - 1e-9 * (1 + float(np.abs(prices.worth).sum()))

    def can_gain(self, prices: Prices) -> bool:
        answer = self.search.answer
        assert answer is not None  # noqa: S101  callers have one
        now = self.problem.cost[np.arange(len(answer)), answer][self.free_post].sum()
        return bool(prices.value < now - 1 + SLACK)

    def down(self, sets: Sets, prices: Prices, chance: float) -> None:
        """Fixes set after set, the one chosen most first, until a mixed-integer program can do the rest."""
        while self.free_lead.sum() > LAST and self.free_post.any() and not self.search.work.is_over:
            if not prices.share.size:
                break
            luck = chance * self.search.rng.random(len(prices.share)) * (prices.share > 1e-6)
            sets = self.fix(sets, int((prices.share + luck).argmax()))
            if self.free_lead.sum() <= LAST:
                break
            sets, prices = self.completed(sets, prices.worth)
            near = sets.cost - sets.posts @ prices.worth + prices.least[sets.lead] < NEAR
            sets, prices.share = sets.where(near), prices.share[near]
        keep = self.problem.fits & self.free_post[:, None] & self.free_lead[None, :]
        given = np.flatnonzero(self.at >= 0)
        keep[given, self.at[given]] = True
        self.search.settle(keep, self.search.price(open_columns(keep), NODES))

    def priced(self, sets: Sets) -> Prices:
        """Every free post is covered at least once, by at most one set of each lead; what is not is dear."""
        posts, leads = np.flatnonzero(self.free_post), np.flatnonzero(self.free_lead)
        row = np.zeros(len(self.free_lead), dtype=np.int64)
        row[leads] = np.arange(len(leads))
        count = len(sets.lead)
        cover = sparse.hstack(
            [sparse.csr_array(-sets.posts[:, posts].T.astype(np.float64)), -sparse.eye_array(len(posts))]
        )
        once = sparse.csr_array(
            (np.ones(count), (row[sets.lead], np.arange(count))), shape=(len(leads), count + len(posts))
        )
        rows: Any = sparse.csr_array(sparse.vstack([cover, once]))
        found: Any = linprog(
            np.concatenate([sets.cost, np.full(len(posts), self.dear)]),
            A_ub=rows,
            b_ub=np.concatenate([-np.ones(len(posts)), np.ones(len(leads))]),
            method="highs-ds",
        )
        self.search.work.spend(0.005 + 1e-5 * count)
        worth, least = np.zeros(len(self.free_post)), np.zeros(len(self.free_lead))
        worth[posts], least[leads] = -found.ineqlin.marginals[: len(posts)], -found.ineqlin.marginals[len(posts) :]
        return Prices(worth, least, found.x[:count], float(found.fun))

    def completed(self, sets: Sets, worth: Real) -> tuple[Sets, Prices]:
        """Adds the sets that the prices ask for, until there are none."""
        if not len(sets.lead):
            sets = self.asked_for(sets, worth, np.full(len(self.free_lead), -np.inf))
        for _ in range(ROUNDS):
            prices = self.priced(sets)
            before = len(sets.lead)
            sets = self.asked_for(sets, prices.worth, prices.least)
            if len(sets.lead) == before or self.search.work.is_over:
                break
        prices.share = np.concatenate([prices.share, np.zeros(len(sets.lead) - len(prices.share))])
        return sets, prices

    def asked_for(self, sets: Sets, worth: Real, least: Real) -> Sets:
        more = []
        for lead in np.flatnonzero(self.free_lead):
            gain = worth - self.problem.cost[:, lead]
            posts = np.flatnonzero(self.free_post & self.problem.fits[:, lead] & (gain > TEMPTING))
            taken, gains = best_sets(self.problem.load[posts, lead], gain[posts], int(self.problem.room[lead]))
            self.search.work.spend(5e-5 * len(posts) + 2e-4)
            new = gains > least[lead] + CLOSE
            if not new.any():
                continue
            full = np.zeros((int(new.sum()), len(worth)), dtype=np.bool_)
            full[:, posts] = taken[new]
            more.append(
                Sets(np.full(len(full), lead), full, np.asarray(full @ self.problem.cost[:, lead], dtype=np.float64))
            )
        return sets.with_more(more)

    def fix(self, sets: Sets, place: int) -> Sets:
        """Gives this set to its lead; sets that share a post or the lead are gone."""
        lead, posts = sets.lead[place], sets.posts[place]
        self.at[posts] = lead
        self.free_post &= ~posts
        self.free_lead[lead] = False
        return sets.where((sets.lead != lead) & ~sets.posts[:, posts].any(axis=1))


def best_sets(load: Whole, gain: Real, room: int, best: int = BEST) -> tuple[Mark, Real]:
    """The sets that fit the room and gain most: [set, post], and their gains."""
    count = len(load)
    rest = np.zeros((count + 1, room + 1))
    for post in range(count - 1, -1, -1):
        rest[post] = rest[post + 1]
        size = int(load[post])
        np.maximum(rest[post, size:], rest[post + 1, : room + 1 - size] + gain[post], out=rest[post, size:])
    left, got, history = np.array([room]), np.zeros(1), []
    for post in range(count):
        can = np.flatnonzero(left >= load[post])
        parent = np.concatenate([np.arange(len(left)), can])
        is_taken = np.arange(len(parent)) >= len(left)
        left = np.concatenate([left, left[can] - load[post]])
        got = np.concatenate([got, got[can] + gain[post]])
        if len(left) > best:
            kept = np.argsort(-(got + rest[post + 1, left]), kind="stable")[:best]
            left, got, parent, is_taken = left[kept], got[kept], parent[kept], is_taken[kept]
        history.append((parent, is_taken))
    taken = np.zeros((len(left), count), dtype=np.bool_)
    at = np.arange(len(left))
    for post in range(count - 1, -1, -1):
        parent, is_taken = history[post]
        taken[:, post] = is_taken[at]
        at = parent[at]
    return taken, got
