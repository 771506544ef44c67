"""What a division would change: moves, switches, hand-offs and load, each with its formula."""

from collections import defaultdict
from dataclasses import dataclass

from twinhelm.worklog.rules.division import (
    CLIENT,
    ONE_HELM,
    PROJECT,
    Candidate,
    Plan,
    Problem,
    Seat,
    sum_of,
)
from twinhelm.worklog.rules.switches import Range

NAMED_ENOUGH = 0.25
"""Below this share of named hours the hand-offs are not known."""


@dataclass(frozen=True, slots=True)
class Move:
    """Weekly minutes of one line that go from one candidate to another."""

    line: int
    giver: int
    taker: int
    minutes: int
    is_whole: bool
    """The giver keeps nothing of the line."""


@dataclass(frozen=True, slots=True)
class SeatFigures:
    """One candidate before and after."""

    id: int
    seat: Seat
    client_before: int
    project_before: int
    client_after: int
    project_after: int
    agreed: int
    switches_before: Range | None
    switches_after: Range | None
    saved: Range | None
    """Switches a day."""
    over: int
    """Minutes above what was agreed."""
    is_over_anew: bool
    """Above the agreed time, and further than today."""

    @property
    def before(self) -> int:
        return self.client_before + self.project_before

    @property
    def after(self) -> int:
        return self.client_after + self.project_after


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole division before and after."""

    seats: tuple[SeatFigures, ...]
    moves: tuple[Move, ...]
    saved_each: Range | None
    """Switches a day, mean of those who sit in the division and whose days are timed."""
    handoffs: Range | None
    """Created a week; None when too few entries name their client or project."""
    moved: int
    """Minutes a week."""


def figures(problem: Problem, plan: Plan) -> Figures:
    moves = moves_of(problem, plan)
    seats = tuple(seat_figures(problem, candidate, plan) for candidate in problem.candidates)
    saved = [seat.saved for seat in seats if seat.saved and seat.seat != Seat.OUTSIDE]
    return Figures(
        seats=seats,
        moves=moves,
        saved_each=sum_of(saved).times(1 / len(saved)) if saved else None,
        handoffs=handoffs(problem, moves),
        moved=sum(move.minutes for move in moves),
    )


def seat_figures(problem: Problem, candidate: Candidate, plan: Plan) -> SeatFigures:
    after = plan.after.get(candidate.id, {})
    client_before, project_before = problem.by_family(candidate.minutes)
    client_after, project_after = problem.by_family(after)
    expected = switches_after(problem, candidate, after)
    total = client_after + project_after
    return SeatFigures(
        id=candidate.id,
        seat=plan.seats[candidate.id],
        client_before=client_before,
        project_before=project_before,
        client_after=client_after,
        project_after=project_after,
        agreed=candidate.agreed,
        switches_before=candidate.switches,
        switches_after=expected,
        saved=difference(candidate.switches, expected),
        over=max(0, total - candidate.agreed),
        is_over_anew=total > candidate.limit,
    )


def switches_after(problem: Problem, candidate: Candidate, after: dict[int, int]) -> Range | None:
    """Switches a day = today's × evenness after / evenness today.

    It assumes that what remains of both families comes as interleaved as it comes today. Somebody who does one family
    only today is taken to interleave as the agency does on average.
    """
    if candidate.switches is None:
        return None
    now, then = problem.evenness(candidate.minutes), problem.evenness(after)
    if not then:
        return Range(0, 0, 0)
    if now >= 30:
        return candidate.switches.times(then / now)
    typical = (problem.typical_interleaving or 0) * then
    return Range(typical * 0.75, typical, typical * 1.25)


def difference(before: Range | None, after: Range | None) -> Range | None:
    """Both ends move together: the same days are uncertain on both sides."""
    if before is None or after is None:
        return None
    ends = (before.low - after.low, before.high - after.high)
    return Range(min(ends), before.likely - after.likely, max(ends))


def handoffs(problem: Problem, moves: tuple[Move, ...]) -> Range | None:
    """Hand-offs created a week.

    Where one person does both families for one client, what is said goes into the work inside one head. When the two
    families go to different people it has to be handed over. Low: once per client and week, whole clients staying
    together wherever they can. High: on each such day, and the clients of both halves dealt out independently;
    entries that name no client are taken to behave like those that do.
    """
    if problem.named_share < NAMED_ENOUGH:
        return None
    flows = flows_by_family(problem, moves)
    low = high = 0.0
    for candidate in problem.candidates:
        client, project = flows[candidate.id, CLIENT], flows[candidate.id, PROJECT]
        if not client or not project:
            continue
        together = sum(min(share, project.get(taker, 0.0)) for taker, share in client.items())
        by_chance = sum(share * project.get(taker, 0.0) for taker, share in client.items())
        low += candidate.shared_weeks * max(0.0, 1 - together)
        high += candidate.shared_days * max(0.0, 1 - by_chance) / problem.named_share
    low = min(low, high)
    return Range(low, (low + high) / 2, high)


def flows_by_family(problem: Problem, moves: tuple[Move, ...]) -> dict[tuple[int, str], dict[int, float]]:
    """For each candidate and family: the share of today's minutes that each taker would hold."""
    minutes: dict[tuple[int, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for candidate in problem.candidates:
        for line, held in candidate.minutes.items():
            if held:
                minutes[candidate.id, problem.family[line]][candidate.id] += held
    for move in moves:
        giver = minutes[move.giver, problem.family[move.line]]
        giver[move.giver] -= move.minutes
        giver[move.taker] += move.minutes
    for shares in minutes.values():
        total = sum(shares.values())
        for taker in shares:
            shares[taker] /= total or 1
    return minutes


def moves_of(problem: Problem, plan: Plan) -> tuple[Move, ...]:
    """Who gives what to whom, derived from before and after; few counterparts, largest first."""
    moves: list[Move] = []
    partners: dict[tuple[int, int], int] = defaultdict(int)
    changes = {line.id: changes_of(problem, plan, line.id) for line in problem.lines}
    for line in sorted(changes, key=lambda key: (-sum(changes[key][0].values()), key)):
        givers, takers = changes[line]
        while givers and takers:
            giver = max(givers, key=lambda key: (givers[key], -key))
            taker = max(takers, key=lambda key: (partners[giver, key] > 0, takers[key], -key))
            minutes = min(givers[giver], takers[taker])
            partners[giver, taker] += minutes
            moves.append(Move(line, giver, taker, minutes, not plan.after.get(giver, {}).get(line)))
            for side, key in ((givers, giver), (takers, taker)):
                side[key] -= minutes
                if not side[key]:
                    del side[key]
    return tuple(sorted(moves, key=lambda move: (-move.minutes, move.line, move.giver, move.taker)))


def changes_of(problem: Problem, plan: Plan, line: int) -> tuple[dict[int, int], dict[int, int]]:
    """Minutes of a line that candidates lose, and that candidates win."""
    givers: dict[int, int] = {}
    takers: dict[int, int] = {}
    for candidate in problem.candidates:
        change = plan.after.get(candidate.id, {}).get(line, 0) - candidate.minutes.get(line, 0)
        if change:
            (takers if change > 0 else givers)[candidate.id] = abs(change)
    return givers, takers


def seat_that_fits(problem: Problem, after: dict[int, int]) -> Seat:
    """The seat says what the minutes are: one family for four fifths at least, or both hats."""
    client, project = problem.by_family(after)
    if max(client, project) < ONE_HELM * (client + project) or not after:
        return Seat.HYBRID
    return Seat.ACCOUNT if client > project else Seat.PRODUCTION
