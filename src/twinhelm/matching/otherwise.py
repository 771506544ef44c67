"""What it costs to give a post to somebody else: the cheapest answer found in which its lead is another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from twinhelm.matching import measure, verify
from twinhelm.matching.bound import Priced
from twinhelm.matching.problem import Problem
from twinhelm.matching.relax import best_prices
from twinhelm.matching.result import Otherwise, Result, Stop
from twinhelm.matching.search import open_columns
from twinhelm.matching.whole import whole_program
from twinhelm.matching.work import work_for

SECONDS, WALL = 2.0, 30.0
NODES = 20
TRIED = 2000
LIKELY = 40
Moves = tuple[tuple[int, int], ...]


def otherwise(problem: Problem, result: Result) -> tuple[Otherwise, ...]:
    """For each post in turn, the runner-up.

    First moves by hand: alone where room is, else with one other post that makes way. Then, while the work lasts,
    the whole round is solved again with the post's lead closed; what that or the bound confirms is called exact.
    """
    known = best_prices(problem, work_for(Stop(seconds=SECONDS)))
    book = Book(problem, result.answer, known)
    left = SECONDS
    found = []
    for post in range(len(problem.posts)):
        best = book.cheapest(post)
        least = float(np.delete(known.extra[post], result.answer[post]).min(initial=np.inf)) + known.value
        at_least = int(np.ceil(least - 1e-6)) - result.cost if np.isfinite(least) else None
        if at_least is None or (best and result.is_proven and best.extra_cost <= max(at_least, 0)):
            found.append(replace(best, is_exact=True) if best else Otherwise(post, None, 0, is_exact=True))
            continue
        best, price = settled(problem, result, known, post, best, left)
        left -= price
        found.append(best)
    return tuple(found)


def settled(
    problem: Problem, result: Result, known: Priced, post: int, best: Otherwise | None, left: float
) -> tuple[Otherwise, float]:
    """Solves the round again without the post's lead, if the work that is left allows it."""
    unknown = best or Otherwise(post, None, 0)
    most = result.cost + best.extra_cost - known.value if best else np.inf
    keep = problem.fits & (known.extra < most)
    keep[np.arange(len(keep)), result.answer] = True
    keep[post, result.answer[post]] = False
    if not keep[post].any():
        return replace(unknown, is_exact=best is not None), 0.0
    program, choices = whole_program(problem, keep)
    columns = open_columns(keep) + program.columns - len(choices.column)
    if price_of_one(columns, 1) > left:
        return unknown, 0.0
    solved = program.solved(nodes=NODES, seconds=WALL)
    price = price_of_one(columns, solved.nodes)
    if solved.values is None:
        return replace(unknown, is_exact=solved.is_empty), price
    answer = choices.answer(solved.values)
    found = Otherwise(post, answer[post], measure.cost(problem, answer) - result.cost, moved(result, answer, post))
    if verify.broken_limits(problem, answer):
        return unknown, price
    if best and best.extra_cost < found.extra_cost:
        return replace(best, is_exact=solved.is_done), price
    return replace(found, is_exact=solved.is_done), price


def price_of_one(columns: int, nodes: int) -> float:
    """Of a program whose least price is nearly known; measured on generated rounds."""
    return 0.01 + 5e-5 * columns + nodes * 1e-5 * columns


def moved(result: Result, answer: Sequence[int], post: int) -> Moves:
    changes = enumerate(zip(result.answer, answer, strict=True))
    return tuple((other, after) for other, (before, after) in changes if before != after and other != post)


class Book:
    """The answer with what each lead has, to try single changes on."""

    def __init__(self, problem: Problem, answer: Sequence[int], known: Priced) -> None:
        self.problem = problem
        self.answer = np.asarray(answer, dtype=np.int64)
        self.slack = problem.room - measure.loads(problem, self.answer)
        self.dear = np.where(problem.fits, problem.cost + known.prices * problem.load, np.inf)
        self.given = [int(load) for load in measure.loads(problem, self.answer)]
        self.rooms = [int(room) for room in problem.room]
        self.ends = [[int(end) for end in ends[1:-1]] for ends in measure.tenths(problem)]
        self.pairs: dict[int, list[tuple[int, int]]] = {}
        for pair in problem.pairs:
            for post in pair:
                self.pairs.setdefault(post, []).append(pair)
        self.of_lead = [np.flatnonzero(self.answer == lead) for lead in range(len(problem.leads))]
        self.most = max(3, min(12, TRIED // len(problem.posts)))
        self.is_plain = not problem.evenness and not problem.pairs

    def cheapest(self, post: int) -> Otherwise | None:
        """Without pairs and evenness the choices' cost is the whole, so the first that keeps the limits is the best."""
        best: Otherwise | None = None
        likely = sorted(self.candidates(post), key=lambda one: one[0])
        for _, moves in likely[: 1 if self.is_plain else LIKELY]:
            extra = self.tried(moves)
            if extra is not None and (best is None or extra < best.extra_cost):
                best = Otherwise(post, moves[0][1], extra, moves[1:])
        return best

    def tried(self, moves: Moves) -> int | None:
        """What these moves cost together; None when they break a limit."""
        problem, change = self.problem, 0
        now = dict(moves)
        full: dict[int, int] = {}
        for post, lead in moves:
            before = int(self.answer[post])
            change += int(problem.cost[post, lead] - problem.cost[post, before])
            full[before] = full.get(before, self.given[before]) - int(problem.load[post, before])
            full[lead] = full.get(lead, self.given[lead]) + int(problem.load[post, lead])
        if any(load > self.rooms[lead] for lead, load in full.items()):
            return None
        change += sum(self.uneven(lead, load) - self.uneven(lead, self.given[lead]) for lead, load in full.items())
        for account, production in {pair for post, _ in moves for pair in self.pairs.get(post, ())}:
            one, other = now.get(account, int(self.answer[account])), now.get(production, int(self.answer[production]))
            if (min(one, other), max(one, other)) in problem.apart:
                return None
            change += int(problem.bond[one, other] - problem.bond[self.answer[account], self.answer[production]])
        return change

    def uneven(self, lead: int, load: int) -> int:
        """As `measure.evenness_cost`, of one lead."""
        if not self.problem.evenness:
            return 0
        full = int(self.problem.carried[lead]) + load
        return self.problem.evenness * sum(full - end for end in self.ends[lead] if full > end)

    def candidates(self, post: int) -> Iterator[tuple[float, Moves]]:
        """Moves with what the choices alone would cost: alone, or with one post that makes way for this one."""
        problem, here = self.problem, int(self.answer[post])
        order = np.argsort(self.dear[post], kind="stable")
        leads = [int(lead) for lead in order if lead != here and np.isfinite(self.dear[post, lead])]
        for lead in leads[: self.most]:
            change = float(problem.cost[post, lead] - problem.cost[post, here])
            need = int(problem.load[post, lead]) - int(self.slack[lead])
            if need <= 0:
                yield change, ((post, lead),)
            yield from self.making_way(post, here, lead, need, change)

    def making_way(self, post: int, here: int, lead: int, need: int, change: float) -> Iterator[tuple[float, Moves]]:
        problem, others = self.problem, self.of_lead[lead]
        slack = self.slack.copy()
        slack[here] += problem.load[post, here]
        fits = problem.fits[others] & (problem.load[others] <= slack) & (problem.load[others, lead] >= need)[:, None]
        fits[:, lead] = False
        away = np.where(fits, problem.cost[others] - problem.cost[others, lead][:, None], np.inf)
        few = np.argsort(away, axis=None, kind="stable")[:3]
        for place in few:
            row, to = divmod(int(place), away.shape[1])
            if np.isfinite(away[row, to]):
                yield change + float(away[row, to]), ((post, lead), (int(others[row]), to))
