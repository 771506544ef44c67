"""What can be chosen for a round: clients with what they need, projects with leads of their own, and who may lead."""

from dataclasses import dataclass, field
from datetime import date

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.clients.queries import Leads, leads_of
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import Relook, Round
from twinhelm.inventory.queries.load import room_of
from twinhelm.inventory.queries.needs import Seen, seen_of
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectLead


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client that a round may ask about, as it is today."""

    seen: Seen
    leads: Leads
    is_due: bool = False
    """Somebody or something asked to look at it again."""
    projects: tuple[Project, ...] = ()
    """Going, with leads of their own."""
    decided_for: date | None = None
    """The day of a change of its leads that is decided and still ahead."""

    @property
    def client(self) -> Client:
        return self.seen.client

    @property
    def wants_change(self) -> bool:
        """A hat is on nobody's head or on that of somebody who left, or the wrong helm stands in front."""
        worn = (self.leads.account, self.leads.production)
        if any(member is None or not member.is_active for member in worn):
            return True
        return self.seen.wanted_mode is not None and self.seen.wanted_mode != self.client.mode

    @property
    def is_small(self) -> bool:
        return self.seen.quarter == Quarter.HYBRID

    @property
    def words(self) -> str:
        """What the search of the page looks through."""
        people = [member.name for member in (self.leads.account, self.leads.production) if member]
        return " ".join([self.client.name, self.client.industry, *people, *(one.name for one in self.projects)]).lower()


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who may lead."""

    member: Member
    takes_account: bool
    takes_production: bool
    room: int
    """Load points, unless the round says otherwise."""

    @property
    def is_usual(self) -> bool:
        return self.takes_account or self.takes_production


@dataclass(slots=True)
class Choices:
    """Everything that a round's form offers."""

    candidates: list[Candidate] = field(default_factory=list)
    takers: list[Taker] = field(default_factory=list)


def choices_for(by: Member, on: date, also: Round | None = None) -> Choices:
    """Active clients, and those that the round asks about already. Cost: nine queries, however many clients."""
    clients = Client.objects.visible_to(by).active()
    if also:
        clients = clients | Client.objects.visible_to(by).filter(pk__in=also.asked.values("client"))
    found = list(clients.distinct().by_name())
    ids = [one.pk for one in found]
    seen, leads, due, projects = seen_of(found), leads_of(ids, on), due_clients(by), led_projects(on)
    ahead = decided_ahead(on)
    candidates = [
        Candidate(seen[one.pk], leads[one.pk], one.pk in due, tuple(projects.get(one.pk, ())), ahead.get(one.pk))
        for one in found
    ]
    return Choices(candidates, takers(on))


def due_clients(viewer: Member) -> set[int]:
    """As far as the reader may know of it."""
    return set(Relook.objects.visible_to(viewer).open().of_clients().values_list("client_id", flat=True))


def decided_ahead(on: date) -> dict[int, date]:
    """The last day on which leads begin that don't lead yet, by client. Cost: one query."""
    rows = ClientLead.objects.filter(from_on__gt=on, part__in=(Part.ACCOUNT, Part.PRODUCTION)).order_by("from_on")
    return dict(rows.values_list("client_id", "from_on"))


def led_projects(on: date) -> dict[int, list[Project]]:
    """Going projects with leads of their own, by client. Cost: one query."""
    parts = (Part.ACCOUNT, Part.PRODUCTION)
    own = ProjectLead.objects.filter(part__in=parts).ending_after(on).values("project")
    found: dict[int, list[Project]] = {}
    for project in Project.objects.filter(pk__in=own, deleted_at=None).going().select_related("client").by_name():
        found.setdefault(project.client_id, []).append(project)
    return found


def takers(on: date) -> list[Taker]:
    """Everybody active, who leads by their roles first. Cost: three queries."""
    members = list(Member.objects.active().by_name().prefetch_related("role_grants"))
    rooms = room_of(members, on=on)
    found = [
        Taker(one, one.holds(Role.ACCOUNT_MANAGER), one.holds(Role.PRODUCTION_MANAGER), rooms[one.pk].points)
        for one in members
    ]
    return sorted(found, key=lambda taker: not taker.is_usual)
