"""Whose work an entry was: found by the names that it carries, since files know no numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Lower

from twinhelm.clients.models import Client, ClientAlias
from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import WorkEntry, sees_everybody
from twinhelm.worklog.rules.shares import Share

ROOM = 1.06
"""The longest bar leaves a little of its track."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Hours of one responsibility, and how long its bar is beside the longest of both families."""

    line: Responsibility
    minutes: int
    share: float


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a month by responsibility, as far as the reader may see them."""

    period: Period
    bars: tuple[Bar, ...]
    share: Share
    sees_everybody: bool

    @property
    def client_bars(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.line.family == Family.CLIENT]

    @property
    def project_bars(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.line.family == Family.PROJECT]

    @property
    def minutes(self) -> int:
        return self.share.minutes + self.share.unsorted


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def hours_of(entries: QuerySet[WorkEntry], viewer: Member, period: Period) -> Hours:
    """The agency's current lines, and retired ones that have hours. Cost: two queries."""
    sums = entries.order_by().values_list("responsibility").annotate(minutes=Sum("minutes"))
    minutes = {line: spent or 0 for line, spent in sums}
    unsorted = minutes.pop(None, 0)
    lines = Responsibility.objects.filter(Q(retired_at=None) | Q(pk__in=list(minutes))).in_order()
    longest = max(minutes.values(), default=0) * ROOM
    bars = tuple(Bar(line, spent := minutes.get(line.pk, 0), spent / longest if longest else 0.0) for line in lines)
    client = sum(bar.minutes for bar in bars if bar.line.family == Family.CLIENT)
    share = Share(client, sum(minutes.values()) - client, unsorted=unsorted)
    return Hours(period, bars, share, sees_everybody(viewer))


def hours_of_project(project: Project, viewer: Member, period: Period) -> Hours:
    """Cost: four queries."""
    entries = of_project(seen_in(period, viewer), project)
    return hours_of(entries, viewer, period)


def hours_of_client(client: Client, viewer: Member, period: Period) -> Hours:
    """Cost: three queries."""
    entries = of_client(seen_in(period, viewer), client)
    return hours_of(entries, viewer, period)


def seen_in(period: Period, viewer: Member) -> QuerySet[WorkEntry]:
    return WorkEntry.objects.visible_to(viewer).counted().during(period)


def of_client(entries: QuerySet[WorkEntry], client: Client) -> QuerySet[WorkEntry]:
    """Entries with the name of the client or another name of theirs, in whatever case. Cost: one query."""
    return entries.alias(client_key=Lower("client_name")).filter(client_key__in=lowered(names_of(client)))


def of_project(entries: QuerySet[WorkEntry], project: Project) -> QuerySet[WorkEntry]:
    """Entries with the project's name and its client's; without a client only where no other project has the name.

    Cost: two queries.
    """
    named = entries.alias(project_key=Lower("project_name"), client_key=Lower("client_name"))
    named = named.filter(project_key__in=lowered([project.name]))
    of_whom = Q(client_key__in=lowered(names_of(project.client)))
    return named.filter(of_whom | Q(client_name="")) if is_only_one(project) else named.filter(of_whom)


def names_of(client: Client) -> list[str]:
    """Cost: one query."""
    return [client.name, *ClientAlias.objects.filter(client=client).values_list("name", flat=True)]


def is_only_one(project: Project) -> bool:
    others = Project.objects.filter(name__iexact=project.name, deleted_at=None, client__deleted_at=None)
    return not others.exclude(pk=project.pk).exists()


def lowered(names: Iterable[str]) -> list[Lower]:
    """By the database's own notion of case, so that its indexes are of use."""
    return [Lower(Value(name)) for name in names]
