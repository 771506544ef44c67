"""The best answer so far, and the programs over cores of options that improve it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twinhelm.matching import measure
from twinhelm.matching.bound import Priced, apart_mask, has_couples
from twinhelm.matching.problem import Mark, Problem, Whole
from twinhelm.matching.whole import Solved, whole_program
from twinhelm.matching.work import Work, nodes_for, program_price

NODES = 20
FAR, PROBE = 0.01, 0.06


@dataclass
class Search:
    """One problem being solved. answer: the cheapest that keeps all limits, or None."""

    problem: Problem
    work: Work
    rng: np.random.Generator
    known: Priced
    answer: Whole | None = None
    cost: int = 0
    bound: int = 0
    is_empty: bool = False
    is_hard: bool = False

    @property
    def is_done(self) -> bool:
        if self.is_empty:
            return True
        return self.answer is not None and self.cost - self.bound <= self.work.gap * abs(self.bound)

    @property
    def is_far(self) -> bool:
        """A core that was settled with ease, yet left this much open, says nothing about the rest."""
        return self.answer is not None and self.cost - self.known.value > FAR * abs(self.known.value)

    def offer(self, answer: Sequence[int] | Whole) -> bool:
        """Takes an answer that keeps all limits and is cheaper."""
        chosen = np.asarray(answer, dtype=np.int64)
        if not keeps_limits(self.problem, chosen):
            return False
        cost = measure.cost(self.problem, chosen)
        if self.answer is not None and cost >= self.cost:
            return False
        self.answer, self.cost = chosen, cost
        return True

    def offer_cheaper(self, chosen: Whole) -> None:
        """As `offer`, for one of thousands: looks closer only when its choices alone are cheaper."""
        if self.answer is None or self.problem.cost[np.arange(len(chosen)), chosen].sum() < self.cost:
            self.offer(chosen.copy())

    def raise_bound(self, bound: float) -> None:
        """bound: as a solver says it, a hair below or above a whole number."""
        if np.isfinite(bound):
            self.bound = max(self.bound, int(np.ceil(bound - 1e-6 * max(1.0, abs(bound) * 1e-3))))
        if self.answer is not None:
            self.bound = min(self.bound, self.cost)

    def complete_core(self) -> Mark:
        """[post, lead]: every option that an answer better than the best so far could have."""
        room = self.cost - 1 - self.known.value if self.answer is not None else np.inf
        return np.asarray(self.problem.fits & (self.known.extra < room + 1e-6))

    def core(self, per_post: float) -> Mark:
        """The options nearest to the bound, about so many for each post, and those of the best answer."""
        extra = np.where(self.problem.fits, self.known.extra, np.inf)
        wanted = min(int(per_post * len(extra)), int(np.isfinite(extra).sum())) - 1
        keep = self.problem.fits & (extra <= np.partition(extra, wanted, axis=None)[wanted])
        keep |= self.problem.fits & (extra <= extra.min(axis=1, keepdims=True))
        return self.with_answer(keep)

    def with_answer(self, keep: Mark) -> Mark:
        if self.answer is not None:
            keep[np.arange(len(keep)), self.answer] = True
        return keep

    def price(self, columns: int, nodes: int) -> float:
        return program_price(columns, nodes, is_hard=self.is_hard)

    def settle(self, keep: Mark, price: float) -> Solved:
        """Solves the program over these options for about this price, and takes the answer if it is better."""
        program, choices = whole_program(self.problem, keep)
        free = open_columns(keep) + program.columns - len(choices.column)
        nodes = nodes_for(min(price, self.work.left), free, is_hard=self.is_hard)
        solved = program.solved(nodes=nodes, seconds=self.work.wall_limit, gap=self.work.gap)
        self.work.spend(self.price(free, solved.nodes) + 2e-6 * program.columns)
        if solved.values is not None:
            self.offer(choices.answer(solved.values))
        return solved


def open_columns(keep: Mark) -> int:
    """Options of posts that have a choice; the solver drops the others before it begins."""
    each = keep.sum(axis=1)
    return int(each[each > 1].sum())


def keeps_limits(problem: Problem, chosen: Whole) -> bool:
    if (chosen < 0).any() or not problem.open[np.arange(len(chosen)), chosen].all():
        return False
    if (measure.loads(problem, chosen) > problem.room).any():
        return False
    if not has_couples(problem):
        return True
    pairs = np.array(problem.pairs)
    return not apart_mask(problem)[chosen[pairs[:, 0]], chosen[pairs[:, 1]]].any()


def by_cores(search: Search) -> None:
    """Programs over ever larger cores, until one has an answer; if it was easy, over every option that could improve it."""
    for per_post in (1.5, 2.0, 3.0, 5.0, float(len(search.problem.leads))):
        if search.work.is_over or search.is_done:
            return
        keep = search.core(per_post)
        solved = search.settle(keep, search.price(open_columns(keep), NODES))
        search.is_hard = search.is_hard or not (solved.is_done or solved.is_empty)
        if search.answer is not None:
            is_far = search.is_far
            if solved.is_done:
                prove(search, PROBE if is_far else 1.0)
            search.is_hard = search.is_hard or is_far
            return
        if solved.is_empty and not (search.problem.fits & np.isfinite(search.known.extra) & ~keep).any():
            search.is_empty = True


def prove(search: Search, share: float = 1.0) -> None:
    """Over the complete core the solver's bound holds for the problem itself. share: of the work left."""
    keep = search.complete_core()
    if search.is_done or search.price(open_columns(keep), 2) > search.work.left:
        return
    solved = search.settle(search.with_answer(keep), share * search.work.left)
    search.raise_bound(min(solved.bound, float(search.cost)))
