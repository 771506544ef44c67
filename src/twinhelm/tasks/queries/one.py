"""One task: what hangs at it, what it waits for, and what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from twinhelm.people.models import Member
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.models import Block, Change, Dependency, Label, Task

MOST = 200
SHOWN_CHANGES = 40


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page of a task shows beside the task itself."""

    task_id: int
    labels: tuple[Label, ...]
    subtasks: tuple[Task, ...]
    before: tuple[Dependency, ...]
    """What it waits for."""
    after: tuple[Dependency, ...]
    """What waits for it."""
    block: Block | None

    @property
    def topics(self) -> list[str]:
        """What a page that shows all of it listens for."""
        near = [*self.subtasks, *(one.before for one in self.before), *(one.after for one in self.after)]
        return [f"task:{self.task_id}", *(f"task:{one.pk}" for one in near)]

    @property
    def done(self) -> int:
        return sum(1 for one in self.subtasks if one.state == TaskState.DONE)

    @property
    def share(self) -> float:
        return self.done / len(self.subtasks) if self.subtasks else 0

    @property
    def holds_up(self) -> int:
        """How many of those that it waits for are open."""
        return sum(1 for one in self.before if one.before.is_open)


def whole(task: Task, member: Member) -> Whole:
    """Cost: five queries."""
    seen = Task.objects.visible_to(member)
    below = seen.filter(parent=task).select_related("assignee").by_place()
    links = Dependency.objects.select_related("before__project", "after__project").order_by("pk")
    return Whole(
        task_id=task.pk,
        labels=tuple(task.labels.order_by("name")),
        subtasks=tuple(below[:MOST]),
        before=tuple(links.filter(after=task, before__in=seen.values("pk"))[:MOST]),
        after=tuple(links.filter(before=task, after__in=seen.values("pk"))[:MOST]),
        block=Block.objects.filter(task=task, lifted_at=None).select_related("by").first(),
    )


def changes_of(task: Task) -> Sequence[Change]:
    """The latest first. Cost: one query."""
    return list(Change.objects.filter(task=task).select_related("act__by").order_by("-pk")[:SHOWN_CHANGES])
