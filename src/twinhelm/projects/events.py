"""What happened to projects."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEvent(Event):
    """A fact about one project."""

    about: ClassVar[str] = "project"


class ProjectAdded(ProjectEvent):
    """A client has a project more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChanged(ProjectEvent):
    """What is known of a project changed: by field, what it was and what it is."""

    version: int
    changes: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStateChanged(ProjectEvent):
    """A project became active, went to the back burner, was closed or opened again."""

    before: str
    state: str
    reason: str = ""


class ProjectDeleted(ProjectEvent):
    """A project is out of sight; nothing of it is gone."""


class ProjectPutBack(ProjectEvent):
    """A deleted project is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLeadSet(ProjectEvent):
    """Somebody has a part on the project from a day on."""

    part: str
    member_id: int
    from_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLeadTakenBack(ProjectEvent):
    """The latest decision about a part no longer counts."""

    part: str
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectModeSet(ProjectEvent):
    """Another helm stands in front from a day on."""

    mode: str
    from_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectModeTakenBack(ProjectEvent):
    """The latest decision of the mode no longer counts; the one before does, or the client's."""

    mode: str
    from_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(ProjectEvent):
    """A member works on the project, or no longer."""

    member_id: int
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChanged(ProjectEvent):
    """A scope item was added, changed, moved, deleted or put back."""

    scope_item_id: int | None
    what: str
    changes: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneChanged(ProjectEvent):
    """A milestone was added, moved, reached or removed."""

    milestone_id: int | None
    what: str
    name: str
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalFactChanged(ProjectEvent):
    """Something that makes the project technical was noted or taken away."""

    kind: str
    name: str
    is_noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEvent(Event):
    """A fact about one template."""

    about: ClassVar[str] = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateMade(TemplateEvent):
    """Projects can begin with a template more; with the project that it was made of."""

    project_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged(TemplateEvent):
    """A template or one of its lines says something else."""

    version: int
    what: str
    changes: dict[str, list[Any]] = field(default_factory=dict)


class TemplateDeleted(TemplateEvent):
    """A template is offered no more."""


class TemplatePutBack(TemplateEvent):
    """A deleted template is offered again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUsed(TemplateEvent):
    """A project began with it."""

    project_id: int
