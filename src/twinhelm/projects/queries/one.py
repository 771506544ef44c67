"""Everything on the joint page of a project."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import ProfileTopic
from twinhelm.clients.models import ProfileEntry, leads_work
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind, ProjectState
from twinhelm.projects.models import (
    Milestone,
    Project,
    ProjectMode,
    ProjectSeat,
    ProjectStateChange,
    ScopeItem,
    TechnicalFact,
)
from twinhelm.projects.queries.gates import Obstacle, obstacles_before
from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects
from twinhelm.projects.rules import NEXT_STATES, days_late, systems_in

MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A scope item, and the orders in which it stands one place further up or down; empty at the ends."""

    row: ScopeItem
    up: str
    down: str


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone and how late it is."""

    row: Milestone
    days_late: int


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Technical facts of one kind."""

    kind: FactKind
    rows: list[TechnicalFact]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project with its scope, milestones, technical facts and people."""

    project: Project
    leads: ProjectLeads
    scope: list[ScopeItem]
    stones: list[Stone]
    fact_groups: list[FactGroup]
    seats: list[ProjectSeat]
    changes: list[ProjectStateChange]
    obstacles: list[Obstacle]
    """What stands before its becoming active, if it can from where it is."""
    offered_systems: list[str]
    """Systems that the client's business profile names and the project doesn't say it touches."""
    today: date
    modes: list[ProjectMode]
    """In force, or from a day to come."""

    @property
    def scope_lines(self) -> list[ScopeLine]:
        ids = [row.pk for row in self.scope]
        return [ScopeLine(row, moved(ids, at, at - 1), moved(ids, at, at + 1)) for at, row in enumerate(self.scope)]

    @property
    def agreed_minutes(self) -> int:
        return sum(row.estimated_minutes for row in self.scope)

    @property
    def next_stone(self) -> Stone | None:
        return next((stone for stone in self.stones if stone.row.reached_on is None), None)

    @property
    def late_stones(self) -> list[Stone]:
        return [stone for stone in self.stones if stone.days_late and stone.row.reached_on is None]

    @property
    def next_states(self) -> tuple[str, ...]:
        return NEXT_STATES[self.project.state]

    @property
    def has_facts(self) -> bool:
        return any(group.rows for group in self.fact_groups)


def project_page(project: Project, viewer: Member, *, at: datetime) -> ProjectPage:
    """Cost: nine queries, and one for each gate before the project's becoming active."""
    today = at.astimezone(viewer.zone).date()
    facts = list(project.technical_facts.order_by("name", "pk"))
    stones = project.milestones.order_by("due_on", "pk")
    return ProjectPage(
        project=project,
        leads=leads_of_projects([project], today)[project.pk],
        scope=list(project.scope_items.filter(deleted_at=None).order_by("position", "pk")),
        stones=[Stone(row, days_late(row.due_on, row.reached_on, today)) for row in stones],
        fact_groups=[FactGroup(kind, [row for row in facts if row.kind == kind]) for kind in FactKind],
        seats=list(project.seats.filter(left_on=None).select_related("member").order_by("member__name", "pk")),
        changes=list(project.state_changes.select_related("by").order_by("-at", "-pk")[:20]),
        obstacles=obstacles_of(project),
        offered_systems=offered_systems(project, facts, viewer),
        today=today,
        modes=list(ProjectMode.objects.filter(project=project).ending_after(today).order_by("from_on", "pk")),
    )


def obstacles_of(project: Project) -> list[Obstacle]:
    if ProjectState.ACTIVE not in NEXT_STATES[project.state]:
        return []
    return obstacles_before(ProjectState.ACTIVE, [project])[project.pk]


def moved(ids: list[int], at: int, to: int) -> str:
    """As the form takes an order; empty when there is no such place."""
    if not 0 <= to < len(ids):
        return ""
    order = list(ids)
    order[at], order[to] = order[to], order[at]
    return ",".join(map(str, order))


def offered_systems(project: Project, facts: list[TechnicalFact], viewer: Member) -> list[str]:
    """For who sees the profile and notes facts. Cost: one query."""
    if not leads_work(viewer):
        return []
    said = ProfileEntry.objects.filter(client_id=project.client_id, topic=ProfileTopic.SYSTEMS, replaced_at=None)
    known = {fact.name.casefold() for fact in facts}
    names = systems_in("\n".join(said.values_list("text", flat=True)))
    return [name for name in names if name.casefold() not in known][:MOST_OFFERED]


def holds(member: Member) -> str:
    """What waits for a successor when the member goes. Cost: two queries."""
    leads = Project.objects.going().filter(leads__member=member, leads__to_on=None).distinct().count()
    seats = ProjectSeat.objects.filter(member=member, left_on=None, project__deleted_at=None).count()
    said = []
    if leads:
        said.append(ngettext("leads %(n)s project by name", "leads %(n)s projects by name", leads) % {"n": leads})
    if seats:
        said.append(ngettext("works on %(n)s project", "works on %(n)s projects", seats) % {"n": seats})
    return _("%(name)s %(what)s.") % {"name": member.name, "what": _(" and ").join(said)} if said else ""
