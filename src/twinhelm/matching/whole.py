"""A problem, or a core of its options, as one linear or mixed-integer program."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from twinhelm.matching import measure
from twinhelm.matching.bound import apart_mask, has_couples
from twinhelm.matching.problem import Mark, Problem, Whole

Real = npt.NDArray[np.float64]
INFINITE = np.inf


@dataclass
class Program:
    """Columns and rows that grow block by block. `whole` marks the columns that must be whole numbers."""

    price: list[Real] = field(default_factory=list)
    most: list[Real] = field(default_factory=list)
    whole: list[Real] = field(default_factory=list)
    low: list[Real] = field(default_factory=list)
    high: list[Real] = field(default_factory=list)
    entries: list[tuple[Whole, Whole, Real]] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(self, price: Real, most: Real, *, whole: float) -> Whole:
        size = len(price)
        self.price.append(np.asarray(price, dtype=np.float64))
        self.most.append(np.asarray(most, dtype=np.float64))
        self.whole.append(np.full(size, whole))
        self.columns += size
        return np.arange(self.columns - size, self.columns)

    def add_rows(self, low: Real, high: Real) -> Whole:
        size = len(low)
        self.low.append(np.asarray(low, dtype=np.float64))
        self.high.append(np.asarray(high, dtype=np.float64))
        self.rows += size
        return np.arange(self.rows - size, self.rows)

    def put(self, rows: Whole, columns: Whole, values: Real | Whole | float) -> None:
        spread = np.broadcast_to(np.asarray(values, dtype=np.float64), np.shape(columns))
        self.entries.append((np.broadcast_to(rows, np.shape(columns)), np.asarray(columns), spread))

    def matrix(self) -> sparse.csr_array:
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self.entries, strict=True))
        return sparse.csr_array((values, (rows, columns)), shape=(self.rows, self.columns))

    def solved(self, *, nodes: int, seconds: float, gap: float = 0.0) -> "Solved":
        """seconds: by the clock on the wall, only a guard."""
        found = milp(
            np.concatenate(self.price),
            integrality=np.concatenate(self.whole),
            bounds=Bounds(0, np.concatenate(self.most)),
            constraints=LinearConstraint(self.matrix(), np.concatenate(self.low), np.concatenate(self.high)),
            options={"mip_rel_gap": gap, "node_limit": nodes, "time_limit": seconds},
        )
        bound = found.get("mip_dual_bound")
        return Solved(
            None if found.x is None else np.asarray(found.x),
            -INFINITE if bound is None else float(bound),
            int(found.get("mip_node_count") or 0),
            is_done=found.status == 0,
            is_empty=found.status == 2,
        )

    def relaxed(self) -> tuple[float, Real] | None:
        """The least price when nothing must be whole, and each row's marginal; None when even that has no values."""
        low, high = np.concatenate(self.low), np.concatenate(self.high)
        matrix, equal = self.matrix(), low == high
        bounds: Any = np.column_stack([np.zeros(self.columns), np.concatenate(self.most)])
        found = linprog(
            np.concatenate(self.price),
            A_ub=matrix[~equal],
            b_ub=high[~equal],
            A_eq=matrix[equal],
            b_eq=high[equal],
            bounds=bounds,
            method="highs-ds",
        )
        if found.x is None:
            return None
        marginals = np.zeros(self.rows)
        marginals[equal], marginals[~equal] = found.eqlin.marginals, found.ineqlin.marginals
        return float(found.fun or 0), marginals


@dataclass(frozen=True)
class Solved:
    """What the solver found: values of the columns or nothing, a bound, and how many nodes it took.

    is_done: the values are the best there are. is_empty: it is certain that there are none.
    """

    values: Real | None
    bound: float
    nodes: int
    is_done: bool
    is_empty: bool


@dataclass(frozen=True)
class Choices:
    """Columns of a program that stand for “this post goes to this lead”. at: [post, lead], or -1 where it may not."""

    post: Whole
    lead: Whole
    column: Whole
    at: Whole

    def answer(self, values: Real) -> tuple[int, ...]:
        chosen = np.full(len(self.at), -1, dtype=np.int64)
        taken = values[self.column] > 0.5
        chosen[self.post[taken]] = self.lead[taken]
        return tuple(int(lead) for lead in chosen)


def whole_program(problem: Problem, keep: Mark | None = None) -> tuple[Program, Choices]:
    """keep: [post, lead], the options to choose from; None takes all."""
    program = Program()
    choices = add_choices(program, problem, problem.fits if keep is None else problem.fits & keep)
    add_rooms(program, problem, choices)
    add_pairs(program, problem, choices)
    return program, choices


def rows_of_prices(problem: Problem, marginals: Real) -> Real:
    """[lead]: what a unit of room is worth, from the marginals of the rows that `whole_program` made."""
    posts, leads = problem.cost.shape
    worth = marginals[posts : posts + leads].copy()
    if problem.evenness:
        worth += marginals[posts + leads : posts + 2 * leads]
    return np.maximum(-worth, 0)


def add_choices(program: Program, problem: Problem, keep: Mark) -> Choices:
    """Every post goes to exactly one lead who may take it."""
    post, lead = np.nonzero(keep)
    column = program.add_columns(problem.cost[post, lead].astype(np.float64), np.ones(len(post)), whole=1)
    rows = program.add_rows(np.ones(len(problem.posts)), np.ones(len(problem.posts)))
    program.put(rows[post], column, 1)
    at = np.full(problem.open.shape, -1, dtype=np.int64)
    at[post, lead] = column
    return Choices(post, lead, column, at)


def add_rooms(program: Program, problem: Problem, choices: Choices) -> Whole:
    """Nobody gets more than their room; with evenness, what they carry fills tenth after tenth."""
    leads = len(problem.leads)
    room = problem.room.astype(np.float64)
    rows = program.add_rows(np.full(leads, -INFINITE), room)
    program.put(rows[choices.lead], choices.column, problem.load[choices.post, choices.lead])
    if problem.evenness:
        carried = -problem.carried.astype(np.float64)
        filled = program.add_rows(carried, carried)
        program.put(filled[choices.lead], choices.column, problem.load[choices.post, choices.lead])
        widths = np.diff(measure.tenths(problem), axis=1)
        steps = np.broadcast_to(np.arange(measure.TENTHS) * problem.evenness, widths.shape)
        tenth = program.add_columns(steps.ravel().astype(np.float64), widths.ravel().astype(np.float64), whole=0)
        program.put(np.repeat(filled, measure.TENTHS), tenth, -1)
    return rows


def add_pairs(program: Program, problem: Problem, choices: Choices) -> None:
    """A column for each couple of leads of a pair; the couples' sums are the two posts' own choices."""
    if not has_couples(problem):
        return
    together = ~apart_mask(problem)
    for account, production in problem.pairs:
        first = np.flatnonzero(choices.at[account] >= 0)
        second = np.flatnonzero(choices.at[production] >= 0)
        fine = np.nonzero(together[np.ix_(first, second)])
        bond = problem.bond[first[fine[0]], second[fine[1]]].astype(np.float64)
        couple = program.add_columns(bond, np.ones(len(bond)), whole=0)
        for leads, place, post in ((first, fine[0], account), (second, fine[1], production)):
            rows = program.add_rows(np.zeros(len(leads)), np.zeros(len(leads)))
            program.put(rows, choices.at[post, leads], -1)
            program.put(rows[place], couple, 1)
