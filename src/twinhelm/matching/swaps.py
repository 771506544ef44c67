"""Moves and swaps of posts between leads, a little beyond their room and back again.

Source: the manner of Yagiura, Ibaraki and Glover, 2004: infeasible answers at a price that adapts.
"""

import numpy as np

from twinhelm.matching.bound import Real
from twinhelm.matching.problem import Problem, Whole
from twinhelm.matching.search import Search

FORBIDDEN = 1e15
MOST_POSTS = 700
TENURE = 5


def by_swaps(search: Search, steps: int) -> None:
    """steps: of which each takes the best move or swap that is not taboo."""
    walk = Walk(search)
    for _ in range(steps):
        if search.work.is_over:
            return
        walk.step()
        search.work.spend(step_price(search.problem))


def step_price(problem: Problem) -> float:
    posts, leads = problem.cost.shape
    return float(6e-5 + 3e-9 * posts * posts + 8e-9 * posts * leads)


class Walk:
    """An answer that may be too much for some, and what each swap of two posts would change."""

    def __init__(self, search: Search) -> None:
        problem = search.problem
        self.search, self.rng = search, search.rng
        self.cost = np.where(problem.fits, problem.cost, FORBIDDEN).astype(np.float64)
        self.load = problem.load.astype(np.float64)
        self.room = problem.room.astype(np.float64)
        self.turned_cost, self.turned_load = self.cost.T.copy(), self.load.T.copy()
        self.posts = np.arange(len(self.cost))
        extra = np.where(problem.fits, search.known.extra, np.inf)
        self.at: Whole = extra.argmin(axis=1) if search.answer is None else search.answer.copy()
        self.given = np.zeros(len(self.room))
        np.add.at(self.given, self.at, self.load[self.posts, self.at])
        self.price = 0.5 + float(np.median(search.known.prices))
        self.taboo = np.zeros(self.cost.shape)
        self.number = 0
        self.run = 0
        self.halves = np.empty((len(self.posts), len(self.posts)))
        self.refresh(self.posts)

    def step(self) -> None:
        self.number += 1
        taboo = self.taboo > self.number
        swap, one, other = self.best_swap(taboo)
        move, post, lead = self.best_move(taboo)
        until = self.number + int(self.rng.integers(TENURE, 2 * TENURE))
        if move <= swap:
            touched = self.reassign([(post, lead)], until)
        else:
            touched = self.reassign([(one, int(self.at[other])), (other, int(self.at[one]))], until)
        fits = bool((self.given <= self.room).all())
        if fits:
            self.search.offer_cheaper(self.at)
        if not self.adapt(fits):
            self.refresh(np.flatnonzero(np.isin(self.at, touched)))

    def best_swap(self, taboo: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[float, int, int]:
        change = self.halves + self.halves.T
        barred = taboo[:, self.at]
        change[barred] = FORBIDDEN
        change[barred.T] = FORBIDDEN
        place = int(change.argmin())
        one, other = divmod(place, len(self.posts))
        return float(change[one, other]), one, other

    def best_move(self, taboo: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[float, int, int]:
        over = np.maximum(0, self.given - self.room)
        joining = self.price * (np.maximum(0, self.given + self.load - self.room) - over)
        own = self.load[self.posts, self.at]
        leaving = self.price * (np.maximum(0, (self.given - self.room)[self.at] - own) - over[self.at])
        change = self.cost + joining + (leaving - self.cost[self.posts, self.at])[:, None]
        change[self.posts, self.at] = FORBIDDEN
        change[taboo] = FORBIDDEN
        place = int(change.argmin())
        post, lead = divmod(place, len(self.room))
        return float(change[post, lead]), post, lead

    def reassign(self, moves: list[tuple[int, int]], until: int) -> list[int]:
        touched = []
        for post, lead in moves:
            before = int(self.at[post])
            self.at[post] = lead
            self.given[before] -= self.load[post, before]
            self.given[lead] += self.load[post, lead]
            self.taboo[post, before] = until
            touched += [before, lead]
        return touched

    def adapt(self, fits: bool) -> bool:
        """After four answers alike, room gets cheaper or dearer. Whether everything was counted anew."""
        self.run = max(1, self.run + 1) if fits else min(-1, self.run - 1)
        if abs(self.run) < 4:
            return False
        self.price *= 0.9 if fits else 1.1
        self.run = 0
        self.refresh(self.posts)
        return True

    def refresh(self, posts: Whole) -> None:
        """halves[one, other]: what `other` taking the place of `one` changes for the lead of `one`."""
        lead = self.at[posts]
        own_cost, own_load = self.cost[posts, lead], self.load[posts, lead]
        full = self.given[lead] - self.room[lead]
        after = self.turned_load[lead] + (full - own_load)[:, None]
        strain: Real = self.price * (np.maximum(0, after) - np.maximum(0, full)[:, None])
        rows = self.turned_cost[lead] - own_cost[:, None] + strain
        rows[lead[:, None] == self.at[None, :]] = FORBIDDEN
        self.halves[posts] = rows
