"""Finds who should sit where: every seating is compared in a small agency, a sound search in a large one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from twinhelm.worklog.rules.division import FAMILY_OF, Candidate, Plan, Problem, Seat, unchanged
from twinhelm.worklog.rules.division_cost import HANDOFF, LIKING, MOVE, MOVED_HOUR, Prices, cost, is_outside
from twinhelm.worklog.rules.division_dealing import deal
from twinhelm.worklog.rules.division_figures import seat_that_fits

EVERY_SEATING_UP_TO = 5
"""Free candidates; 243 seatings."""
LARGEST = 6_000
"""Candidates × lines: 300 × 20. Smaller agencies get as many more looks."""
UNFILLED_HOUR = 2.0
"""In the estimate: an hour that no helm has room for."""
CHOICES = (Seat.ACCOUNT, Seat.PRODUCTION, Seat.HYBRID)


@dataclass(frozen=True, slots=True)
class Result:
    """The best division, and the best one that really splits, if another."""

    best: Plan
    split: Plan | None
    """Best with at least one account manager and one production manager."""
    cost_today: float
    cost_best: float


def solve(problem: Problem) -> Result:
    """Cost: at most a CPU-second at 300 candidates × 20 lines. The same problem gives the same answer."""
    prices = Prices(problem)
    fixed = {c.id: fixed_seat(c) for c in problem.candidates}
    free = [c for c in problem.candidates if fixed[c.id] is None]
    seated = {key: seat for key, seat in fixed.items() if seat}
    is_small = len(free) <= EVERY_SEATING_UP_TO
    keep = unchanged(problem)
    judged = Judged(problem, prices)
    if is_small:
        for seats in every_seating(free):
            judged.look_at({**seated, **seats}, is_one_of_all=True)
    else:
        search(judged, Estimate(problem, free, seated, prices), seated)
    best = judged.best or keep
    return Result(
        best=replace(best, tried=judged.tried, is_exhaustive=is_small),
        split=judged.split,
        cost_today=cost(problem, keep, prices),
        cost_best=cost(problem, best, prices),
    )


class Judged:
    """The best plans seen so far."""

    def __init__(self, problem: Problem, prices: Prices) -> None:
        self.problem, self.prices = problem, prices
        self.best: Plan | None = None
        self.split: Plan | None = None
        self.best_cost = self.split_cost = float("inf")
        self.tried = 0

    def look_at(self, seats: dict[int, Seat], *, is_one_of_all: bool) -> None:
        """is_one_of_all: the seating with the honest names comes as well, so that a misnamed one is no split to offer."""
        self.tried += 1
        dealt = Plan(seats, deal(self.problem, seats, self.prices))
        plan = self.named_honestly(dealt)
        price = cost(self.problem, plan, self.prices)
        if price < self.best_cost - 1e-9:
            self.best, self.best_cost = plan, price
        if is_one_of_all and self.is_hybrid_in_name_only(dealt, plan):
            return
        if price < self.split_cost - 1e-9 and set(FAMILY_OF) <= set(plan.seats.values()):
            self.split, self.split_cost = plan, price

    def is_hybrid_in_name_only(self, dealt: Plan, named: Plan) -> bool:
        return any(
            dealt.seats[c.id] == Seat.HYBRID != named.seats[c.id] and dealt.after[c.id] != dict(c.minutes)
            for c in self.problem.candidates
        )

    def named_honestly(self, plan: Plan) -> Plan:
        """Who keeps much of the other family, because nobody had room for it, is a hybrid; who keeps little is none."""
        seats = {c.id: fixed_seat(c) or seat_that_fits(self.problem, plan.after[c.id]) for c in self.problem.candidates}
        return Plan(seats, plan.after)


def fixed_seat(candidate: Candidate) -> Seat | None:
    return Seat.OUTSIDE if is_outside(candidate) else candidate.pinned


def every_seating(free: list[Candidate]) -> Iterator[dict[int, Seat]]:
    for seats in product(CHOICES, repeat=len(free)):
        yield {c.id: seat for c, seat in zip(free, seats, strict=True)}


def search(judged: "Judged", estimate: "Estimate", seated: dict[int, Seat]) -> None:
    """The seating that the estimate likes best, then single changes of the best seen, as many as the time allows."""
    estimate.improve()
    judged.look_at({**seated, **estimate.seats}, is_one_of_all=False)
    size = len(judged.problem.candidates) * max(1, len(judged.problem.lines))
    left = 2 * (LARGEST - size) // size
    while left > 0 and judged.best:
        before = judged.best_cost
        for key, seat in estimate.nearest()[:left]:
            judged.look_at({**seated, **estimate.seats, key: seat}, is_one_of_all=False)
            left -= 1
        if judged.best_cost >= before - 1e-9:
            return
        estimate.follow(judged.best.seats)


class Estimate:
    """What a seating costs before anything is dealt: each seat's own price, and hours that find no helm."""

    def __init__(self, problem: Problem, free: list[Candidate], seated: dict[int, Seat], prices: Prices) -> None:
        self.free = free
        self.families = {c.id: problem.by_family(c.minutes) for c in problem.candidates}
        self.own = {(c.id, seat): self.price(problem, c, seat, prices) for c in free for seat in CHOICES}
        self.seats = {c.id: min(CHOICES, key=lambda seat: self.own[c.id, seat]) for c in free}
        self.free_room = {c.id: c.limit for c in problem.candidates}
        self.balance = [0, 0]
        for c in problem.candidates:
            self.weigh(c, seated.get(c.id) or self.seats[c.id], 1)

    def price(self, problem: Problem, candidate: Candidate, seat: Seat, prices: Prices) -> float:
        minutes = candidate.minutes
        if seat == Seat.HYBRID:
            return prices.of_candidate(candidate, dict(minutes))
        mine = {line for line in minutes if problem.family[line] == FAMILY_OF[seat]}
        gone = sum(minutes[line] for line in minutes if line not in mine)
        scores = [score for line, score in candidate.likings.items() if problem.family.get(line) == FAMILY_OF[seat]]
        mean = sum(scores) / len(scores) if scores else 0.0
        kept = -LIKING * sum(candidate.likings.get(line, 0) * minutes[line] for line in mine) / 60
        created = HANDOFF * (candidate.shared_days + candidate.shared_weeks) / 2 if gone and mine else 0.0
        return kept + created + gone / 60 * (MOVED_HOUR - LIKING * mean) + MOVE * (len(minutes) - len(mine))

    def weigh(self, candidate: Candidate, seat: Seat, sign: int) -> None:
        """Room at each helm minus what looks for one: client, project."""
        client, project = self.families[candidate.id]
        if seat == Seat.ACCOUNT:
            self.balance[0] += sign * (self.free_room[candidate.id] - client)
            self.balance[1] -= sign * project
        elif seat == Seat.PRODUCTION:
            self.balance[0] -= sign * client
            self.balance[1] += sign * (self.free_room[candidate.id] - project)

    def unfilled(self) -> float:
        return UNFILLED_HOUR * sum(max(0, -room) for room in self.balance) / 60

    def change(self, candidate: Candidate, seat: Seat) -> float:
        """What it would cost to seat this candidate otherwise."""
        now, before = self.seats[candidate.id], self.unfilled()
        self.weigh(candidate, now, -1)
        self.weigh(candidate, seat, 1)
        after = self.unfilled()
        self.weigh(candidate, seat, -1)
        self.weigh(candidate, now, 1)
        return self.own[candidate.id, seat] - self.own[candidate.id, now] + after - before

    def take(self, candidate: Candidate, seat: Seat) -> None:
        self.weigh(candidate, self.seats[candidate.id], -1)
        self.weigh(candidate, seat, 1)
        self.seats[candidate.id] = seat

    def follow(self, seats: dict[int, Seat]) -> None:
        for c in self.free:
            if seats[c.id] != self.seats[c.id]:
                self.take(c, seats[c.id])

    def nearest(self) -> list[tuple[int, Seat]]:
        """Single changes, the cheapest first."""
        changes = [
            (self.change(c, seat), c.id, seat) for c in self.free for seat in CHOICES if seat != self.seats[c.id]
        ]
        return [(key, seat) for _, key, seat in sorted(changes)]

    def improve(self) -> None:
        """Single changes and changes of two at once, while they pay."""
        for _ in range(2 * len(self.free)):
            change, key, seat = min((self.change(c, seat), c.id, seat) for c in self.free for seat in CHOICES)
            if change >= -1e-9:
                if not self.improve_pair():
                    return
                continue
            self.take(next(c for c in self.free if c.id == key), seat)

    def improve_pair(self) -> bool:
        """The second change is looked for among all, the first among the forty cheapest."""
        first = sorted(
            ((self.change(c, seat), c.id, seat, c) for c in self.free for seat in CHOICES if seat != self.seats[c.id]),
            key=lambda entry: entry[:3],
        )[:40]
        for change, _, seat, candidate in first:
            before = self.seats[candidate.id]
            self.take(candidate, seat)
            second, key, other = min(
                (self.change(c, other), c.id, other) for c in self.free for other in CHOICES if c is not candidate
            )
            if change + second < -1e-9:
                self.take(next(c for c in self.free if c.id == key), other)
                return True
            self.take(candidate, before)
        return False
