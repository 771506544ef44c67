"""The list of projects: narrowed, in order, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Key, Paging, page_of
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Milestone, Project, ProjectLead, ProjectSeat, ScopeItem
from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects

PAGE = 50
AT_WORK = (ProjectState.PROPOSED, ProjectState.ACTIVE)
"""What lies on the back burner or is closed isn't late."""
SORTS: dict[str, tuple[Key, ...]] = {
    "name": (Key("name_key"), Key("pk")),
    "-name": (Key("name_key", is_falling=True), Key("pk")),
    "client": (Key("client_key"), Key("name_key"), Key("pk")),
    "-made": (Key("made_at", is_falling=True), Key("pk", is_falling=True)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which projects somebody wants to see; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    """A state; empty: all but the closed."""
    kind: str = ""
    client: int | None = None
    lead: int | None = None
    mine: bool = False
    late: bool = False
    """Only those with a milestone past its day."""
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.state or self.kind or self.client or self.lead or self.mine or self.late)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    project: Project
    leads: ProjectLeads
    agreed_minutes: int
    milestone: Milestone | None
    """The next that isn't reached."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some projects, and where the next ones begin."""

    rows: list[Row]
    after: str


def wanted_projects(viewer: Member, wanted: Wanted, *, on: date) -> QuerySet[Project]:
    found = besides_state(viewer, wanted, on=on)
    if wanted.state:
        return found.filter(state=wanted.state)
    return found.going()  # type: ignore[attr-defined,no-any-return]


def besides_state(viewer: Member, wanted: Wanted, *, on: date) -> QuerySet[Project]:
    found = Project.objects.visible_to(viewer).select_related("client")
    found = found.annotate(name_key=Lower("name"), client_key=Lower("client__name"))
    if wanted.words:
        found = found.filter(Q(name__icontains=wanted.words) | Q(client__name__icontains=wanted.words))
    for name in ("kind", "client"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.mine:
        found = found.filter(theirs(viewer.pk, on) | Q(pk__in=seats_of(viewer.pk)))
    if wanted.lead:
        found = found.filter(theirs(wanted.lead, on))
    if wanted.late:
        past = Milestone.objects.filter(reached_on=None, due_on__lt=on).values("project")
        found = found.filter(pk__in=past, state__in=AT_WORK)
    return found


def theirs(member_id: int, on: date) -> Q:
    """Projects that a member leads: by a decision of their own, or as the client's lead where none stands against it."""
    own = ProjectLead.objects.on(on).filter(member_id=member_id)
    inherited = Q()
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        decided = ProjectLead.objects.on(on).filter(part=part).values("project")
        clients = ClientLead.objects.on(on).filter(part=part, member_id=member_id).values("client")
        inherited |= Q(client__in=clients) & ~Q(pk__in=decided)
    return Q(pk__in=own.values("project")) | inherited


def seats_of(member_id: int) -> QuerySet[Any, Any]:
    return ProjectSeat.objects.filter(member_id=member_id, left_on=None).values("project")


def page_wanted(viewer: Member, wanted: Wanted, after: str, *, at: datetime) -> Page:
    """Cost: five queries, however far in. A place that isn't there is the beginning."""
    on = at.astimezone(viewer.zone).date()
    keys = SORTS.get(wanted.sort, SORTS["name"])
    found = wanted_projects(viewer, wanted, on=on)
    try:
        projects, following = page_of(found, keys, Paging(after=after[:500], limit=PAGE))
    except Invalid:
        projects, following = page_of(found, keys, Paging(after="", limit=PAGE))
    return Page(rows_of(projects, on=on), following or "")


def rows_of(projects: Sequence[Project], *, on: date) -> list[Row]:
    """Cost: four queries."""
    ids = [project.pk for project in projects]
    leads = leads_of_projects(projects, on)
    agreed = dict(
        ScopeItem.objects.filter(project_id__in=ids, deleted_at=None)
        .order_by()
        .values_list("project")
        .annotate(Sum("estimated_minutes"))
    )
    following: dict[int, Milestone] = {}
    for milestone in Milestone.objects.filter(project_id__in=ids, reached_on=None).order_by("-due_on", "-pk"):
        following[milestone.project_id] = milestone
    return [
        Row(
            project,
            leads[project.pk],
            agreed.get(project.pk) or 0,
            stone := following.get(project.pk),
            bool(stone and stone.due_on < on and project.state in AT_WORK),
        )
        for project in projects
    ]


def counts_by_state(viewer: Member, wanted: Wanted, *, on: date) -> dict[str, int]:
    """Cost: one query."""
    found = besides_state(viewer, wanted, on=on).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(found)
    return {state: counts.get(state, 0) for state in ProjectState.values}


def every_row(found: QuerySet[Project], *, on: date) -> Iterator[Row]:
    """For the CSV: in pieces, so that the memory stays bounded."""
    piece: list[Project] = []
    for project in found.order_by(F("client_key"), F("name_key"), "pk").iterator(chunk_size=500):
        piece.append(project)
        if len(piece) == 500:
            yield from rows_of(piece, on=on)
            piece = []
    yield from rows_of(piece, on=on)


def going_by_client(client_ids: Sequence[int], viewer: Member) -> dict[int, int]:
    """How many projects of each client are not closed. Cost: one query."""
    going = Project.objects.visible_to(viewer).going().filter(client_id__in=list(client_ids))
    return dict(going.order_by().values_list("client").annotate(Count("pk")))


def same_names(gone: Client, kept: Client) -> Iterator[str]:
    """What stands in the way when two clients become one. Cost: one query."""
    theirs = Project.objects.filter(client=kept, deleted_at=None).annotate(key=Lower("name")).values("key")
    ours = Project.objects.filter(client=gone, deleted_at=None).annotate(key=Lower("name"))
    for project in ours.filter(key__in=theirs).order_by("key", "pk"):
        yield _("Both have a project called “%(name)s”. Rename one of them first.") % {"name": project.name}
