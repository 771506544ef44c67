"""Deals the lines out once it is settled who sits where."""

import heapq
from dataclasses import replace

from twinhelm.worklog.rules.division import FAMILY_OF, OTHER_FAMILY, Candidate, Holdings, Plan, Problem, Seat
from twinhelm.worklog.rules.division_cost import Prices, is_outside

LOOKED_AT = 24
"""Takers compared for one portion: those with most room. More made no difference at 300 candidates."""
WORTH_MOVING = 1.0


class Table:
    """The minutes on the table while they are dealt: who holds what, and how full everybody is."""

    def __init__(self, problem: Problem, seats: dict[int, Seat], prices: Prices) -> None:
        self.problem, self.seats, self.prices = problem, seats, prices
        self.minutes: Holdings = {c.id: dict(c.minutes if c.held is None else c.held) for c in problem.candidates}
        self.families = {c.id: list(problem.by_family(self.minutes[c.id])) for c in problem.candidates}
        self.rooms = {c.id: prices.limits[c.id] - self.load(c) for c in problem.candidates}
        self.free = [c for c in problem.candidates if not is_outside(c) and c.held is None]
        self.takers = {
            family: [c for c in self.free if FAMILY_OF.get(seats[c.id], family) == family] for family in OTHER_FAMILY
        }

    def load(self, candidate: Candidate) -> int:
        client, project = self.families[candidate.id]
        return client + project

    def room(self, candidate: Candidate) -> int:
        """Minutes up to the limit; negative beyond it."""
        return self.rooms[candidate.id]

    def put(self, candidate: Candidate, line: int, minutes: int) -> None:
        held = self.minutes[candidate.id]
        held[line] = held.get(line, 0) + minutes
        if not held[line]:
            del held[line]
        self.families[candidate.id][self.problem.family[line] != "CLIENT"] += minutes
        self.rooms[candidate.id] -= minutes

    def price(self, candidate: Candidate, line: int, minutes: int) -> float:
        """What it costs to give this candidate so many minutes more, or fewer."""
        prices, held = self.prices, self.minutes[candidate.id].get(line, 0)
        client, project = self.families[candidate.id]
        is_client = self.problem.family[line] == "CLIENT"
        then = (client + minutes, project) if is_client else (client, project + minutes)
        return (
            prices.of_line(candidate, line, held + minutes)
            - prices.of_line(candidate, line, held)
            + prices.of_load(candidate, client + project + minutes)
            - prices.of_load(candidate, client + project)
            + prices.of_mix(candidate, *then)
            - prices.of_mix(candidate, client, project)
        )

    def roomiest(self, line: int, besides: int | None = None) -> list[Candidate]:
        rooms = self.rooms
        takers = [c for c in self.takers[self.problem.family[line]] if rooms[c.id] > 0 and c.id != besides]
        return takers if len(takers) <= LOOKED_AT else heapq.nlargest(LOOKED_AT, takers, key=self.room)


Portion = tuple[int, int, int]
"""Minutes, line, giver."""


def deal(problem: Problem, seats: dict[int, Seat], prices: Prices) -> Holdings:
    """Who sits at one helm gives the other family away; the rest follows room, liking and even load."""
    table = Table(problem, seats, prices)
    deal_out(table, pooled(table, table.free))
    relieve(table)
    exchange(table)
    return table.minutes


def reseated(problem: Problem, plan: Plan, key: int, seat: Seat) -> Plan:
    """One candidate sits down elsewhere; all others keep what they hold, but for what they take or give back.

    They do again what they do today, of the family at the new helm or of both; the other family finds a colleague.
    """
    seats = {**plan.seats, key: seat}
    now = as_held(problem, plan, seats, key)
    mine = FAMILY_OF.get(seat)
    lines = {line for line, family in problem.family.items() if mine in (None, family)}
    held = as_today(problem.by_id[key], now.candidates, lines)
    fixed = tuple(replace(c, held=held) if c.id == key else c for c in now.candidates)
    after = Plan(seats, redealt(replace(now, candidates=fixed), seats, key))
    return after if mine is None else Plan(seats, redealt(as_held(problem, after, seats, key), seats, key))


def as_held(problem: Problem, plan: Plan, seats: dict[int, Seat], key: int) -> Problem:
    """The same people, for whom what the plan gives them is how things are."""
    candidates = tuple(
        replace(
            c,
            minutes=plan.after[c.id],
            is_outside=seats[c.id] == Seat.OUTSIDE and c.id != key,
            pinned=None,
            held=plan.after[c.id] if c.pinned and c.id != key else None,
        )
        for c in problem.candidates
    )
    return replace(problem, candidates=candidates)


def redealt(problem: Problem, seats: dict[int, Seat], key: int) -> Holdings:
    table = Table(problem, seats, Prices(problem))
    deal_out(table, pooled(table, [c for c in table.free if c.id == key]))
    return table.minutes


def as_today(candidate: Candidate, now: tuple[Candidate, ...], lines: set[int]) -> dict[int, int]:
    """What the candidate does today of these lines, as far as the others are free to give it back or to take the rest."""
    mine = next(c for c in now if c.id == candidate.id).minutes
    free = [c for c in now if c.id != candidate.id and c.held is None and not c.is_outside]
    held = {line: minutes for line, minutes in mine.items() if line not in lines}
    for line in lines:
        was, has = candidate.minutes.get(line, 0), mine.get(line, 0)
        found = sum(c.minutes.get(line, 0) for c in free)
        held[line] = min(was, has + found) if was > has else was if free else has
    return {line: minutes for line, minutes in held.items() if minutes}


def deal_out(table: Table, portions: list[Portion]) -> None:
    for portion in sorted(portions, key=lambda portion: (-portion[0], portion[1], portion[2])):
        place(table, portion)


def pooled(table: Table, givers: list[Candidate]) -> list[Portion]:
    """Takes from the givers what does not belong at their helm, and what pins leave over."""
    portions: list[Portion] = []
    for candidate in givers:
        family = FAMILY_OF.get(table.seats[candidate.id])
        for line, minutes in list(table.minutes[candidate.id].items()):
            if family and minutes and table.problem.family[line] != family:
                table.put(candidate, line, -minutes)
                portions.append((minutes, line, candidate.id))
    return settle_pins(table, portions)


def settle_pins(table: Table, portions: list[Portion]) -> list[Portion]:
    """Pins hold minutes that were somebody's, or let go of minutes that now are nobody's."""
    pinned = [c for c in table.problem.candidates if c.held is not None]
    for line in table.problem.family if pinned else ():
        gained = sum((c.held or {}).get(line, 0) - c.minutes.get(line, 0) for c in pinned)
        if gained < 0:
            portions.append((-gained, line, pinned[0].id))
        elif gained:
            portions = take_back(table, portions, line, gained)
    return portions


def take_back(table: Table, portions: list[Portion], line: int, wanted: int) -> list[Portion]:
    left: list[Portion] = []
    for minutes, which, giver in portions:
        taken = min(minutes, wanted) if which == line else 0
        wanted -= taken
        if minutes > taken:
            left.append((minutes - taken, which, giver))
    for candidate in sorted(table.free, key=lambda c: -table.minutes[c.id].get(line, 0)):
        taken = min(wanted, table.minutes[candidate.id].get(line, 0))
        if taken:
            table.put(candidate, line, -taken)
            wanted -= taken
    return left


def place(table: Table, portion: Portion) -> None:
    """To one taker if anybody has the room, else in pieces; what nobody has room for goes back."""
    minutes, line, giver = portion
    while minutes:
        takers = table.roomiest(line)
        if not takers:
            break
        whole = [c for c in takers if table.room(c) >= minutes]
        taker = (
            min(whole, key=lambda c: (table.price(c, line, minutes), c.id)) if whole else max(takers, key=table.room)
        )
        piece = min(minutes, table.room(taker))
        table.put(taker, line, piece)
        minutes -= piece
    if minutes:
        table.put(last_resort(table, line, giver), line, minutes)


def last_resort(table: Table, line: int, giver: int) -> Candidate:
    back = table.problem.by_id[giver]
    if back.held is None:
        return back
    takers = table.takers[table.problem.family[line]] or table.free
    return max(takers, key=lambda c: (table.room(c), -c.id))


def relieve(table: Table) -> None:
    """Nobody stays beyond the limit while a colleague at the right helm has room."""
    for candidate in table.free:
        lines = sorted(table.minutes[candidate.id], key=lambda line: (candidate.likings.get(line, 0), line))
        for line in lines:
            while (over := -table.room(candidate)) > 0 and table.minutes[candidate.id].get(line):
                takers = table.roomiest(line, besides=candidate.id)
                if not takers:
                    break
                taker = max(takers, key=table.room)
                piece = min(over, table.room(taker), table.minutes[candidate.id][line])
                table.put(candidate, line, -piece)
                table.put(taker, line, piece)


def exchange(table: Table) -> None:
    """Passes whole lines on where somebody else likes them better or has more air, while it pays."""
    for _ in range(3):
        passed = False
        for candidate in table.free:
            crowded = table.load(candidate) > min(table.prices.totals[candidate.id] + 60, candidate.agreed)
            for line in list(table.minutes[candidate.id]):
                if crowded or candidate.likings.get(line, 0) < 0:
                    passed |= pass_on(table, candidate, line)
        if not passed:
            break


def pass_on(table: Table, candidate: Candidate, line: int) -> bool:
    minutes = table.minutes[candidate.id].get(line, 0)
    takers = [c for c in table.roomiest(line, besides=candidate.id) if table.room(c) >= minutes]
    if not takers or not minutes:
        return False
    taker = min(takers, key=lambda c: (table.price(c, line, minutes), c.id))
    if table.price(taker, line, minutes) + table.price(candidate, line, -minutes) > -WORTH_MOVING:
        return False
    table.put(candidate, line, -minutes)
    table.put(taker, line, minutes)
    return True
