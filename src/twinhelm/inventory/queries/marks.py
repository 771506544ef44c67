"""Every client or project of the inventory at once: what it needs, who leads it, and what narrows the view."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from twinhelm.clients.choices import ClientState, Mode, NeedKind
from twinhelm.clients.models import Client, ClientQuerySet
from twinhelm.clients.queries.listing import NOBODY, named_otherwise
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import Overrule, Relook
from twinhelm.inventory.queries.led import Led, led_clients, led_projects
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectQuerySet

ANY_STATE = "any"
PROJECTS = "projects"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of the inventory; what is empty narrows nothing."""

    of: str = ""
    """`projects`: those that are going; else clients."""
    words: str = ""
    quarter: str = ""
    mode: str = ""
    lead: str = ""
    """A member's number, or `nobody`: where a lead is missing."""
    state: str = ""
    """Empty: clients that are active, projects that are going."""
    overruled: bool = False
    due: bool = False
    """Only those whose decision came back."""
    sort: str = ""

    @property
    def is_of_projects(self) -> bool:
        return self.of == PROJECTS

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.quarter or self.mode or self.lead or self.state or self.overruled or self.due)


@dataclass(frozen=True, slots=True)
class Mark:
    """One client or project: what it needs, how and by whom it is led."""

    seen: Seen
    leads: Led
    relooks: int = 0
    """Decisions that came back and are open."""

    @property
    def pk(self) -> int:
        return self.work.pk

    @property
    def work(self) -> Client | Project:
        return self.seen.project or self.seen.client

    @property
    def name(self) -> str:
        return self.seen.name

    @property
    def mode(self) -> Mode:
        """In force today."""
        own = self.seen.project.mode if self.seen.project else ""
        return Mode(own or self.seen.client.mode)

    @property
    def minutes(self) -> int | None:
        return self.seen.weekly_minutes

    @property
    def communication(self) -> float | None:
        return points(self.seen.communication)

    @property
    def complexity(self) -> float | None:
        return points(self.seen.complexity)

    @property
    def counted_communication(self) -> float | None:
        return points(self.seen.counted_tenths(NeedKind.COMMUNICATION))

    @property
    def counted_complexity(self) -> float | None:
        return points(self.seen.counted_tenths(NeedKind.COMPLEXITY))

    @property
    def is_overruled(self) -> bool:
        return bool(self.seen.overrules)

    @property
    def said(self) -> list[Overrule]:
        """What people said of its place; the same reason for both needs is told once."""
        return list({(one.by_id, one.reason): one for one in self.seen.overrules.values()}.values())

    @property
    def is_led(self) -> bool:
        return self.leads.account is not None or self.leads.production is not None

    @property
    def lacks_lead(self) -> bool:
        return self.leads.account is None or self.leads.production is None

    @property
    def is_led_otherwise(self) -> bool:
        """The helm in front isn't the one that the needs ask for. Where both are strong, or none, either will do."""
        wanted = {Quarter.ACCOUNT: {Mode.CLIENT_LED}, Quarter.PRODUCTION: {Mode.PRODUCTION_LED}}
        wanted[Quarter.TWO] = {Mode.CLIENT_LED, Mode.PRODUCTION_LED}
        return self.seen.quarter in wanted and self.mode not in wanted[self.seen.quarter]


def points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def marks_of(viewer: Member, wanted: Wanted, *, on: date) -> list[Mark]:
    """The largest first. Cost: seven queries for clients, eight for projects, however many."""
    made = marks_of_projects if wanted.is_of_projects else marks_of_clients
    fitting = [mark for mark in made(viewer, wanted, on=on) if is_wanted(mark, wanted)]
    return sorted(fitting, key=lambda mark: (-(mark.minutes or 0), mark.name.lower(), mark.pk))


def marks_of_clients(viewer: Member, wanted: Wanted, *, on: date) -> list[Mark]:
    found = Client.objects.visible_to(viewer)
    if wanted.state != ANY_STATE:
        found = found.filter(state=wanted.state or ClientState.ACTIVE)
    if wanted.words:
        named = Q(name__icontains=wanted.words) | Q(pk__in=named_otherwise(wanted.words))
        found = found.filter(named | Q(industry__icontains=wanted.words))
    return clients_marked(found, viewer, on)


def clients_marked(found: ClientQuerySet | Sequence[Client], viewer: Member, on: date) -> list[Mark]:
    """Cost: six queries beside the clients themselves."""
    clients = list(found)
    seen, leads = seen_of(clients), led_clients((client.pk for client in clients), on)
    relooks = relooks_by(viewer, "client", Q(project=None))
    return [Mark(seen[one.pk], leads[one.pk], relooks.get(one.pk, 0)) for one in clients]


def marks_of_projects(viewer: Member, wanted: Wanted, *, on: date) -> list[Mark]:
    found = Project.objects.visible_to(viewer).filter(client__merged_into=None)
    if wanted.state != ANY_STATE:
        found = found.filter(state=wanted.state) if wanted.state else found.going()
    if wanted.words:
        found = found.filter(Q(name__icontains=wanted.words) | Q(client__name__icontains=wanted.words))
    return projects_marked(found.select_related("client"), viewer, on)


def projects_marked(found: ProjectQuerySet | Sequence[Project], viewer: Member, on: date) -> list[Mark]:
    """Needs: their clients are loaded. Cost: seven queries beside the projects themselves."""
    projects = list(found)
    seen, leads = seen_of_projects(projects), led_projects(projects, on)
    relooks = relooks_by(viewer, "project", ~Q(project=None))
    return [Mark(seen[one.pk], leads[one.pk], relooks.get(one.pk, 0)) for one in projects]


def relooks_by(viewer: Member, owner: str, about: Q) -> dict[int, int]:
    """Only those that the reader may know of already."""
    rows = Relook.objects.visible_to(viewer).open().filter(about).order_by().values(owner).annotate(n=Count("pk"))
    return {row[owner]: row["n"] for row in rows}


def is_wanted(mark: Mark, wanted: Wanted) -> bool:
    return (
        wanted.quarter in ("", mark.seen.quarter)
        and wanted.mode in ("", mark.mode)
        and (mark.is_overruled or not wanted.overruled)
        and (mark.relooks > 0 or not wanted.due)
        and has_lead(mark, wanted.lead)
    )


def has_lead(mark: Mark, lead: str) -> bool:
    if lead == NOBODY:
        return mark.lacks_lead
    people = {one.pk for one in (mark.leads.account, mark.leads.production) if one}
    return not lead or int(lead) in people


@dataclass(frozen=True, slots=True)
class Tally:
    """What the marks come to, by quarter, and what deserves a look."""

    quarters: Counter[Quarter]
    otherwise: list[Mark]
    """Led by another helm than the one that they need, the largest first."""
    due: int
    overruled: int
    least_weeks: int
    """Weeks known of the one of which most is known among those that can't be placed."""

    @property
    def all(self) -> int:
        return self.quarters.total()

    @property
    def account(self) -> int:
        return self.quarters[Quarter.ACCOUNT]

    @property
    def production(self) -> int:
        return self.quarters[Quarter.PRODUCTION]

    @property
    def two(self) -> int:
        return self.quarters[Quarter.TWO]

    @property
    def hybrid(self) -> int:
        return self.quarters[Quarter.HYBRID]

    @property
    def unknown(self) -> int:
        return self.quarters[Quarter.UNKNOWN]

    @property
    def placed(self) -> int:
        return self.all - self.unknown


def tally_of(marks: Iterable[Mark]) -> Tally:
    """Of the marks as given."""
    every = list(marks)
    return Tally(
        quarters=Counter(mark.seen.quarter for mark in every),
        otherwise=[mark for mark in every if mark.is_led_otherwise],
        due=sum(mark.relooks > 0 for mark in every),
        overruled=sum(mark.is_overruled for mark in every),
        least_weeks=max((mark.seen.weeks_known for mark in every if not mark.seen.is_enough), default=0),
    )


def was_ever_counted(marks: Iterable[Mark]) -> bool:
    return any(mark.seen.counted for mark in marks)
