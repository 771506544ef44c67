"""Moving what waits for a task to days that fit."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member
from twinhelm.tasks.actions.changing import require_all
from twinhelm.tasks.actions.locking import hold_shape, lock
from twinhelm.tasks.actions.recording import write
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import OPEN, Act, Dependency, Task
from twinhelm.tasks.policies import work as may
from twinhelm.tasks.rules import dates
from twinhelm.tasks.rules.dates import Line, Run


class NothingFollows(Refusal):
    """Every follower fits already."""


def would_follow(task: Task, *, by: Member) -> list[dict[str, Any]]:
    """What `follow` would move: title, from when, to when. Cost: two queries for each step of the longest chain."""
    rows, moves = moves_of(task, by=by)
    return [
        {"title": rows[key].title, "from": said(rows[key].starts_on or rows[key].due_on), "to": said(run.begins_on)}
        for key, run in moves.items()
    ]


def said(day: date | None) -> int | None:
    return (day - date(1970, 1, 1)).days if day else None


@transaction.atomic
def follow(task: Task, *, by: Member, at: datetime) -> Act:
    """Those that begin too early begin on the first day that fits, and keep their length. Raises NothingFollows, TasksGone."""
    hold_shape()
    _rows, moves = moves_of(task, by=by)
    locked = lock(sorted({task.pk, *moves}), by=by)
    _rows, moves = moves_of(task, by=by)
    held = [one for one in locked if one.pk in moves]
    if not held:
        raise NothingFollows(_("Whatever waits for “%(title)s” begins late enough.") % {"title": task.title[:60]})
    require_all(may.may_change_task(by, one) for one in held)
    wishes = {one.pk: {"starts_on": moves[one.pk].starts_on, "due_on": moves[one.pk].due_on} for one in held}
    return write(ActKind.CHANGED, held, wishes, by=by, at=at)


def moves_of(task: Task, *, by: Member) -> tuple[Mapping[int, Task], dict[int, Run]]:
    """Among open tasks that the member sees."""
    rows = {task.pk: Task.objects.get(pk=task.pk)}
    lines: list[Line] = []
    found = [task.pk]
    while found:
        standing = Task.objects.visible_to(by).filter(OPEN).values("pk")
        steps = Dependency.objects.filter(before__in=found, after__in=standing).order_by("pk")
        here = [Line(before, after, lag) for before, after, lag in steps.values_list("before", "after", "lag_days")]
        lines += here
        found = sorted({line.after for line in here} - rows.keys())
        rows |= Task.objects.in_bulk(found)
    return rows, dates.follow(task.pk, {key: Run(row.starts_on, row.due_on) for key, row in rows.items()}, lines)
