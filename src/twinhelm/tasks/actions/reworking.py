"""Noting why something that was done is done again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.briefing import locked
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.choices import Clarity, ReworkCause
from twinhelm.tasks.events.briefs import ReworkNoted, ReworkTakenBack
from twinhelm.tasks.models import Rework, Task
from twinhelm.tasks.policies import briefs as policies

LONGEST_NOTE = 500


class NotOpenedAgain(Refusal):
    """The task is still closed."""


@transaction.atomic
def note_rework(task: Task, *, cause: ReworkCause | str, note: str = "", by: Member, at: datetime) -> Rework | None:
    """After a task that was done is open again. Without a cause nothing is noted. Raises NotPermitted, NotOpenedAgain."""
    require(policies.may_note_rework(by, task))
    if not cause:
        return None
    task = locked(task)
    if not task.is_open:
        raise NotOpenedAgain(_("“%(title)s” is closed. Open it again first.") % {"title": task.title[:60]})
    rework = Rework.objects.create(
        task=task,
        cause=ReworkCause(cause),
        note=note.strip()[:LONGEST_NOTE],
        was_understood=task.understanding == Clarity.READY,
        member=task.assignee,
        spent_before=task.spent_minutes,
        by=by,
        at=at,
    )
    announce(ReworkNoted(subject_id=task.pk, project_id=task.project_id, cause=rework.cause), by=by, at=at)
    tell_pages([task], at=at)
    return rework


@transaction.atomic
def take_back_rework(rework: Rework, *, by: Member, at: datetime) -> Rework:
    """Twice, once. Raises NotPermitted."""
    require(policies.may_note_rework(by, rework.task))
    task = locked(rework.task)
    if Rework.objects.filter(pk=rework.pk, taken_back_at=None).update(taken_back_at=at):
        announce(ReworkTakenBack(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
        tell_pages([task], at=at)
    return rework
