"""What was said at tasks, and which files came."""

from dataclasses import dataclass, field

from twinhelm.tasks.events.work import TaskEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWritten(TaskEvent):
    """Somebody said something at a task, or changed what they had said."""

    comment_id: int
    mentioned: list[int] = field(default_factory=list)
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDeleted(TaskEvent):
    """What was said was taken away, or put back."""

    comment_id: int
    is_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFileAdded(TaskEvent):
    """A file came to a task."""

    file_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFileDeleted(TaskEvent):
    """A file of a task was deleted, or put back."""

    file_id: int
    is_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchingChanged(TaskEvent):
    """Somebody follows a task, or no longer."""

    is_watching: bool
