"""Two people at one task: what the other one changed stands beside; only of the same field the second one hears."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from twinhelm.clients.actions.versions import ChangedMeanwhile, clock_time
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Milestone, Project, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions.recording import plain
from twinhelm.tasks.choices import Priority, TaskState
from twinhelm.tasks.models import Change, Task

ROWS = {
    "assignee": Member,
    "skill": Skill,
    "responsibility": Responsibility,
    "milestone": Milestone,
    "scope_item": ScopeItem,
    "parent": Task,
    "project": Project,
}


def refuse_older(tasks: Sequence[Task], versions: Mapping[int, int], wanted: Mapping[str, Any], *, by: Member) -> None:
    """What was typed comes back in `fields`. Cost: none if all is as seen. Raises ChangedMeanwhile."""
    older = [task for task in tasks if versions.get(task.pk, task.version) != task.version]
    if not older:
        return
    shall = {name: plain(value) for name, value in wanted.items()}
    rows = Change.objects.filter(task__in=older, field__in=list(wanted)).select_related("act__by").order_by("-pk")
    newest: dict[tuple[int, str], Change] = {}
    for row in rows:
        if row.version > versions[row.task_id]:
            newest.setdefault((row.task_id, row.field), row)
    met = [row for row in newest.values() if row.after != shall[row.field]]
    if met:
        titles = {task.pk: task for task in tasks}
        told = " ".join(sentence_of(titles[row.task_id], row, by=by) for row in met[:5])
        typed = {row.field: words_of(row.field, shall[row.field]) for row in met}
        now = {"version": str(titles[met[0].task_id].version)} if len(tasks) == 1 else {}
        raise ChangedMeanwhile(
            _("%(told)s What you typed is still here: save again to put it over theirs.") % {"told": told},
            **now,
            **typed,
        )


def sentence_of(task: Task, row: Change, *, by: Member) -> str:
    who = _("You yourself, in another window,") if row.act.by_id == by.pk else row.act.by.get_full_name()
    said = {
        "who": who,
        "time": clock_time(row.act.at, by),
        "task": task.title[:60],
        "field": name_of(row.field),
        "before": words_of(row.field, row.before) or _("empty"),
        "after": words_of(row.field, row.after) or _("empty"),
    }
    return _("%(who)s changed “%(task)s” at %(time)s: %(field)s is now “%(after)s”, it was “%(before)s”.") % said


def name_of(field: str) -> str:
    names = {
        "title": pgettext("of a task", "the title"),
        "state": pgettext("of a task", "the state"),
        "priority": pgettext("of a task", "the priority"),
        "assignee": pgettext("of a task", "who does it"),
        "skill": pgettext("of a task", "the skill"),
        "responsibility": pgettext("of a task", "the responsibility"),
        "milestone": pgettext("of a task", "the milestone"),
        "scope_item": pgettext("of a task", "the scope item"),
        "parent": pgettext("of a task", "the task above it"),
        "project": pgettext("of a task", "the project"),
        "starts_on": pgettext("of a task", "the first day"),
        "due_on": pgettext("of a task", "the day it is due"),
        "estimated_minutes": pgettext("of a task", "the estimate in minutes"),
        "remaining_minutes": pgettext("of a task", "what remains in minutes"),
        "is_billable": pgettext("of a task", "whether it is billable"),
        "labels": pgettext("of a task", "the labels"),
        "deleted_at": pgettext("of a task", "whether it is deleted"),
    }
    return names.get(field, field)


def words_of(field: str, value: Any) -> str:
    """As a person reads it. Cost: a query for what is stored by key."""
    if value is None or value == "":
        return ""
    if field in ROWS:
        row = ROWS[field]._default_manager.filter(pk=value).first()
        return str(row) if row else ""
    if field == "state":
        return str(TaskState(value).label)
    if field == "priority":
        return str(Priority(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (", ".join(value) if isinstance(value, list) else str(value))[:300]
