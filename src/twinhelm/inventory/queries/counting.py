"""Counting needs: who is counted, over which weeks, by which weights, and what comes out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from twinhelm.clients.choices import ClientState, NeedKind
from twinhelm.clients.models import Client
from twinhelm.clients.queries.factors import Asked, Factor, Read, Reading, factors
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.models import Job
from twinhelm.foundation.periods import Period, whole_weeks_before
from twinhelm.inventory.models import FactorWeight, InventorySettings, Need
from twinhelm.inventory.rules.needs import Measured, enough_weeks, need_of
from twinhelm.people.queries import business_hours
from twinhelm.projects.models import Project
from twinhelm.worklog.queries.factors import Spent, spent_on

Step = Callable[[], None]
"""Called after each factor that was read."""
JOB = "inventory.count_needs"
AT_ONCE = 5000
"""Clients or projects in one question: databases bound the number of its parameters."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """One factor as the agency weighs it."""

    factor: Factor
    read: Read | None
    """None: no area tells it yet."""
    weight: int
    full_at: float

    @property
    def is_told(self) -> bool:
        return self.read is not None


@dataclass(frozen=True, slots=True)
class FactorRow:
    """What is kept of one factor of one client or project."""

    key: str
    value: float | None
    weeks: int | None
    score: int | None
    weight: int
    full_at: float


def counting_now() -> Job | None:
    """The count that runs or waits, asked for or by night. Cost: one query."""
    return Job.objects.unfinished().filter(name=JOB).oldest_first().first()


def weighings(changed: Mapping[str, tuple[int, float]] | None = None) -> list[Weighing]:
    """Every factor in order. changed: weights and measures instead of the stored ones. Cost: one query at most."""
    said = stored_weights() if changed is None else changed
    return [
        Weighing(factor, read, *said.get(factor.key, (factor.weight, float(factor.full_at))))
        for factor, read in factors()
    ]


def stored_weights() -> dict[str, tuple[int, float]]:
    """Only what the agency has changed. Cost: one query."""
    return {one.key: (one.weight, float(one.full_at)) for one in FactorWeight.objects.all()}


def period_at(settings: InventorySettings, at: datetime) -> Asked:
    """The whole weeks before this one, where the agency is. Cost: one query."""
    zone = business_hours().zone
    return Asked(whole_weeks_before(day_in(zone, at), settings.weeks), zone=zone)


def clients_counted() -> list[int]:
    """Active and resting ones. Cost: one query."""
    states = (ClientState.ACTIVE, ClientState.RESTING)
    return list(Client.objects.standing().filter(state__in=states).order_by("pk").values_list("pk", flat=True))


def projects_counted() -> dict[int, int]:
    """Those that aren't closed, of clients that are counted, with their clients. Cost: one query."""
    found = Project.objects.going().filter(deleted_at=None, client__in=clients_counted()).order_by("pk")
    return dict(found.values_list("pk", "client"))


def needs_of(asked: Asked, weighed: Sequence[Weighing], *, at: datetime, step: Step = lambda: None) -> list[Need]:
    """Unsaved, of each client or project asked about. Cost: the readers' queries, however many are asked about."""
    told = [one for one in weighed if one.read]
    readings: dict[str, Mapping[int, Reading]] = {}
    for one in told:
        readings[one.factor.key] = one.read(asked) if one.read else {}
        step()
    spent = spent_on(asked)
    return [
        counted(pk, asked, [row_of(one, readings[one.factor.key].get(pk)) for one in told], spent.get(pk), at)
        for pk in asked.ids
    ]


def row_of(weighing: Weighing, reading: Reading | None) -> FactorRow:
    """A value from too few weeks is kept, and scores nothing."""
    value = reading.value if reading else None
    weeks = reading.weeks if reading else None
    means = reading is not None and enough_weeks(weeks, weighing.factor.needs_weeks)
    score = measured(weighing, value if means else None).score
    return FactorRow(weighing.factor.key, value, weeks, score, weighing.weight, weighing.full_at)


def measured(weighing: Weighing, value: float | None) -> Measured:
    return Measured(
        weighing.factor.key, value, weighing.weight, weighing.full_at, is_less_more=weighing.factor.is_less_more
    )


def counted(pk: int, asked: Asked, rows: list[FactorRow], spent: Spent | None, at: datetime) -> Need:
    """About the client; whoever asked about projects says whose they are."""
    known = rescored(rows)
    return Need(
        **{"project_id" if asked.is_of_projects else "client_id": pk},
        first_on=asked.period.first,
        last_on=asked.period.last,
        counted_at=at,
        weekly_minutes=round(spent.minutes / spent.weeks) if spent else None,
        weeks_known=max((row.weeks for row in rows if row.weeks is not None), default=0),
        factors=[asdict(row) for row in rows],
        **{kind.value: known[kind] for kind in NeedKind},
    )


def rescored(rows: Iterable[FactorRow]) -> dict[NeedKind, int | None]:
    """Both needs from rows whose scores are known."""
    kinds = {factor.key: factor.kind for factor, _read in factors()}
    by_kind: dict[NeedKind, list[Any]] = {kind: [] for kind in NeedKind}
    for row in rows:
        if row.key in kinds:
            by_kind[kinds[row.key]].append(row)
    return {kind: need_of(found) for kind, found in by_kind.items()}


def reweighed(need: Need, weighed: Sequence[Weighing]) -> dict[NeedKind, int | None]:
    """What a counted need would be with other weights, from the same facts. Cost: none."""
    stored = {row["key"]: row for row in need.factors}
    rows = []
    for one in weighed:
        kept = stored.get(one.factor.key)
        if kept and one.is_told:
            reading = None if kept["value"] is None else Reading(kept["value"], kept["weeks"])
            rows.append(row_of(one, reading))
    return rescored(rows)


def in_parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def with_ids(asked: Asked, *, clients: Sequence[int] = (), projects: Sequence[int] = ()) -> Asked:
    return Asked(asked.period, clients, projects, asked.zone)


def period_of(need: Need) -> Period:
    return Period(need.first_on, need.last_on)
