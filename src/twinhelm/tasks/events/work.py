"""What happened to tasks."""

from dataclasses import dataclass, field

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEvent(Event):
    """About one task."""

    about = "task"
    project_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(TaskEvent):
    """Somebody added a task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksEvent(Event):
    """About many tasks of one act; the act is its subject."""

    about = "act"
    task_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksChanged(TasksEvent):
    """Fields of tasks changed."""

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksAssigned(TasksEvent):
    """Tasks have another assignee, or none any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksClosed(TasksEvent):
    """Tasks were done or dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksReopened(TasksEvent):
    """Tasks that were done or dropped are open again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksDeleted(TasksEvent):
    """Tasks were deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksPutBack(TasksEvent):
    """Deleted tasks are here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksAdded(TasksEvent):
    """Many tasks were added at once, by an import, a template or recurring work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyAdded(TaskEvent):
    """The task waits for another one."""

    before_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRemoved(TaskEvent):
    """The task no longer waits for another one."""

    before_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBlocked(TaskEvent):
    """Something keeps a task from going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnblocked(TaskEvent):
    """What kept the task from going on is out of the way."""
