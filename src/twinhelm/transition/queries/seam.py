"""Clients with two leads: when the two last looked at them together, and how their work drifts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import ClientState, Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Agency, Member
from twinhelm.transition.models import JointReview
from twinhelm.transition.queries.days import zone_of
from twinhelm.transition.queries.seam_drift import Drift, drift_of
from twinhelm.transition.rules.joint_reviews import days_since, is_overdue
from twinhelm.transition.rules.seam import Course, Trend

GOING = (ClientState.ACTIVE, ClientState.RESTING)
HATS = (Part.ACCOUNT, Part.PRODUCTION)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two leads of a client, and since when both of them lead."""

    client: Client
    account: Member
    production: Member
    both_since_on: date
    last_on: date | None
    """The day of their last joint review; null: none yet."""
    today: date
    """Where the client is."""

    @property
    def days(self) -> int:
        return days_since(self.last_on, self.both_since_on, self.today)

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.days)

    @property
    def is_counted_from_start(self) -> bool:
        """These two have not sat together yet."""
        return self.last_on is None or self.last_on < self.both_since_on

    @property
    def days_words(self) -> str:
        if self.days == 0:
            return _("today")
        return ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}

    def has(self, member: Member) -> bool:
        return member in (self.account, self.production)


@dataclass(frozen=True, slots=True)
class SeamRow:
    """One client of the list."""

    pair: Pair
    drift: Drift

    @property
    def client_words(self) -> str:
        return words_of(self.drift.of_client)

    @property
    def project_words(self) -> str:
        return words_of(self.drift.of_project)

    @property
    def grows(self) -> bool:
        """In either direction."""
        return Course.GROWS in (self.drift.of_client.course, self.drift.of_project.course)

    @property
    def worst_first(self) -> tuple[int, int, str]:
        return -self.pair.days, -(self.drift.together.lately or 0), self.pair.client.name.casefold()


def words_of(trend: Trend) -> str:
    if trend.lately is None:
        return _("too little to say")
    said = {"lately": trend.lately, "before": trend.before}
    sentences = {
        None: _("%(lately)s %% in the last four weeks; too little before to compare"),
        Course.GROWS: _("%(lately)s %% in the last four weeks, %(before)s %% before: it grows"),
        Course.SHRINKS: _("%(lately)s %% in the last four weeks, %(before)s %% before: it shrinks"),
        Course.STEADY: _("%(lately)s %% in the last four weeks, %(before)s %% before"),
    }
    return sentences[trend.course] % said


def seam(viewer: Member, *, at: datetime, only_mine: bool = False) -> list[SeamRow]:
    """The worst first. Cost: seven queries, however many clients."""
    clients = Client.objects.visible_to(viewer).filter(state__in=GOING)
    pairs = [one for one in pairs_of(clients, viewer.agency, at) if not only_mine or one.has(viewer)]
    return sorted(with_drift(pairs, viewer, day_in(viewer.zone, at)), key=lambda row: row.worst_first)


def seam_of(client: Client, viewer: Member, *, at: datetime) -> SeamRow | None:
    """Nothing where one person leads both. Cost: seven queries at most."""
    pairs = list(pairs_of(Client.objects.filter(pk=client.pk), viewer.agency, at))
    return next(iter(with_drift(pairs, viewer, day_in(viewer.zone, at))), None)


def pair_of(client: Client, viewer: Member, *, at: datetime) -> Pair | None:
    """Nothing where one person leads both. Cost: two queries."""
    return next(pairs_of(Client.objects.filter(pk=client.pk), viewer.agency, at), None)


def with_drift(pairs: Iterable[Pair], viewer: Member, today: date) -> list[SeamRow]:
    found = list(pairs)
    own = [one.client.pk for one in found if one.has(viewer)]
    drifts = drift_of([one.client.pk for one in found], first_seen=own, on=today)
    return [SeamRow(one, drifts[one.client.pk]) for one in found]


def pairs_of(clients: QuerySet[Client], agency: Agency | None, at: datetime) -> Iterator[Pair]:
    """With two different people in front. Cost: two queries."""
    last = JointReview.objects.filter(client=OuterRef("pk"), deleted_at=None).order_by("-on").values("on")[:1]
    known = {one.pk: one for one in clients.annotate(last_joint=Subquery(last))}
    days = {pk: day_in(zone_of(one, agency), at) for pk, one in known.items()}
    leads = ClientLead.objects.filter(client__in=clients.values("pk"), part__in=HATS)
    found: dict[int, dict[str, ClientLead]] = defaultdict(dict)
    for row in leads.ending_after(at.date() - A_DAY).select_related("member").order_by("from_on", "pk"):
        if row.client_id in known and is_in_force(row, days[row.client_id]):
            found[row.client_id][row.part] = row
    for pk, both in found.items():
        if len(both) == len({row.member_id for row in both.values()}) == len(HATS):
            account, production = (both[part] for part in HATS)
            since, client = max(account.from_on, production.from_on), known[pk]
            yield Pair(client, account.member, production.member, since, client.last_joint, days[pk])


def is_in_force(row: ClientLead, day: date) -> bool:
    return row.from_on <= day and (row.to_on is None or row.to_on >= day)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A client that its two leads have not looked at together for too long."""

    client_id: int
    name: str
    days: int


def overdue_of(member: Member, today: date) -> list[Overdue]:
    """Of the member's own clients, the worst first.

    Cost: one query.
    """
    part_of_other = Case(When(part=Part.ACCOUNT, then=Value(Part.PRODUCTION)), default=Value(Part.ACCOUNT))
    other = ClientLead.objects.on(today).filter(client=OuterRef("client"), part=OuterRef("other_part"))
    last = JointReview.objects.filter(client=OuterRef("client"), deleted_at=None).order_by("-on").values("on")[:1]
    rows: Any = ClientLead.objects.on(today).filter(member=member, part__in=HATS, client__state__in=GOING)
    rows = rows.filter(client__deleted_at=None, client__merged_into=None).annotate(other_part=part_of_other)
    rows = rows.annotate(
        other_member=Subquery(other.values("member")[:1]),
        other_from_on=Subquery(other.values("from_on")[:1]),
        last_joint=Subquery(last),
    )
    rows = rows.exclude(other_member=None).exclude(other_member=member.pk)
    fields = ("client_id", "client__name", "from_on", "other_from_on", "last_joint")
    found = [
        Overdue(pk, name, days_since(joint, max(own, others), today))
        for pk, name, own, others, joint in rows.values_list(*fields)
    ]
    return sorted((one for one in found if is_overdue(one.days)), key=lambda one: (-one.days, one.name.casefold()))


def place_in(said: str, count: int) -> int:
    """A place in a list of so many; nonsense is its beginning."""
    return (
        int(said) if said.isascii() and said.isdigit() and len(said) < len(str(count)) + 1 and int(said) < count else 0
    )


def table_of(rows: Iterable[SeamRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        pair, of_client, of_project = row.pair, row.drift.of_client, row.drift.of_project
        yield (
            pair.client.name,
            pair.account.name,
            pair.production.name,
            pair.last_on.isoformat() if pair.last_on else "",
            pair.days,
            _("yes") if pair.is_overdue else _("no"),
            *("" if value is None else value for value in (of_client.lately, of_client.before)),
            *("" if value is None else value for value in (of_project.lately, of_project.before)),
        )
