"""Texts for use again: kept, deleted, put back."""

from datetime import datetime

from django.db import transaction

from twinhelm.conversations import events
from twinhelm.conversations.models import CannedReply
from twinhelm.conversations.policies.conversations import may_change_canned, may_write
from twinhelm.foundation.answers import require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


@transaction.atomic
def keep_canned(
    reply: CannedReply | None, *, name: str, text: str, owner: Member | None, by: Member, at: datetime
) -> CannedReply:
    """A new one, or another text for this one. owner: nobody, when it is for everybody."""
    require(may_change_canned(by, reply) if reply else may_write(by))
    reply = CannedReply.objects.select_for_update().get(pk=reply.pk) if reply else CannedReply(made_at=at)
    reply.name, reply.text, reply.owner, reply.deleted_at = name, text, owner, None
    reply.save()
    announce(events.CannedReplyKept(subject_id=reply.pk), by=by, at=at)
    return reply


@transaction.atomic
def delete_canned(reply: CannedReply, *, by: Member, at: datetime) -> None:
    require(may_change_canned(by, reply))
    CannedReply.objects.filter(pk=reply.pk, deleted_at=None).update(deleted_at=at)
    announce(events.CannedReplyDeleted(subject_id=reply.pk), by=by, at=at)


@transaction.atomic
def put_back_canned(reply: CannedReply, *, by: Member, at: datetime) -> None:
    require(may_change_canned(by, reply))
    CannedReply.objects.filter(pk=reply.pk).update(deleted_at=None)
    announce(events.CannedReplyKept(subject_id=reply.pk), by=by, at=at)
