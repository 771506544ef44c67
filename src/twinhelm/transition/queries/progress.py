"""How far the change is: by clients, by revenue and by hours, and when the last one follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from twinhelm.clients.policies import may_see_revenue
from twinhelm.foundation.clock import day_in
from twinhelm.inventory.models import Need
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step, TransitionState
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.rules.pace import FEWEST, finish

NEXT = 3
THROUGH, UNDER_WAY, TO_COME = "through", "under_way", "to_come"
STANDING = Case(
    When(state=TransitionState.THROUGH, then=Value(THROUGH)),
    When(step=Step.ASSESS, then=Value(TO_COME)),
    default=Value(UNDER_WAY),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure in three parts: clients, minutes a week or cents a year."""

    through: int = 0
    under_way: int = 0
    to_come: int = 0
    """Not begun: still to be assessed."""
    unknown: int = 0
    """Clients of which the measure is not known; they are in no part."""

    @property
    def total(self) -> int:
        return self.through + self.under_way + self.to_come

    @property
    def share(self) -> float:
        """Through, from 0 to 1."""
        return self.through / self.total if self.total else 0.0

    @property
    def begun_share(self) -> float:
        """Through or under way, from 0 to 1."""
        return (self.through + self.under_way) / self.total if self.total else 0.0

    @property
    def under_way_share(self) -> float:
        return self.under_way / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """Through; neither 0 nor 100 unless it is so."""
        if 0 < self.through < self.total:
            return min(99, max(1, round(100 * self.share)))
        return round(100 * self.share)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one programme is, as far as its viewer may see."""

    programme: Programme
    clients: Bar
    hours: Bar
    """Minutes a week."""
    revenue: Bar | None
    """Cents a year; None: not for this viewer."""
    rolled_back: int = 0
    stopped: int = 0
    """Under way, but somebody stopped it."""
    earliest_on: date | None = None
    """The last one follows between these days, eight chances of ten."""
    latest_on: date | None = None
    """None beside a first day: not before that, and how late can't be told."""
    ended_on: date | None = None
    """All are through since this day."""

    @property
    def is_half_way(self) -> bool:
        return 2 * self.clients.through > self.clients.total

    @property
    def is_through(self) -> bool:
        return bool(self.clients.total) and self.clients.through == self.clients.total

    @property
    def is_too_early(self) -> bool:
        """So few are through that no end can be told."""
        return self.earliest_on is None and not self.is_through

    @property
    def fewest(self) -> int:
        return FEWEST


def progress_of(programme: Programme, viewer: Member, *, at: datetime) -> Progress:
    """Cost: two queries, however many clients."""
    sees_revenue = bool(may_see_revenue(viewer))
    parts = parts_of(programme, viewer, sees_revenue=sees_revenue)
    clients = bar_of(parts, "clients")
    came = through_at(programme, viewer) if clients.through else []
    found = finish(came, clients.total - clients.through, at)
    days = {"earliest_on": day_in(viewer.zone, found.earliest)} if found else {}
    if found and found.latest:
        days["latest_on"] = day_in(viewer.zone, found.latest)
    if came and clients.through == clients.total:
        days["ended_on"] = day_in(viewer.zone, max(came))
    return Progress(
        programme,
        clients,
        bar_of(parts, "minutes"),
        bar_of(parts, "cents") if sees_revenue else None,
        rolled_back=sum(row["clients"] for row in parts if row["state"] == TransitionState.ROLLED_BACK),
        stopped=sum(row["stopped"] for row in parts if row["state"] == TransitionState.UNDER_WAY),
        **days,
    )


def parts_of(programme: Programme, viewer: Member, *, sees_revenue: bool) -> list[Mapping[str, Any]]:
    """Sums by how the way of a client stands. Hours as measured, else as agreed."""
    spent = Need.objects.filter(client=OuterRef("client"), project=None).values("weekly_minutes")[:1]
    minutes = Coalesce(Subquery(spent), F("client__weekly_minutes"))
    sums: dict[str, Any] = {
        "clients": Count("pk"),
        "minutes": Sum("weekly"),
        "minutes_known": Count("weekly"),
        "stopped": Count("pk", filter=Q(stopped_at__isnull=False)),
    }
    if sees_revenue:
        sums |= {"cents": Sum("client__yearly_cents"), "cents_known": Count("client__yearly_cents")}
    rows = Transition.objects.visible_to(viewer).filter(programme=programme).annotate(weekly=minutes)
    return list(rows.order_by().values("state", standing=STANDING).annotate(**sums))


def bar_of(parts: Iterable[Mapping[str, Any]], measure: str) -> Bar:
    sums, unknown = dict.fromkeys((THROUGH, UNDER_WAY, TO_COME), 0), 0
    for row in parts:
        if row["state"] in OPEN:
            sums[row["standing"]] += row[measure] or 0
            unknown += row["clients"] - row.get(f"{measure}_known", row["clients"])
    return Bar(**sums, unknown=unknown)


def through_at(programme: Programme, viewer: Member) -> list[datetime]:
    rows = Transition.objects.visible_to(viewer).filter(programme=programme).through()
    return [at for at in rows.values_list("ended_at", flat=True) if at]


def following(programme: Programme, viewer: Member, most: int = NEXT) -> list[Transition]:
    """Who comes through next: under way, not stopped, by when the new leads count. Cost: one query."""
    rows = Transition.objects.visible_to(viewer).filter(programme=programme, stopped_at=None)
    going = rows.under_way().exclude(step=Step.ASSESS).select_related("client", "account", "production")
    return list(going.order_by(F("effective_on").asc(nulls_last=True), "pk")[:most])
