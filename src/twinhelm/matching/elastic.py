"""Which limits to relax, and by how much, where none of the answers keeps them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twinhelm.matching import verify
from twinhelm.matching.bound import Real
from twinhelm.matching.problem import Problem, Whole
from twinhelm.matching.result import Change, Limits, Relaxation
from twinhelm.matching.whole import INFINITE, Choices, Program, add_choices
from twinhelm.matching.work import program_price

SECONDS, WALL = 6.0, 60.0
NODES = 2000


def relaxations(problem: Problem, limits: Limits) -> tuple[Relaxation, ...]:
    """What would make the problem feasible, cheapest first.

    Every single change that suffices alone, as far as the work allows; without one, the cheapest combination.
    """
    elastic = Elastic(problem, limits)
    together = elastic.cheapest(range(len(elastic.changes)))
    if together is None or not together.changes:
        return ()
    found = [together] if len(together.changes) == 1 else []
    left = SECONDS
    for number in range(len(elastic.changes)):
        left -= program_price(elastic.program.columns, 1)
        if left < 0:
            break
        alone = elastic.cheapest([number])
        if alone is not None and alone.changes and alone not in found:
            found.append(alone)
    singles = {one.changes: one for one in found}.values()
    return tuple(sorted(singles, key=lambda one: (one.price, one.changes[0].lead))) or (together,)


def relaxed(problem: Problem, limits: Limits, changes: Sequence[Change]) -> Problem:
    """The problem with these limits relaxed."""
    room, open_, apart = problem.room.copy(), problem.open.copy(), set(problem.apart)
    for change in changes:
        if change.kind == "room":
            room[change.lead] += change.by
        elif change.kind == "never":
            open_[change.post, change.lead] = True
        elif change.kind == "pin":
            for post, lead in limits.without_pins:
                open_[post, lead] |= post == change.post
        else:
            apart -= {(change.lead, change.other), (change.other, change.lead)}
    return replace(problem, room=room, open=open_, apart=frozenset(apart))


@dataclass(frozen=True)
class Slack:
    """A change that the program may buy: `most` units of it, `price` each."""

    change: Change
    price: int
    most: float


class Elastic:
    """The problem's limits as a program that may buy changes; what the choices cost plays no part."""

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.problem, self.limits = problem, limits
        self.changes = list(slacks(problem, limits))
        self.program = Program()
        self.choices = self.add_choices()
        prices = np.array([slack.price for slack in self.changes], dtype=np.float64)
        most = np.array([slack.most for slack in self.changes])
        self.bought = self.program.add_columns(prices, most, whole=1)
        self.at = {slack.change: int(column) for slack, column in zip(self.changes, self.bought, strict=True)}
        self.add_rooms()
        self.add_doors()
        self.add_apart()

    def add_choices(self) -> Choices:
        open_ = self.problem.open.copy()
        for post, lead in (*self.limits.nevers, *self.limits.without_pins):
            open_[post, lead] = True
        free = replace(self.problem, cost=np.zeros_like(self.problem.cost), open=open_, room=endless(self.problem))
        return add_choices(self.program, free, open_)

    def add_rooms(self) -> None:
        problem, choices = self.problem, self.choices
        rows = self.program.add_rows(np.full(len(problem.leads), -INFINITE), problem.room.astype(np.float64))
        self.program.put(rows[choices.lead], choices.column, problem.load[choices.post, choices.lead])
        for slack in self.changes:
            if slack.change.kind == "room":
                self.put_one(int(rows[slack.change.lead]), slack.change, -1)

    def add_doors(self) -> None:
        """An option closed by hand is open only if its change is bought."""
        for slack in self.changes:
            change = slack.change
            if change.kind == "never" and change.post is not None:
                self.needs([(change.post, change.lead)], change)
            elif change.kind == "pin":
                self.needs([option for option in self.limits.without_pins if option[0] == change.post], change)

    def needs(self, options: Sequence[tuple[int, int]], change: Change) -> None:
        for post, lead in options:
            row = self.program.add_rows(np.array([-INFINITE]), np.zeros(1))
            self.program.put(row, self.choices.at[post, lead : lead + 1], 1)
            self.put_one(int(row[0]), change, -1)

    def add_apart(self) -> None:
        for account, production in self.problem.pairs:
            for one, other in sorted(self.problem.apart):
                change = Change("apart", one, other=other)
                for first, second in ((one, other), (other, one)):
                    columns = self.choices.at[[account, production], [first, second]]
                    if (columns >= 0).all():
                        row = self.program.add_rows(np.array([-INFINITE]), np.ones(1))
                        self.program.put(np.repeat(row, 2), columns, 1)
                        self.put_one(int(row[0]), change, -1)

    def put_one(self, row: int, change: Change, value: float) -> None:
        self.program.put(np.array([row]), np.array([self.at[change]]), value)

    def cheapest(self, allowed: Sequence[int]) -> Relaxation | None:
        """With only these changes for sale; None when they don't suffice or nothing was found."""
        most = np.zeros(len(self.changes))
        most[list(allowed)] = [self.changes[number].most for number in allowed]
        self.program.most[1] = most
        solved = self.program.solved(nodes=NODES, seconds=WALL)
        if solved.values is None:
            return None
        answer = self.choices.answer(solved.values)
        changes = tuple(self.bought_changes(solved.values))
        if verify.broken_limits(relaxed(self.problem, self.limits, changes), answer):
            return None
        price = sum(self.changes_price(change) for change in changes)
        return Relaxation(changes, price, answer)

    def bought_changes(self, values: Real) -> Iterator[Change]:
        for slack, units in zip(self.changes, values[self.bought], strict=True):
            if round(units) > 0:
                yield replace(slack.change, by=round(units)) if slack.change.kind == "room" else slack.change

    def changes_price(self, change: Change) -> int:
        if change.kind == "room":
            return change.by * max(1, self.limits.room_price)
        return next(slack.price for slack in self.changes if slack.change == change)


def slacks(problem: Problem, limits: Limits) -> Iterator[Slack]:
    most = endless(problem) - problem.room
    for lead in range(len(problem.leads)):
        yield Slack(Change("room", lead), max(1, limits.room_price), float(most[lead]))
    for post, lead in limits.pins:
        yield Slack(Change("pin", lead, post=post), max(1, limits.pin_price), 1)
    for post, lead in limits.nevers:
        yield Slack(Change("never", lead, post=post), max(1, limits.never_price), 1)
    for one, other in sorted(problem.apart):
        yield Slack(Change("apart", one, other=other), max(1, limits.apart_price), 1)


def endless(problem: Problem) -> Whole:
    """[lead]: room for every post at once."""
    return np.asarray(np.maximum(problem.room, problem.load.sum(axis=0)))
