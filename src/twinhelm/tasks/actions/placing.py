"""Dragging tasks to a place in a column of the board."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import STEP
from twinhelm.tasks.actions.changing import require_all
from twinhelm.tasks.actions.facts import tidy
from twinhelm.tasks.actions.locking import keys_of, lock
from twinhelm.tasks.actions.recording import write
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act, Task, TaskQuerySet
from twinhelm.tasks.policies import work as may


@transaction.atomic
def place(tasks: Iterable[Task | int], *, state: str, after: Task | None = None, by: Member, at: datetime) -> Act:
    """In the order given, below that task; none: at the top of the column.

    Places of a project change one act at a time: its row is held before any task is. Raises Invalid, TasksGone, TooMany.
    """
    tidy({"state": state})
    keys = keys_of(tasks)
    projects = Task.objects.filter(pk__in=keys).values("project")
    held = list(Project.objects.filter(pk__in=projects).select_for_update(no_key=True).order_by("pk"))
    columns = {project.pk: Column(project, state, keys, after) for project in held}
    crowded = [key for column in columns.values() for key in column.crowded()]
    locked = lock_with(keys, crowded, by=by)
    require_all(may.may_change_task(by, task) for task in locked)
    if crowded:
        Task.objects.filter(pk__in=crowded).update(position=F("position") + STEP * (len(keys) + 1))
    wishes = {task.pk: {"state": state, "position": columns[task.project_id].next()} for task in locked}
    return write(ActKind.MOVED, locked, wishes, by=by, at=at)


def lock_with(keys: Sequence[int], crowded: Sequence[int], *, by: Member) -> list[Task]:
    """All in one order of keys: those that move, and those that make room."""
    if crowded:
        every = Task.objects.filter(pk__in=[*keys, *crowded]).order_by("pk")
        list(every.select_for_update().values_list("pk", flat=True))
    return lock(keys, by=by)


class Column:
    """The tasks of one project in one state, and the gap into which others come."""

    def __init__(self, project: Project, state: str, keys: Sequence[int], after: Task | None) -> None:
        self.tasks: TaskQuerySet = Task.objects.filter(project=project, state=state, deleted_at=None)
        self.tasks = self.tasks.exclude(pk__in=keys)
        self.count = len(keys)
        self.at, self.step, self.below = 0, STEP, Q(pk=None)
        self.find(project, state, after)

    def find(self, project: Project, state: str, after: Task | None) -> None:
        if after is None:
            first = self.tasks.by_place().first()
            self.at = (first.position if first else STEP) - STEP * (self.count + 1)
            return
        above = Task.objects.filter(pk=after.pk, state=state, deleted_at=None).first() or self.tasks.by_place().last()
        self.at = above.position if above else 0
        is_ours = above is not None and above.project_id == project.pk
        self.below = Q(position__gt=self.at)
        if above and is_ours:
            self.below |= Q(position=self.at, pk__gt=above.pk)
        follower = self.tasks.filter(self.below).by_place().first()
        gap = follower.position - self.at if follower else STEP * (self.count + 1)
        self.step = min(STEP, gap // (self.count + 1))

    def crowded(self) -> list[int]:
        """Those that have to go further down, when there is no room."""
        if self.step > 0:
            return []
        self.step = STEP
        return list(self.tasks.filter(self.below).order_by("pk").values_list("pk", flat=True))

    def next(self) -> int:
        self.at += self.step
        return self.at
