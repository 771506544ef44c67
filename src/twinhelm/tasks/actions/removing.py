"""Deleting tasks and putting them back; what was booked on them stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from twinhelm.people.models import Member
from twinhelm.tasks.actions.changing import require_all
from twinhelm.tasks.actions.locking import (
    TasksGone,
    hold_shape,
    keys_of,
    lock,
    lock_deleted,
    sentence_of_gone,
    with_subtasks,
)
from twinhelm.tasks.actions.recording import write
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.policies import work as may


@transaction.atomic
def delete_tasks(tasks: Iterable[Task | int], *, by: Member, at: datetime) -> Act:
    """What stands under them goes along; `queries.removing` names it before. Raises TasksGone, TooMany."""
    keys = keys_of(tasks)
    hold_shape()
    held = lock(with_subtasks(keys), by=by)
    require_all(may.may_delete_task(by, task) for task in held)
    return write(ActKind.DELETED, held, {task.pk: {"deleted_at": at} for task in held}, by=by, at=at)


@transaction.atomic
def put_back(tasks: Iterable[Task | int], *, by: Member, at: datetime) -> Act:
    """With what was deleted along with them. Those that stand already stay as they are. Raises TasksGone, TooMany."""
    keys = keys_of(tasks)
    hold_shape()
    held = lock_deleted(with_those_deleted_along(keys), by=by)
    found = {task.pk for task in held}
    standing = set(Task.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    if gone := [key for key in keys if key not in found | standing]:
        raise TasksGone(sentence_of_gone([], len(gone)))
    require_all(may.may_delete_task(by, task) for task in held)
    above = {task.parent_id for task in held if task.parent_id} - found
    lost = set(Task.objects.filter(pk__in=above).exclude(deleted_at=None).values_list("pk", flat=True))
    wishes: dict[int, dict[str, Any]] = {task.pk: {"deleted_at": None} for task in held}
    for task in held:
        if task.parent_id in lost:
            wishes[task.pk]["parent"] = None
    return write(ActKind.CHANGED, held, wishes, by=by, at=at)


def with_those_deleted_along(keys: list[int]) -> list[int]:
    """Cost: a query for each level."""
    moments = dict(Task.objects.filter(pk__in=keys).exclude(deleted_at=None).values_list("pk", "deleted_at"))
    found, level = list(keys), list(moments)
    while level:
        rows = Task.objects.filter(parent__in=level, deleted_at__in=set(moments.values())).exclude(pk__in=found)
        level = list(rows.order_by("pk").values_list("pk", flat=True))
        found += level
    return found
