"""One task waits for another: it can begin only when that one is finished."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.locking import hold_shape, lock
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.events.work import DependencyAdded, DependencyRemoved
from twinhelm.tasks.models import Dependency, Task
from twinhelm.tasks.policies import work as may

MOST_LAG = 365


class RingOfTasks(Refusal):
    """Tasks would wait for each other in a ring, and none could begin."""

    status = 422


@transaction.atomic
def add_dependency(before: Task, after: Task, *, lag_days: int = 0, by: Member, at: datetime) -> Dependency:
    """The second waits for the first. Asked for twice, it happens once; with another lag, the lag changes.

    Raises Invalid, RingOfTasks, TasksGone.
    """
    if not 0 <= lag_days <= MOST_LAG:
        sentence = _("Give 0 to 365 working days between the two.")
        raise Invalid(sentence, lag_days=sentence)
    hold_shape()
    first, second = held_in_order(before, after, by=by)
    require(may.may_change_task(by, second))
    if found := Dependency.objects.filter(before=first, after=second, lag_days=lag_days).first():
        return found
    refuse_ring(first, second)
    row, _is_new = Dependency.objects.update_or_create(
        before=first,
        after=second,
        defaults={"lag_days": lag_days},
        create_defaults={"lag_days": lag_days, "made_by": by, "made_at": at},
    )
    announce(DependencyAdded(subject_id=second.pk, project_id=second.project_id, before_id=first.pk), by=by, at=at)
    tell_pages([first, second], at=at)
    return row


@transaction.atomic
def remove_dependency(dependency: Dependency, *, by: Member, at: datetime) -> None:
    """Asked for twice, it happens once. Raises TasksGone."""
    hold_shape()
    first, second = held_in_order(dependency.before, dependency.after, by=by)
    require(may.may_change_task(by, second))
    if Dependency.objects.filter(pk=dependency.pk).delete()[0]:
        event = DependencyRemoved(subject_id=second.pk, project_id=second.project_id, before_id=first.pk)
        announce(event, by=by, at=at)
        tell_pages([first, second], at=at)


def held_in_order(before: Task, after: Task, *, by: Member) -> tuple[Task, Task]:
    if before.pk == after.pk:
        sentence = _("“%(title)s” can’t wait for itself. Choose another task.") % {"title": before.title[:60]}
        raise RingOfTasks(sentence, before=sentence)
    first, second = lock([before.pk, after.pk], by=by)
    return first, second


def refuse_ring(before: Task, after: Task) -> None:
    """Needs: the shape is held. Cost: a query for each step along what waits. Raises RingOfTasks, naming the chain."""
    came_from: dict[int, int] = {after.pk: 0}
    level = [after.pk]
    while level and before.pk not in came_from:
        steps = Dependency.objects.filter(before__in=level, after__deleted_at=None).order_by("pk")
        fresh = {key: source for source, key in steps.values_list("before", "after") if key not in came_from}
        came_from |= fresh
        level = list(fresh)
    if before.pk not in came_from:
        return
    path = [before.pk]
    while came_from[path[-1]]:
        path.append(came_from[path[-1]])
    titles = dict(Task.objects.filter(pk__in=path).values_list("pk", "title"))
    chain = " → ".join(titles[key][:60] for key in [*reversed(path), after.pk])
    sentence = _("These tasks would wait for each other: %(chain)s. Take one of the steps away first.")
    raise RingOfTasks(sentence % {"chain": chain}, before=sentence % {"chain": chain})
