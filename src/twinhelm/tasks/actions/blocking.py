"""What keeps a task from going on, and that it is out of the way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.locking import lock
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.events.work import TaskBlocked, TaskUnblocked
from twinhelm.tasks.models import Block, Task
from twinhelm.tasks.policies import work as may

LONGEST_REASON = 500


class AlreadyBlocked(Refusal):
    """Something else keeps the task already."""


class NotGoing(Refusal):
    """What is done or dropped needs nothing to keep it."""


@transaction.atomic
def block(task: Task, *, reason: str, by: Member, at: datetime) -> Block:
    """With the same reason again, it happens once. Raises Invalid, AlreadyBlocked, NotGoing, TasksGone."""
    words = tidy_reason(reason)
    [held] = lock([task.pk], by=by)
    require(may.may_change_task(by, held))
    if held.closed_at:
        raise NotGoing(_("“%(title)s” isn’t open, so nothing has to keep it.") % {"title": held.title[:60]})
    if standing := Block.objects.filter(task=held, lifted_at=None).first():
        if standing.reason == words:
            return standing
        said = {"title": held.title[:60], "reason": standing.reason}
        raise AlreadyBlocked(_("“%(title)s” is blocked already: %(reason)s. Lift that first.") % said)
    row = Block.objects.create(task=held, reason=words, by=by, at=at)
    announce(TaskBlocked(subject_id=held.pk, project_id=held.project_id), by=by, at=at)
    tell_pages([held], at=at)
    return row


@transaction.atomic
def unblock(task: Task, *, by: Member, at: datetime) -> None:
    """Asked for twice, it happens once. Raises TasksGone."""
    [held] = lock([task.pk], by=by)
    require(may.may_change_task(by, held))
    if Block.objects.filter(task=held, lifted_at=None).update(lifted_at=at, lifted_by=by):
        announce(TaskUnblocked(subject_id=held.pk, project_id=held.project_id), by=by, at=at)
        tell_pages([held], at=at)


def tidy_reason(reason: str) -> str:
    words = one_line(reason)
    if not words:
        sentence = _("Say what keeps it, so that somebody can clear it away.")
        raise Invalid(sentence)
    if len(words) > LONGEST_REASON:
        sentence = _("A reason has 500 letters at most, and this has %(length)s.") % {"length": len(words)}
        raise Invalid(sentence)
    return words
