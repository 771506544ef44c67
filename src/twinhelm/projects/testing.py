"""Builders of projects, for tests and the demo."""

from datetime import UTC, date, datetime
from typing import Any

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client
from twinhelm.clients.testing import a_client
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Milestone, Project, ProjectLead, ProjectMode, ProjectSeat, ScopeItem

MADE_AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)


def a_project(client: Client | None = None, name: str = "New ordering site", **fields: Any) -> Project:
    """Active, made by the first member there is."""
    made_by = fields.pop("made_by", None) or Member.objects.order_by("pk").first() or an_owner()
    defaults = {"state": ProjectState.ACTIVE, "made_by": made_by, "made_at": MADE_AT}
    return Project.objects.create(client=client or a_client(), name=name, **(defaults | fields))


def a_scope_item(project: Project, name: str = "Order flow", minutes: int = 80 * 60, **fields: Any) -> ScopeItem:
    position = fields.pop("position", project.scope_items.count() + 1)
    return ScopeItem.objects.create(project=project, name=name, estimated_minutes=minutes, position=position, **fields)


def a_milestone(project: Project, name: str = "Live", due_on: date = date(2026, 12, 18), **fields: Any) -> Milestone:
    return Milestone.objects.create(project=project, name=name, due_on=due_on, **fields)


def a_seat(project: Project, member: Member, **fields: Any) -> ProjectSeat:
    return ProjectSeat.objects.create(project=project, member=member, **({"since_on": date(2026, 9, 28)} | fields))


def a_project_lead(project: Project, part: Part | str, member: Member, **fields: Any) -> ProjectLead:
    """Open, from 28 September 2026, decided by the member themselves."""
    defaults = {
        "from_on": date(2026, 9, 28),
        "reason": "Built their first shop",
        "decided_by": member,
        "decided_at": MADE_AT,
    }
    return ProjectLead.objects.create(project=project, part=part, member=member, **(defaults | fields))


def a_project_mode(project: Project, by: Member, mode: Mode = Mode.PRODUCTION_LED, **fields: Any) -> ProjectMode:
    """In force since 28 September 2026."""
    defaults = {"from_on": date(2026, 9, 28), "reason": "Much to build", "decided_by": by, "decided_at": MADE_AT}
    return ProjectMode.objects.create(project=project, mode=mode, **(defaults | fields))
