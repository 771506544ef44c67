"""Everything that the division page, its print and its CSV show, computed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Division, DivisionChange, DivisionSeat
from twinhelm.worklog.policies import may_read_likings
from twinhelm.worklog.queries.division_method import method
from twinhelm.worklog.queries.division_plans import Laid, lay
from twinhelm.worklog.queries.division_words import Names, called, lede, moves_of_one, reasons
from twinhelm.worklog.rules.division import FAMILY_OF, Candidate, Plan, Seat, sum_of
from twinhelm.worklog.rules.division_figures import Figures, Move, SeatFigures, figures
from twinhelm.worklog.rules.switches import Range

WORKING_DAYS = 5
GLYPHS = {Seat.ACCOUNT: "c", Seat.PRODUCTION: "p", Seat.HYBRID: "h", Seat.OUTSIDE: ""}


@dataclass(frozen=True, slots=True)
class Chip:
    """One line in a member's column."""

    responsibility: Responsibility
    minutes: int
    today: int
    proposed: int

    @property
    def change(self) -> int:
        return self.minutes - self.today

    @property
    def is_client(self) -> bool:
        return self.responsibility.is_client

    @property
    def is_moved(self) -> bool:
        return self.minutes != self.proposed


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move with rows instead of ids."""

    responsibility: Responsibility
    giver: Member
    taker: Member
    minutes: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One member of a division."""

    member: Member
    seat: DivisionSeat
    figures: SeatFigures
    every: tuple[Chip, ...]
    """Also the lines of which nothing is left."""
    moves: str
    reasons: tuple[str, ...]
    gives: tuple[MoveRow, ...]
    takes: tuple[MoveRow, ...]

    @property
    def chips(self) -> list[Chip]:
        return [chip for chip in self.every if chip.minutes]

    @property
    def glyph(self) -> str:
        return GLYPHS[self.figures.seat]

    @property
    def is_seated(self) -> bool:
        return self.figures.seat != Seat.OUTSIDE

    @property
    def shares(self) -> tuple[float, float]:
        """Share of client work in per cent: today, then."""
        one = self.figures
        return 100 * one.client_before / max(1, one.before), 100 * one.client_after / max(1, one.after)

    @property
    def load(self) -> int:
        """Per cent of the agreed time."""
        return round(100 * self.figures.after / self.figures.agreed) if self.figures.agreed else 0

    @property
    def is_misnamed(self) -> bool:
        """By hand somebody may sit at a helm while most of the hours lie at the other."""
        helm = FAMILY_OF.get(self.figures.seat)
        client = self.shares[1]
        return bool(helm and self.figures.after) and (client if helm == "CLIENT" else 100 - client) < 80


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the things compared: today, the proposal, and as it stands."""

    key: str
    switches_each: Range | None
    """A day, mean of those whose days are timed."""
    saved_each: Range | None
    saved_week: Range | None
    """Switches a week, everybody together."""
    handoffs: Range | None
    moved: int
    fullest: "Fullest | None"


@dataclass(frozen=True, slots=True)
class Fullest:
    """Who would carry most of the agreed time, in per cent."""

    name: str
    load: int


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """A division as it is shown."""

    division: Division
    rows: tuple[Row, ...]
    lede: str
    """With its figures between asterisks."""
    today: Variant
    proposal: Variant
    now: Variant
    is_as_proposed: bool
    last_change: DivisionChange | None
    weeks: int
    entries: int
    named_share: float
    findings: dict[str, object]
    is_thin: bool
    lines: tuple[Responsibility, ...]

    @property
    def method(self) -> list[tuple[str, str]]:
        return method(self.findings, self.named_percent)

    @property
    def named_percent(self) -> int:
        return round(100 * self.named_share)

    @property
    def seated(self) -> list[Row]:
        return [row for row in self.rows if row.is_seated]

    @property
    def outside(self) -> list[Row]:
        return [row for row in self.rows if not row.is_seated]

    @property
    def segments(self) -> list[tuple[str, bool]]:
        """The lede in pieces: text, and whether it is a figure."""
        return [(text, number % 2 == 1) for number, text in enumerate(self.lede.split("*")) if text]

    @property
    def plain_lede(self) -> str:
        return self.lede.replace("*", "")


def division_page(division: Division, viewer: Member | None) -> DivisionPage:
    """What somebody likes is a reason only for who may read their questionnaire; None may read nobody's.

    Cost: four queries.
    """
    laid = lay(division)
    lines = {one.pk: one for one in Responsibility.objects.in_order()}
    names = Names(called(seat.member for seat in laid.seats), lines)
    now, proposed = figures(laid.problem, laid.plan), figures(laid.problem, laid.proposed)
    today = figures(laid.problem, Plan(laid.plan.seats, laid.problem.before()))
    return DivisionPage(
        division=division,
        rows=rows_of(laid, now, names, viewer),
        lede=lede(now, division.findings),
        today=variant("today", today, names),
        proposal=variant("proposal", proposed, names),
        now=variant("now", now, names),
        is_as_proposed=laid.plan.seats == laid.proposed.seats and laid.plan.after == laid.proposed.after,
        last_change=division.changes.filter(undone_at=None).select_related("by").order_by("-version").first(),
        weeks=laid.inputs.weeks,
        entries=laid.inputs.entries,
        named_share=laid.inputs.problem.named_share,
        findings=division.findings,
        is_thin=laid.inputs.weeks < 4,
        lines=tuple(lines[line.id] for line in laid.problem.lines),
    )


def rows_of(laid: Laid, now: Figures, names: Names, viewer: Member | None) -> tuple[Row, ...]:
    """Account managers first, then hybrids, production managers, and who stays outside; by name within."""
    order = {Seat.ACCOUNT: 0, Seat.HYBRID: 1, Seat.PRODUCTION: 2, Seat.OUTSIDE: 3}
    seats = {seat.member_id: seat for seat in laid.seats}
    members = {seat.member_id: seat.member for seat in laid.seats}
    rows = [
        Row(
            member=members[one.id],
            seat=seats[one.id],
            figures=one,
            every=tuple(chips_of(one.id, laid, names)),
            moves=moves_of_one(one.id, now.moves, names),
            reasons=tuple(reasons(one, told(laid.problem.by_id[one.id], members, viewer), laid.inputs, now, names)),
            gives=tuple(move_row(move, members, names) for move in now.moves if move.giver == one.id),
            takes=tuple(move_row(move, members, names) for move in now.moves if move.taker == one.id),
        )
        for one in now.seats
    ]
    return tuple(sorted(rows, key=lambda row: (order[row.figures.seat], row.member.name.casefold())))


def told(candidate: Candidate, members: Mapping[int, Member], viewer: Member | None) -> Candidate:
    return candidate if viewer and may_read_likings(viewer, members[candidate.id]) else replace(candidate, likings={})


def chips_of(key: int, laid: Laid, names: Names) -> Iterable[Chip]:
    """Client work first, the largest before the others."""
    held, today, proposed = laid.plan.after[key], laid.problem.by_id[key].minutes, laid.proposed.after[key]
    chips = [
        Chip(names.lines[line], held.get(line, 0), today.get(line, 0), proposed.get(line, 0))
        for line in {**held, **today, **proposed}
    ]
    return sorted(chips, key=lambda chip: (not chip.is_client, -chip.minutes, chip.responsibility.pk))


def move_row(move: Move, members: dict[int, Member], names: Names) -> MoveRow:
    return MoveRow(names.lines[move.line], members[move.giver], members[move.taker], move.minutes, move.is_whole)


def variant(key: str, found: Figures, names: Names) -> Variant:
    seated = [seat for seat in found.seats if seat.seat != Seat.OUTSIDE]
    saved = sum_of(seat.saved for seat in seated if seat.saved)
    switches = [seat.switches_after for seat in seated if seat.switches_after]
    loads = [(seat.after / seat.agreed, seat.id) for seat in seated if seat.agreed]
    load, fullest = max(loads, default=(0.0, 0))
    return Variant(
        key=key,
        switches_each=sum_of(switches).times(1 / len(switches)) if switches else None,
        saved_each=found.saved_each,
        saved_week=saved.times(WORKING_DAYS) if found.saved_each else None,
        handoffs=found.handoffs,
        moved=found.moved,
        fullest=Fullest(names.people[fullest], round(100 * load)) if loads else None,
    )


@dataclass(frozen=True, slots=True)
class DivisionSummary:
    """The newest division that a member may read, for the foot of the split page."""

    page: DivisionPage | None
    others: int


def current_division_summary(member: Member) -> DivisionSummary:
    """Cost: one query without a division, six with one."""
    found = list(Division.objects.visible_to(member).newest_first()[:20])
    return DivisionSummary(division_page(found[0], member) if found else None, max(0, len(found) - 1))
