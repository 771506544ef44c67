"""What happened to recurring work and templates."""

from dataclasses import dataclass, field

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceEvent(Event):
    """About one series."""

    about = "recurrence"
    project_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceAdded(RecurrenceEvent):
    """Work comes again and again from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceChanged(RecurrenceEvent):
    """A series changed, and with it the tasks that nobody had touched."""

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrencePaused(RecurrenceEvent):
    """A series makes nothing for now, or makes tasks again."""

    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceEnded(RecurrenceEvent):
    """A series has ended, or goes on after all."""

    is_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTemplateKept(Event):
    """A template of tasks was added, changed, deleted or put back."""

    about = "task template"
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTemplateUsed(Event):
    """A template became tasks of a project."""

    about = "task template"
    project_id: int
    tasks: int
