"""What a programme would be, before anything is stored."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from twinhelm.foundation.clock import day_in
from twinhelm.inventory.models import Round
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Programme, Stage, Transition
from twinhelm.transition.queries.blackouts import Span, closed_for, leads_of
from twinhelm.transition.queries.candidates import Entry
from twinhelm.transition.queries.programmes import open_elsewhere
from twinhelm.transition.queries.working_days import agency_works
from twinhelm.transition.rules.days import Durations, Works
from twinhelm.transition.rules.schedule import Asked, Closed, Laid, Terms, Week, lay_out, monday

LOOKS_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Setup:
    """What somebody wants a programme to be."""

    name: str
    first_on: date
    waves: tuple[date, ...]
    """The first day of each."""
    entries: tuple[Entry, ...]
    round: Round | None = None
    pace: int = 2
    silence_days: int = 7
    shadow_days: int = 14
    check_in_days: int = 30
    stable_days: int = 45
    copied_days: int = 60
    review_months: int = 6

    @property
    def durations(self) -> Durations:
        return Durations(self.silence_days, self.shadow_days, self.check_in_days, self.stable_days, self.review_months)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One client of the plan: when it is told, when it is handed over, and why not sooner."""

    entry: Entry
    laid: Laid
    busy: Transition | None = None
    """It is being changed already: it can't be taken up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it."""

    rows: tuple[PlanRow, ...]
    leads: Mapping[int, Member] = field(default_factory=dict)

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if row.busy is None and row.laid.tell_on)

    @property
    def busy(self) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if row.busy)

    @property
    def unplaced(self) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if row.busy is None and row.laid.tell_on is None)

    @property
    def first_on(self) -> date | None:
        return min((row.laid.tell_on for row in self.ready if row.laid.tell_on), default=None)

    @property
    def last_on(self) -> date | None:
        return max((row.laid.due["hand_over"] for row in self.ready), default=None)

    @property
    def digest(self) -> str:
        """Says whether what is made is what was looked at."""
        said = [
            (
                row.entry.client.pk,
                row.laid.wave,
                str(row.laid.tell_on),
                str(row.laid.due.get("hand_over")),
                bool(row.busy),
            )
            for row in self.rows
        ]
        return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:32]


def plan_for(
    setup: Setup, *, by: Member, at: datetime, programme: Programme | None = None, again: frozenset[int] = frozenset()
) -> Plan:
    """The same question has the same answer as long as the facts are the same. Cost: nine queries at most, however many clients.

    programme: to which these clients are added; its own blackouts count. again: transitions that are laid out anew.
    """
    today, works = day_in(by.zone, at), agency_works()
    busy = open_elsewhere([entry.client.pk for entry in setup.entries], but=again)
    free = [entry for entry in setup.entries if entry.client.pk not in busy]
    begin_on = max(today, setup.first_on)
    span = Span(begin_on, begin_on + LOOKS_AHEAD, today, at)
    closed = closed_for({entry.client.pk: entry.leads for entry in free}, span, programme.pk if programme else None)
    terms = terms_of(setup, today, works, taken_since(begin_on, again))
    found = {one.client: one for one in lay_out([asked_of(entry, closed, today) for entry in free], terms)}
    rows = [row_of(entry, found.get(entry.client.pk), busy.get(entry.client.pk)) for entry in setup.entries]
    return Plan(tuple(sorted(rows, key=in_time)), people_of(setup))


def terms_of(setup: Setup, today: date, works: Works, taken: Mapping[Week, int]) -> Terms:
    return Terms(
        first_on=setup.first_on,
        pace=setup.pace,
        waves=dict(enumerate(setup.waves, start=1)),
        works=works,
        begin_on=today,
        durations=setup.durations,
        taken=taken,
    )


def asked_of(entry: Entry, closed: Mapping[int, list[Closed]], today: date) -> Asked:
    is_in_force = entry.from_on is not None and entry.from_on <= today
    return Asked(
        client=entry.client.pk,
        wave=entry.wave,
        leads=entry.leads,
        closed=tuple(closed[entry.client.pk]),
        decided_for=None if is_in_force else entry.from_on,
        counts_since=entry.from_on if is_in_force else None,
    )


def row_of(entry: Entry, laid: Laid | None, busy: Transition | None) -> PlanRow:
    return PlanRow(entry, laid or Laid(entry.client.pk, entry.wave, None, None, {}), busy)


def in_time(row: PlanRow) -> tuple[int, date, str]:
    return row.entry.wave, row.laid.tell_on or date.max, row.entry.client.name.lower()


def taken_since(day: date, but: frozenset[int] = frozenset()) -> dict[Week, int]:
    """How many clients each lead takes up in a week already, in whichever programme. Cost: one query."""
    rows = Stage.objects.filter(step=Step.TELL, due_on__gte=monday(day), transition__state=TransitionState.UNDER_WAY)
    found: Counter[Week] = Counter()
    for row in rows.exclude(transition__in=but).select_related("transition"):
        if row.due_on:
            found.update((lead, monday(row.due_on)) for lead in leads_of(row.transition))
    return dict(found)


def people_of(setup: Setup) -> dict[int, Member]:
    every = [
        one
        for entry in setup.entries
        for one in (entry.account, entry.production, entry.former_account, entry.former_production)
        if one
    ]
    return {one.pk: one for one in every}
