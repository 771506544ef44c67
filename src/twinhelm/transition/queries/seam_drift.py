"""How much of each other's work the two leads of a client do, week by week, from the laundry list.

A trend and never a list of acts: shown to the two leads first, to others who lead work a week later.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.foundation.clock import monday_of
from twinhelm.responsibilities.choices import Family
from twinhelm.transition.rules.seam import WEEKS, Crossed, Trend, points_of, trend_of
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries.ties import clients_by_name, named

A_WEEK = timedelta(days=7)
FIRST_WEEKS = 1
"""The last whole week is the leads' own to look at first."""
Leading = Mapping[tuple[int, date], tuple[int, int]]
"""Account and production lead by client and Monday, where both led the whole week and are two people."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Of one client: what the production lead did of the client work, and the account lead of the project work."""

    weeks: list[date] = field(default_factory=list)
    client: list[Crossed | None] = field(default_factory=list)
    project: list[Crossed | None] = field(default_factory=list)

    @property
    def of_client(self) -> Trend:
        return trend_of(self.client)

    @property
    def of_project(self) -> Trend:
        return trend_of(self.project)

    @property
    def both(self) -> list[Crossed | None]:
        return [
            (one or Crossed()) + (other or Crossed()) if one or other else None
            for one, other in zip(self.client, self.project, strict=True)
        ]

    @property
    def together(self) -> Trend:
        return trend_of(self.both)

    @property
    def points(self) -> list[int]:
        return points_of(self.both)


def drift_of(client_ids: Iterable[int], *, first_seen: Iterable[int], on: date) -> dict[int, Drift]:
    """first_seen: clients of which the viewer is a lead. Cost: four queries, however many clients."""
    wanted, own = list(client_ids), set(first_seen)
    mondays = [monday_of(on) - A_WEEK * number for number in range(WEEKS + FIRST_WEEKS, 0, -1)]
    leading = who_led(wanted, mondays)
    minutes = minutes_of(wanted, mondays, {member for pair in leading.values() for member in pair})
    return {
        pk: drift_in(pk, mondays[FIRST_WEEKS:] if pk in own else mondays[:-FIRST_WEEKS], leading, minutes)
        for pk in wanted
    }


def who_led(client_ids: Sequence[int], mondays: Sequence[date]) -> Leading:
    """Cost: one query."""
    last = mondays[-1] + A_WEEK
    rows = ClientLead.objects.filter(client__in=client_ids, part__in=[Part.ACCOUNT, Part.PRODUCTION], from_on__lt=last)
    rows = rows.filter(Q(to_on=None) | Q(to_on__gte=mondays[0]))
    by_week: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for client, part, member, from_on, to_on in rows.values_list("client_id", "part", "member_id", "from_on", "to_on"):
        for monday in mondays:
            if from_on <= monday and (to_on is None or to_on >= monday + timedelta(days=6)):
                by_week[client, monday][part] = member
    return {
        key: (pair[Part.ACCOUNT], pair[Part.PRODUCTION])
        for key, pair in by_week.items()
        if len(pair) == len(set(pair.values())) == 2
    }


Minutes = Mapping[tuple[int, date], Mapping[tuple[int, str], int]]
"""By client and Monday, then by member and family."""


def minutes_of(client_ids: Sequence[int], mondays: Sequence[date], members: set[int]) -> Minutes:
    """Cost: three queries."""
    names = clients_by_name(client_ids)
    found: dict[tuple[int, date], dict[tuple[int, str], int]] = defaultdict(lambda: defaultdict(int))
    entries = WorkEntry.objects.filter(
        on__gte=mondays[0], on__lt=mondays[-1] + A_WEEK, member__in=members, responsibility__isnull=False
    )
    rows: Any = named(entries)
    if len(names) <= FEW:
        rows = rows.filter(client_key__in=list(names))
    rows = rows.values("client_key", "week", "member_id", "responsibility__family").annotate(found=Sum("minutes"))
    fields = ("client_key", "week", "member_id", "responsibility__family", "found")
    for key, week, member, family, minutes in rows.values_list(*fields):
        if minutes and (client := names.get(key)):
            found[client, week][member, family] += minutes
    return found


FEW = 50
"""So many names stand in the question; more are picked out of the answer."""


def drift_in(client: int, mondays: Sequence[date], leading: Leading, minutes: Minutes) -> Drift:
    drift = Drift(list(mondays))
    for monday in mondays:
        pair = leading.get((client, monday))
        spent = minutes.get((client, monday), {})
        drift.client.append(crossed(spent, pair, Family.CLIENT) if pair else None)
        drift.project.append(crossed(spent, (pair[1], pair[0]), Family.PROJECT) if pair else None)
    return drift


def crossed(spent: Mapping[tuple[int, str], int], pair: tuple[int, int], family: Family) -> Crossed:
    """pair: whose work it is, then who does it across the seam."""
    own, across = (spent.get((member, family), 0) for member in pair)
    return Crossed(own + across, across)
