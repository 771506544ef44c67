"""Following a task: who does hears what becomes of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.events.talk import WatchingChanged
from twinhelm.tasks.models import Task, Watcher


@transaction.atomic
def watch(task: Task, *, by: Member, at: datetime) -> None:
    """Of a task that the member sees; done twice, it is done once."""
    if follow(task, [by], at=at):
        announce(WatchingChanged(subject_id=task.pk, project_id=task.project_id, is_watching=True), by=by, at=at)


@transaction.atomic
def unwatch(task: Task, *, by: Member, at: datetime) -> None:
    gone, _ = Watcher.objects.filter(task=task, member=by).delete()
    if gone:
        announce(WatchingChanged(subject_id=task.pk, project_id=task.project_id, is_watching=False), by=by, at=at)


@transaction.atomic
def see(task: Task, *, by: Member, at: datetime) -> None:
    """The member knows the task as it stands now."""
    Watcher.objects.filter(task=task, member=by, seen_at__lt=at).update(seen_at=at)


def follow(task: Task, members: Iterable[Member], *, at: datetime) -> list[int]:
    """Keys of those who didn't before. Needs: an open transaction. Cost: two queries."""
    wanted = {one.pk: one for one in members}
    known = set(Watcher.objects.filter(task=task, member__in=wanted).values_list("member", flat=True))
    fresh = [Watcher(task=task, member=one, since_at=at, seen_at=at) for pk, one in wanted.items() if pk not in known]
    Watcher.objects.bulk_create(fresh, ignore_conflicts=True)
    return [one.member_id for one in fresh]
