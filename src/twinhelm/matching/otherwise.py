"""What it costs to give a post to somebody else: the cheapest answer found in which its lead is another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from twinhelm.matching import measure, verify
from twinhelm.matching.bound import Priced
from twinhelm.matching.problem import Problem
from twinhelm.matching.relax import best_prices
from twinhelm.matching.result import Otherwise, Result, Stop
from twinhelm.matching.search import keeps_limits, open_columns
from twinhelm.matching.whole import whole_program
from twinhelm.matching.work import program_price, work_for

SECONDS, WALL = 2.0, 30.0
NODES = 200
TRIED = 300_000
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
    price = program_price(open_columns(keep), 1)
    if price > left:
        return unknown, 0.0
    if not keep[post].any():
        return replace(unknown, is_exact=best is not None), 0.0
    program, choices = whole_program(problem, keep)
    solved = program.solved(nodes=NODES, seconds=WALL)
    if solved.values is None:
        return replace(unknown, is_exact=solved.is_empty), price
    answer = choices.answer(solved.values)
    found = Otherwise(post, answer[post], measure.cost(problem, answer) - result.cost, moved(result, answer, post))
    if verify.broken_limits(problem, answer):
        return unknown, price
    if best and best.extra_cost < found.extra_cost:
        return replace(best, is_exact=solved.is_done), price
    return replace(found, is_exact=solved.is_done), price


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
        self.cost = measure.cost(problem, self.answer)
        self.of_lead = [np.flatnonzero(self.answer == lead) for lead in range(len(problem.leads))]
        self.most = max(8, TRIED // len(problem.posts))
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
        chosen = self.answer.copy()
        for post, lead in moves:
            chosen[post] = lead
        if keeps_limits(self.problem, chosen):
            return measure.cost(self.problem, chosen) - self.cost
        return None

    def candidates(self, post: int) -> Iterator[tuple[float, Moves]]:
        """Moves with what the choices alone would cost: alone, or with one post that makes way for this one."""
        problem, here = self.problem, int(self.answer[post])
        order = np.argsort(self.dear[post], kind="stable")
        leads = [int(lead) for lead in order if lead != here and np.isfinite(self.dear[post, lead])]
        for lead in leads[: max(3, self.most // 40)]:
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
