"""Projects as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.clients.choices import Mode, Part
from twinhelm.foundation.api import Id, Input
from twinhelm.projects.choices import FactKind, ProjectKind, ProjectState

Name = Field(max_length=200)
MOST_MINUTES = 100_000 * 60


class ProjectsAsked(Schema):
    """Which projects are wanted; what is not given narrows nothing."""

    q: str = Field("", max_length=200)
    state: ProjectState | None = None
    kind: ProjectKind | None = None
    client_id: Id | None = None
    lead_id: Id | None = None
    mine: bool = False
    late: bool = False
    """Only those with a milestone past its day."""


class ProjectLeadShown(Schema):
    """Who has a part on a project today."""

    part: Part
    member_id: int
    name: str
    from_on: date
    is_own: bool
    """Decided for this project; else it follows from the client."""
    reason: str


class ProjectShown(Schema):
    """A project as one line of the list."""

    id: int
    client_id: int
    client: str
    name: str
    state: ProjectState
    kind: ProjectKind
    mode: Mode
    """In force today: its own, else the client's."""
    starts_on: date | None
    ends_on: date | None
    monthly_minutes: int | None
    """Of a retainer."""
    agreed_minutes: int
    """Sum of the scope."""
    leads: list[ProjectLeadShown]
    next_milestone: str | None
    next_milestone_on: date | None
    is_late: bool
    version: int


class TechnicalFactShown(Schema):
    """Something that makes the project technical."""

    kind: FactKind
    name: str
    level: int | None


class ProjectSeatShown(Schema):
    """Somebody who works on it."""

    id: int
    member_id: int
    name: str
    since_on: date


class StateChangeShown(Schema):
    """When the state changed, and why."""

    before: str
    state: ProjectState
    reason: str
    by: str
    at: datetime


class WholeProject(ProjectShown):
    """A project with what hangs on it."""

    summary: str
    goal_id: int | None
    facts: list[TechnicalFactShown]
    seats: list[ProjectSeatShown]
    states: list[StateChangeShown]


class ProjectChange(Input):
    """What is to change; the rest stays. With `version` the change is refused when somebody was faster."""

    version: int | None = Field(None, ge=1)
    name: str | None = Field(None, max_length=200)
    summary: str | None = Field(None, max_length=20_000)
    kind: ProjectKind | None = None
    goal_id: Id | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    monthly_minutes: int | None = Field(None, ge=0, le=MOST_MINUTES)


class NewProject(Input):
    """A project of a client; with a template it begins with what that brings."""

    client_id: Id
    name: str = Name
    template_id: Id | None = None
    summary: str = Field("", max_length=20_000)
    kind: ProjectKind = ProjectKind.FIXED
    goal_id: Id | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    monthly_minutes: int | None = Field(None, ge=0, le=MOST_MINUTES)


class NewState(Input):
    """Where the project goes, and why."""

    state: ProjectState
    reason: str = Field("", max_length=500)
    despite: str = Field("", max_length=500)
    """Of an owner: why it goes ahead although something that stands before it isn't settled."""


class NewLead(Input):
    """Who has the part from a day on, and why."""

    member_id: Id
    from_on: date
    reason: str = Field(max_length=500)


class NewMode(Input):
    """Which helm stands in front on the project from a day on, and why."""

    mode: Mode
    from_on: date
    reason: str = Field(max_length=500)


class NewSeat(Input):
    """Who works on the project."""

    member_id: Id
    since_on: date | None = None
    """Today, when not given."""


class ScopeShown(Schema):
    """Something that was agreed."""

    id: int
    name: str
    description: str
    estimated_minutes: int
    agreed_on: date | None


class NewScopeItem(Input):
    """Something that is agreed."""

    name: str = Name
    description: str = Field("", max_length=20_000)
    estimated_minutes: int = Field(0, ge=0, le=MOST_MINUTES)
    agreed_on: date | None = None


class ScopeItemChange(Input):
    """What is to change; the rest stays."""

    name: str | None = Field(None, max_length=200)
    description: str | None = Field(None, max_length=20_000)
    estimated_minutes: int | None = Field(None, ge=0, le=MOST_MINUTES)
    agreed_on: date | None = None


class MilestoneShown(Schema):
    """A day by which something is to be there."""

    id: int
    name: str
    due_on: date
    reached_on: date | None


class NewMilestone(Input):
    """What is to be there, and by when."""

    name: str = Name
    due_on: date


class MilestoneChange(Input):
    """Another day, or whether it is reached; the rest stays."""

    due_on: date | None = None
    is_reached: bool | None = None
