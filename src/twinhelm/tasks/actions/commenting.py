"""Saying something at a task."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import lines_of
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.actions.watching import follow
from twinhelm.tasks.events.talk import CommentDeleted, CommentWritten
from twinhelm.tasks.models import Comment, Mention, Task
from twinhelm.tasks.policies import talk
from twinhelm.tasks.queries.talk import who_sees
from twinhelm.tasks.rules.mentions import mentioned

LONGEST = 20_000


class TaskGone(Refusal):
    """The task was deleted while somebody wrote."""


class SaidOtherwise(Refusal):
    """The comment was changed in another window."""


@transaction.atomic
def write_comment(task: Task, text: str, *, key: str = "", by: Member, at: datetime) -> Comment:
    """Whoever is named with @ and sees the task hears of it and follows it from now on. Raises Invalid, TaskGone."""
    require(talk.may_comment(by))
    locked = standing(task)
    if key and (known := Comment.objects.filter(by=by, key=key).first()):
        return known
    comment = Comment.objects.create(task=locked, text=tidy(text), key=key, by=by, at=at)
    named = name_people(comment, at)
    follow(locked, [by, *named], at=at)
    told = CommentWritten(
        subject_id=locked.pk,
        project_id=locked.project_id,
        comment_id=comment.pk,
        mentioned=[one.pk for one in named],
    )
    announce(told, by=by, at=at)
    tell_pages([locked], at=at)
    return comment


@transaction.atomic
def change_comment(comment: Comment, text: str, *, version: int, by: Member, at: datetime) -> Comment:
    """Raises Invalid, SaidOtherwise."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    require(talk.may_change_comment(by, locked))
    task = standing(locked.task)
    if locked.version != version:
        sentence = _(
            "You changed this in another window. What you typed is still here: keep it to put it over the other."
        )
        raise SaidOtherwise(sentence, version=str(locked.version))
    locked.text, locked.changed_at, locked.version = tidy(text), at, locked.version + 1
    locked.save(update_fields=["text", "changed_at", "version"])
    named = name_people(locked, at)
    follow(task, named, at=at)
    told = CommentWritten(
        subject_id=task.pk,
        project_id=task.project_id,
        comment_id=locked.pk,
        mentioned=[one.pk for one in named],
        is_changed=True,
    )
    announce(told, by=by, at=at)
    tell_pages([task], at=at)
    return locked


def delete_comment(comment: Comment, *, by: Member, at: datetime) -> Comment:
    return set_deleted(comment, at, by=by, at=at)


def put_back_comment(comment: Comment, *, by: Member, at: datetime) -> Comment:
    return set_deleted(comment, None, by=by, at=at)


@transaction.atomic
def set_deleted(comment: Comment, deleted_at: datetime | None, *, by: Member, at: datetime) -> Comment:
    """Done twice, it is done once."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    require(talk.may_delete_comment(by, locked))
    if (locked.deleted_at is None) == (deleted_at is None):
        return locked
    locked.deleted_at = deleted_at
    locked.save(update_fields=["deleted_at"])
    task = locked.task
    is_back = deleted_at is None
    announce(
        CommentDeleted(subject_id=task.pk, project_id=task.project_id, comment_id=locked.pk, is_back=is_back),
        by=by,
        at=at,
    )
    tell_pages([task], at=at)
    return locked


@transaction.atomic
def see_mentions(task: Task, *, by: Member, at: datetime) -> int:
    """The member has opened the task: what they were named in is read. How many there were."""
    return Mention.objects.filter(comment__task=task, member=by, seen_at=None).update(seen_at=at)


def standing(task: Task) -> Task:
    """Held, so that nobody deletes it meanwhile. Raises TaskGone."""
    locked = Task.objects.select_for_update().filter(pk=task.pk, deleted_at=None).first()
    if locked is None:
        raise TaskGone(_("“%(title)s” was deleted meanwhile. Nothing was kept.") % {"title": task.title[:60]})
    return locked


def name_people(comment: Comment, at: datetime) -> list[Member]:
    """Those who are named for the first time in this comment. Cost: three queries."""
    present = {one.pk: one for one in who_sees(comment.task)}
    named = mentioned(comment.text, {pk: one.name for pk, one in present.items()})
    known = set(Mention.objects.filter(comment=comment).values_list("member", flat=True))
    fresh = [present[pk] for pk in named if pk not in known]
    seen = {True: at, False: None}
    Mention.objects.bulk_create(
        Mention(comment=comment, member=one, seen_at=seen[one.pk == comment.by_id]) for one in fresh
    )
    return others(fresh, comment.by_id)


def others(members: Iterable[Member], pk: int) -> list[Member]:
    return [one for one in members if one.pk != pk]


def tidy(text: str) -> str:
    said = lines_of(text)
    if not said:
        raise Invalid(_("There is nothing to say yet."), text=_("Write something."))
    if len(said) > LONGEST:
        sentence = _("A comment has %(most)s letters at most, this one has %(many)s. Put it into a file.")
        raise Invalid(sentence % {"most": LONGEST, "many": len(said)}, text=_("Say it shorter."))
    return said
