"""Everything on the joint page of a project."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from twinhelm.clients.models import Goal
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind
from twinhelm.projects.models import Milestone, Project, ProjectSeat, ProjectStateChange, ScopeItem, TechnicalFact
from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects
from twinhelm.projects.rules import NEXT_STATES, days_late


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
    goals: list[Goal]
    today: date

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
    """Cost: eight queries."""
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
        goals=list(Goal.objects.filter(client_id=project.client_id, state="open").order_by("position", "pk")),
        today=today,
    )


def holds(member: Member) -> str:
    """What waits for a successor when the member goes. Cost: two queries."""
    leads = Project.objects.going().filter(leads__member=member, leads__to_on=None).distinct().count()
    seats = ProjectSeat.objects.filter(member=member, left_on=None, project__deleted_at=None).count()
    said = []
    if leads:
        said.append(_("leads %(n)s projects by a decision of their own") % {"n": leads})
    if seats:
        said.append(_("works on %(n)s projects") % {"n": seats})
    return _("%(name)s %(what)s.") % {"name": member.name, "what": _(" and ").join(said)} if said else ""
