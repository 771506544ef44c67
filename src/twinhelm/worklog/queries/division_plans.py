"""A stored division as the problem and the plan that it is made of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twinhelm.worklog.models import Division, DivisionSeat, DivisionShare
from twinhelm.worklog.queries.division_inputs import Inputs, from_stored
from twinhelm.worklog.rules.division import Candidate, Plan, Problem, Seat


@dataclass(frozen=True, slots=True)
class Laid:
    """A division laid out: what it was computed from, where it stands, and what was proposed."""

    division: Division
    inputs: Inputs
    problem: Problem
    """With the pins as they are now."""
    plan: Plan
    proposed: Plan
    seats: tuple[DivisionSeat, ...]


def lay(division: Division) -> Laid:
    """Cost: two queries."""
    seats = tuple(division.seats.select_related("member").order_by("pk"))
    shares = list(division.shares.all())
    inputs = from_stored(division.inputs)
    plan = Plan({seat.member_id: Seat(seat.becomes) for seat in seats}, held_after(seats, shares))
    proposed = Plan({seat.member_id: Seat(seat.proposed) for seat in seats}, held_proposed(seats, shares))
    by_member = {seat.member_id: seat for seat in seats}
    candidates = tuple(as_it_stands(c, by_member[c.id], plan) for c in inputs.problem.candidates)
    return Laid(division, inputs, replace(inputs.problem, candidates=candidates), plan, proposed, seats)


def as_it_stands(candidate: Candidate, seat: DivisionSeat, plan: Plan) -> Candidate:
    """Who was outside and has been given a seat by hand is in it from then on."""
    return replace(
        candidate,
        is_outside=candidate.is_outside and seat.becomes == Seat.OUTSIDE,
        pinned=Seat(seat.becomes) if seat.is_pinned else None,
        held=plan.after[candidate.id] if seat.is_pinned else None,
    )


def held_after(seats: Iterable[DivisionSeat], shares: Iterable[DivisionShare]) -> dict[int, dict[int, int]]:
    held: dict[int, dict[int, int]] = {seat.member_id: {} for seat in seats}
    for share in shares:
        if share.minutes_after:
            held[share.member_id][share.responsibility_id] = share.minutes_after
    return held


def held_proposed(seats: Iterable[DivisionSeat], shares: Iterable[DivisionShare]) -> dict[int, dict[int, int]]:
    held: dict[int, dict[int, int]] = defaultdict(dict, {seat.member_id: {} for seat in seats})
    for share in shares:
        if share.minutes_proposed:
            held[share.member_id][share.responsibility_id] = share.minutes_proposed
    return held
