"""Hours with clients and on projects, as facts of what they need."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min, Q, Sum
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.models import Client, ClientAlias
from twinhelm.clients.queries.factors import Asked, Factor, Reading, Rows, reads_factor
from twinhelm.foundation.periods import Period
from twinhelm.projects.models import Project
from twinhelm.responsibilities.choices import Family
from twinhelm.worklog.models import WorkEntry, WorkEntryQuerySet

LEAST_WEEKS = 4
Names = Mapping[tuple[str, str], int]
"""Clients by (name, ""), or projects by (client's name, project's name), in the database's lower case."""


@dataclass(slots=True)
class Spent:
    """Hours of one client or project over the period."""

    weeks: int
    """Of the period, since the first entry ever."""
    client_minutes: int = 0
    project_minutes: int = 0
    unsorted_minutes: int = 0

    def add(self, family: str | None, minutes: int) -> None:
        if family == Family.CLIENT:
            self.client_minutes += minutes
        elif family == Family.PROJECT:
            self.project_minutes += minutes
        else:
            self.unsorted_minutes += minutes

    @property
    def minutes(self) -> int:
        return self.client_minutes + self.project_minutes + self.unsorted_minutes

    @property
    def is_sorted(self) -> bool:
        """At least half of it is, so that a family's hours mean something."""
        return 2 * self.unsorted_minutes <= self.minutes


def entries_of(family: Family) -> Rows:
    def rows(client_id: int, project_id: int | None, period: Period) -> str:
        whose = {"of_project": project_id} if project_id else {"of_client": client_id}
        asked = {**whose, "family": family.value, "first": period.first, "last": period.last}
        return f"{reverse('worklog:entries')}?{urlencode(asked)}"

    return rows


CLIENT_HOURS = Factor(
    "client_hours",
    NeedKind.COMMUNICATION,
    _("Hours of client work"),
    _("h a week"),
    60,
    6,
    2,
    LEAST_WEEKS,
    rows=entries_of(Family.CLIENT),
)
PROJECT_HOURS = Factor(
    "project_hours",
    NeedKind.COMPLEXITY,
    _("Hours of project work"),
    _("h a week"),
    55,
    16,
    4,
    LEAST_WEEKS,
    rows=entries_of(Family.PROJECT),
)


@reads_factor(CLIENT_HOURS)
def client_hours(asked: Asked) -> Mapping[int, Reading]:
    """Cost: four queries."""
    return {
        pk: Reading(round(spent.client_minutes / 60 / spent.weeks, 2), spent.weeks)
        for pk, spent in spent_on(asked).items()
        if spent.is_sorted
    }


@reads_factor(PROJECT_HOURS)
def project_hours(asked: Asked) -> Mapping[int, Reading]:
    """Cost: four queries."""
    return {
        pk: Reading(round(spent.project_minutes / 60 / spent.weeks, 2), spent.weeks)
        for pk, spent in spent_on(asked).items()
        if spent.is_sorted
    }


def spent_on(asked: Asked) -> dict[int, Spent]:
    """Whose entries never named them isn't in the answer. Entries find clients by name, as on the clients' pages.

    Cost: four queries, five for projects.
    """
    names = project_names(asked) if asked.is_of_projects else client_names(asked)
    found: dict[int, Spent] = {}
    for key, first in first_days(asked):
        if pk := names.get(key):
            weeks = max(asked.weeks_since(first), found[pk].weeks if pk in found else 0)
            found[pk] = Spent(weeks)
    for key, family, minutes in sums(asked):
        spent = found.get(names.get(key, 0))
        if spent:
            spent.add(family, minutes or 0)
    return {pk: spent for pk, spent in found.items() if spent.weeks}


def keyed(asked: Asked) -> WorkEntryQuerySet:
    rows = WorkEntry.objects.counted().filter(on__isnull=False).annotate(client_key=Lower("client_name"))
    if asked.is_of_projects:
        return rows.exclude(project_name="").annotate(project_key=Lower("project_name"))
    return rows.exclude(client_name="")


def keys(asked: Asked) -> tuple[str, ...]:
    return ("client_key", "project_key") if asked.is_of_projects else ("client_key",)


def first_days(asked: Asked) -> Iterator[tuple[tuple[str, str], date]]:
    for *key, first in keyed(asked).values_list(*keys(asked)).order_by().annotate(Min("on")):
        yield whole(key), first


def sums(asked: Asked) -> Iterator[tuple[tuple[str, str], str | None, int | None]]:
    rows = keyed(asked).during(asked.period).values_list(*keys(asked), "responsibility__family").order_by()
    for *key, family, minutes in rows.annotate(Sum("minutes")):
        yield whole(key), family, minutes


def whole(key: list[Any]) -> tuple[str, str]:
    return (key[0], key[1] if len(key) > 1 else "")


def client_names(asked: Asked) -> Names:
    """Cost: two queries."""
    own = Client.objects.filter(pk__in=asked.client_ids).values_list(Lower("name"), "pk")
    other = ClientAlias.objects.filter(client__in=asked.client_ids).values_list(Lower("name"), "client")
    return {(name, ""): pk for name, pk in [*other, *own]}


def project_names(asked: Asked) -> Names:
    """With each name of the client, and without where no other project has the name. Cost: three queries."""
    standing = Q(deleted_at=None, client__deleted_at=None)
    everybody = Project.objects.filter(standing).values_list("pk", "client", Lower("name"), Lower("client__name"))
    same: dict[str, list[int]] = defaultdict(list)
    for pk, _client, name, _client_name in everybody:
        same[name].append(pk)
    wanted = set(asked.project_ids)
    aliases: dict[int, list[str]] = defaultdict(list)
    for name, client in ClientAlias.objects.values_list(Lower("name"), "client"):
        aliases[client].append(name)
    names: dict[tuple[str, str], int] = {}
    for pk, client, name, client_name in everybody:
        if pk in wanted:
            names |= {(one, name): pk for one in (client_name, *aliases[client])}
            if same[name] == [pk]:
                names["", name] = pk
    return names
