"""Taking an act back as a whole: every field becomes what it was, unless somebody changed it since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.models import Member
from twinhelm.tasks.actions.changing import Wishes, require_all
from twinhelm.tasks.actions.facts import named
from twinhelm.tasks.actions.fitting import refuse_days, refuse_ring_of_parents, refuse_strangers
from twinhelm.tasks.actions.labelling import labels_of
from twinhelm.tasks.actions.locking import TasksGone, hold_shape, projects_seen, sentence_of_gone
from twinhelm.tasks.actions.recording import plain, stored, write
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act, Change, Task
from twinhelm.tasks.policies import work as may

LOOSE = ("milestone", "scope_item", "skill", "responsibility")
"""Rows that may be gone by now: then the field stays empty."""


class AlreadyTakenBack(Refusal):
    """The act was taken back before."""


class ChangedSince(Refusal):
    """Somebody changed what the act had changed."""


@transaction.atomic
def undo(act: Act, *, by: Member, at: datetime) -> Act:
    """Tasks that it added are deleted, those that it deleted come back. The new act can be taken back too.

    Raises AlreadyTakenBack, ChangedSince, TasksGone.
    """
    require(may.may_undo(by, act))
    hold_shape()
    act = Act.objects.select_for_update().get(pk=act.pk)
    if act.undone_at:
        raise AlreadyTakenBack(_("This was taken back already."))
    changes = list(act.changes.order_by("pk"))
    held = lock_all(sorted({change.task_id for change in changes}), by=by)
    require_all(may.may_change_task(by, task) for task in held)
    by_task: dict[int, list[Change]] = {}
    for change in changes:
        by_task.setdefault(change.task_id, []).append(change)
    refuse_gone(held, by_task)
    refuse_changed(held, by_task)
    wishes = {task.pk: wish_of(by_task[task.pk], at) for task in held}
    mend_and_refuse(held, wishes)
    act.undone_at = at
    act.save(update_fields=["undone_at"])
    return write(ActKind.UNDONE, held, wishes, undoes=act, by=by, at=at)


def lock_all(keys: Sequence[int], *, by: Member) -> list[Task]:
    """Deleted ones too. Raises TasksGone."""
    rows = Task.objects.filter(pk__in=keys).select_related("project__client", "assignee")
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    seen = projects_seen(held, by)
    if hidden := [task for task in held if task.project_id not in seen]:
        raise TasksGone(sentence_of_gone([], len(hidden)))
    return held


def refuse_gone(held: Sequence[Task], by_task: Mapping[int, list[Change]]) -> None:
    """Raises TasksGone, of tasks that another act deleted."""
    gone = [
        task.title
        for task in held
        if task.deleted_at and not any(change.field == "deleted_at" for change in by_task[task.pk])
    ]
    if gone:
        raise TasksGone(sentence_of_gone(gone, len(gone)))


def refuse_changed(held: Sequence[Task], by_task: Mapping[int, list[Change]]) -> None:
    """Raises ChangedSince."""
    labels = labels_of([task.pk for task in held])
    titles = [
        task.title
        for task in held
        if any(is_changed_since(task, change, labels.get(task.pk, [])) for change in by_task[task.pk])
    ]
    added = [key for key, changes in by_task.items() if any(is_adding(change) for change in changes)]
    grown = Task.objects.filter(parent__in=added, deleted_at=None).exclude(pk__in=list(by_task))
    titles += [title for title in grown.values_list("parent__title", flat=True).distinct() if title not in titles]
    if titles:
        raise ChangedSince(
            ngettext(
                "%(names)s was changed again since, so this can’t be taken back as a whole. Nothing was changed.",
                "%(names)s were changed again since, so this can’t be taken back as a whole. Nothing was changed.",
                len(titles),
            )
            % {"names": named(titles)}
        )


def is_changed_since(task: Task, change: Change, labels: Sequence[str]) -> bool:
    """Places in a column shift by themselves and don't count."""
    if change.field == "position":
        return False
    if change.field == "deleted_at":
        return False
    now = plain(labels if change.field == "labels" else stored(task, change.field))
    return now not in (change.after, change.before)


def is_adding(change: Change) -> bool:
    return change.field == "deleted_at" and change.after is None


def wish_of(changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    wish: dict[str, Any] = {}
    for change in changes:
        field = Task._meta.get_field(change.field)
        if change.field == "deleted_at":
            wish[change.field] = at if is_adding(change) else None
        elif change.field == "labels" or isinstance(field, models.ForeignKey):
            wish[change.field] = change.before
        else:
            wish[change.field] = field.to_python(change.before)  # type: ignore[union-attr]
    return wish


def mend_and_refuse(held: Sequence[Task], wishes: Wishes) -> None:
    """What was fitting then may be so no more."""
    for name in LOOSE:
        forget_lost(name, wishes)
    deleted = {task.pk for task in held if task.deleted_at and wishes[task.pk].get("deleted_at", 0) is not None}
    parents = {wish["parent"] for wish in wishes.values() if wish.get("parent")}
    above = {task.pk: task for task in Task.objects.filter(pk__in=parents, deleted_at=None)}
    for task in held:
        wish = wishes[task.pk]
        if wish.get("parent") and (wish["parent"] not in above or wish["parent"] in deleted):
            wish["parent"] = None
        elif wish.get("parent"):
            refuse_ring_of_parents([task], above[wish["parent"]])
    refuse_days(
        (task.title, wishes[task.pk].get("starts_on", task.starts_on), wishes[task.pk].get("due_on", task.due_on))
        for task in held
    )
    members = Member.objects.in_bulk({wish["assignee"] for wish in wishes.values() if wish.get("assignee")})
    refuse_strangers(
        [(t.title, members[wishes[t.pk]["assignee"]], t.project) for t in held if wishes[t.pk].get("assignee")]
    )


def forget_lost(name: str, wishes: Wishes) -> None:
    wanted = {wish[name] for wish in wishes.values() if wish.get(name)}
    if not wanted:
        return
    model = Task._meta.get_field(name).related_model
    found = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))  # type: ignore[union-attr]
    for wish in wishes.values():
        if wish.get(name) and wish[name] not in found:
            wish[name] = None
