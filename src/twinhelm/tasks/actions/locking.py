"""Holds tasks for an act: in order of their keys, seen by whoever acts, and still there."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils.translation import ngettext

from twinhelm.clients.models import sees_every_client
from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.facts import named, refuse_too_many
from twinhelm.tasks.models import Task

SHAPE_OF_WORK = 0x7A5C5
"""What only one act at a time may hold: which task stands under which, and which waits for which."""


class TasksGone(Refusal):
    """Tasks were deleted, or went out of sight, while somebody was looking at them."""


def keys_of(tasks: Iterable[Task | int]) -> list[int]:
    """In the order given, each once. Raises TooMany."""
    keys = list(dict.fromkeys(task if isinstance(task, int) else task.pk for task in tasks))
    refuse_too_many(len(keys))
    return keys


def hold_shape() -> None:
    """Until the end of the transaction nobody else changes what stands under what and what waits for what.

    Two acts that each look for a ring would otherwise close one together. Needs: no task is locked yet.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SHAPE_OF_WORK])


def lock(keys: Sequence[int], *, by: Member) -> list[Task]:
    """The tasks in the order of the keys, with project, client and assignee. Cost: one query, two for makers.

    Raises TasksGone.
    """
    rows = Task.objects.filter(pk__in=keys).select_related("project__client", "assignee")
    held = {task.pk: task for task in rows.select_for_update(of=("self",)).order_by("pk")}
    seen = projects_seen(held.values(), by)
    gone = [key for key in keys if key not in held or held[key].deleted_at or held[key].project_id not in seen]
    if gone:
        told = [held[key].title for key in gone if key in held and held[key].project_id in seen]
        raise TasksGone(sentence_of_gone(told, len(gone)))
    return [held[key] for key in keys]


def lock_deleted(keys: Sequence[int], *, by: Member) -> list[Task]:
    """Those of the tasks that are deleted and whose project the member sees."""
    rows = Task.objects.filter(pk__in=keys).select_related("project__client", "assignee")
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    seen = projects_seen(held, by)
    return [task for task in held if task.deleted_at and task.project_id in seen]


def projects_seen(tasks: Iterable[Task], by: Member) -> set[int]:
    standing = {
        task.project_id: task.project
        for task in tasks
        if task.project.deleted_at is None and task.project.client.deleted_at is None
    }
    if sees_every_client(by):
        return set(standing)
    return set(Project.objects.visible_to(by).filter(pk__in=list(standing)).values_list("pk", flat=True))


def sentence_of_gone(titles: Sequence[str], count: int) -> str:
    if not titles:
        return ngettext(
            "One of the tasks isn’t there any more. Nothing was changed; look at the list again.",
            "%(count)s of the tasks aren’t there any more. Nothing was changed; look at the list again.",
            count,
        ) % {"count": count}
    return ngettext(
        "%(names)s was deleted meanwhile. Nothing was changed: leave it out, or put it back first.",
        "%(names)s were deleted meanwhile. Nothing was changed: leave them out, or put them back first.",
        len(titles),
    ) % {"names": named(titles)}


def with_subtasks(keys: Sequence[int]) -> list[int]:
    """The tasks and all that stands under them, however deep. Cost: a query for each level."""
    found, level = list(keys), list(keys)
    while level:
        below = Task.objects.filter(parent__in=level, deleted_at=None).order_by("pk").values_list("pk", flat=True)
        level = [key for key in below if key not in set(found)]
        found += level
    return found
