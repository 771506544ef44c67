"""Changing tasks: one field of one, or many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer, NotPermitted, require
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import ProjectOutOfSight
from twinhelm.tasks.actions.facts import TaskFacts, tidy
from twinhelm.tasks.actions.fitting import (
    refuse_days,
    refuse_foreign_parts,
    refuse_ring_of_parents,
    refuse_strangers,
)
from twinhelm.tasks.actions.locking import hold_shape, keys_of, lock, with_subtasks
from twinhelm.tasks.actions.meanwhile import refuse_older
from twinhelm.tasks.actions.recording import write
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.policies import work as may

Wishes = dict[int, dict[str, Any]]


def change_task(
    task: Task, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[TaskFacts]
) -> Task:
    """version: the one that the author saw. Raises what `change_tasks` raises."""
    versions = {task.pk: version} if version is not None else None
    change_tasks([task], versions=versions, by=by, at=at, **facts)
    return Task.objects.select_related("project__client", "assignee").get(pk=task.pk)


@transaction.atomic
def change_tasks(
    tasks: Iterable[Task | int],
    *,
    versions: Mapping[int, int] | None = None,
    by: Member,
    at: datetime,
    **facts: Unpack[TaskFacts],
) -> Act:
    """All or none. versions: by task, the one that the author saw; None of one that has just been read.

    Raises Invalid, TasksGone, TooMany, NotOnProject, GoneAssignee, RingOfParents, ChangedMeanwhile, ProjectOutOfSight.
    """
    wanted = tidy(facts)
    keys = keys_of(tasks)
    if "parent" in wanted or "project" in wanted:
        hold_shape()
    held = lock(with_subtasks(keys) if wanted.get("project") else keys, by=by)
    chosen = [task for task in held if task.pk in set(keys)]
    is_taking = wanted == {"assignee": by}
    require_all((may.may_take_task if is_taking else may.may_change_task)(by, task) for task in chosen)
    if "assignee" in wanted:
        require(may.may_assign(by, wanted["assignee"]))
    refuse_older(chosen, versions or {}, wanted, by=by)
    wishes = wishes_of(held, chosen, wanted, by=by)
    refuse_unfit(held, chosen, wishes, wanted)
    return write(ActKind.CHANGED, held, wishes, by=by, at=at)


def wishes_of(held: Sequence[Task], chosen: Sequence[Task], wanted: Mapping[str, Any], *, by: Member) -> Wishes:
    """By task, what it shall be; what stands under a task that moves to another project moves along."""
    wishes: Wishes = {task.pk: dict(wanted) for task in chosen}
    project = wanted.get("project")
    if project is None:
        return wishes
    refuse_out_of_sight(project, by=by)
    moved = {task.pk for task in held}
    for task in held:
        if task.project_id == project.pk:
            continue
        leaves = {name: None for name in ("milestone", "scope_item") if name not in wanted or task not in chosen}
        wishes[task.pk] = {"project": project, **leaves, **wishes.get(task.pk, {})}
        if task.parent_id and task.parent_id not in moved and "parent" not in wanted:
            wishes[task.pk]["parent"] = None
    return wishes


def refuse_out_of_sight(project: Project, *, by: Member) -> None:
    if not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        sentence = _("%(name)s isn’t among your projects any more. Choose another one.") % {"name": project.name}
        raise ProjectOutOfSight(sentence, project=sentence)


def refuse_unfit(held: Sequence[Task], chosen: Sequence[Task], wishes: Wishes, wanted: Mapping[str, Any]) -> None:
    """What the tasks would be, all facts taken together."""
    if wanted.keys() & {"starts_on", "due_on"}:
        refuse_days(
            (task.title, wanted.get("starts_on", task.starts_on), wanted.get("due_on", task.due_on)) for task in chosen
        )
    if wanted.keys() & {"milestone", "scope_item", "parent"}:
        project = wanted.get("project")
        refuse_foreign_parts(wanted, [project.pk] if project else {task.project_id for task in chosen})
    if wanted.get("parent"):
        refuse_ring_of_parents(chosen, wanted["parent"])
    if wanted.get("assignee") or wanted.get("project"):
        rows = [
            (task.title, assignee, wishes.get(task.pk, {}).get("project", task.project))
            for task in held
            if (assignee := wishes.get(task.pk, {}).get("assignee", task.assignee if task.pk in wishes else None))
            and task.is_open
        ]
        refuse_strangers([row for row in rows if row[1]])


def require_all(answers: Iterable[Answer]) -> None:
    """Says the first no; of several how many more. Raises NotPermitted."""
    noes = [answer.reason for answer in answers if not answer]
    if len(noes) > 1:
        said = {"first": noes[0], "count": len(noes) - 1}
        raise NotPermitted(_("%(first)s The same is true of %(count)s more; nothing was changed.") % said)
    if noes:
        raise NotPermitted(noes[0])
