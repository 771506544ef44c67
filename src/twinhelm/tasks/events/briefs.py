"""What happened to briefs and whether they are understood."""

from dataclasses import dataclass, field

from twinhelm.foundation.events import Event
from twinhelm.tasks.events.work import TaskEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandingReopened(Event):
    """What was answered counts no more: the brief changed, or somebody else does the task."""

    about = "task"
    task_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefChanged(TaskEvent):
    """What is wanted of a task was written or changed."""

    fields: list[str] = field(default_factory=list)
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAnswered(TaskEvent):
    """Its assignee said what will be delivered and how it will be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(TaskEvent):
    """Its assignee needs to know something first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(TaskEvent):
    """The production side answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWithdrawn(TaskEvent):
    """The question answered itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandingConfirmed(TaskEvent):
    """The production side confirmed it: the task is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandingSentBack(TaskEvent):
    """It wasn't what is wanted; the assignee answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandingSkipped(TaskEvent):
    """Somebody said that nobody has to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipEnded(TaskEvent):
    """It has to be answered after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRuleChanged(Event):
    """Which tasks need no answer to their brief."""

    about = "skip rule"
    changed: int = 0
    """Tasks that need an answer now or need none any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTemplateEvent(Event):
    """About one template of briefs."""

    about = "brief template"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTemplateAdded(BriefTemplateEvent):
    """Somebody added a template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTemplateChanged(BriefTemplateEvent):
    """Its words changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTemplateDeleted(BriefTemplateEvent):
    """It was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTemplatePutBack(BriefTemplateEvent):
    """It is here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkNoted(TaskEvent):
    """A task that was done was opened again, with the reason."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkTakenBack(TaskEvent):
    """The reason was noted by mistake."""
