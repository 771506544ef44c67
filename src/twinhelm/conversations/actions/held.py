"""Messages that are perhaps forged: let in, thrown away, put back; and which responsibility a message belongs to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations import events
from twinhelm.conversations.actions.conversations import lock
from twinhelm.conversations.actions.waiting import wait_anew
from twinhelm.conversations.models import Conversation, Message
from twinhelm.conversations.queries.directory import directory
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


class NotHeld(Refusal):
    """Somebody else has looked at it meanwhile."""


@transaction.atomic
def let_in(message: Message, *, by: Member, at: datetime) -> Message:
    """It counts as its sender's: whoever wrote it waits from then on. Raises NotHeld."""
    conversation, message = held(message, by=by)
    message.is_held = False
    message.save(update_fields=["is_held"])
    wait(conversation)
    announce(events.MessageLetIn(subject_id=conversation.pk, message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def drop(message: Message, *, by: Member, at: datetime) -> Message:
    """It is shown nowhere any more. Raises NotHeld."""
    conversation, message = held(message, by=by)
    message.dropped_at = at
    message.save(update_fields=["dropped_at"])
    announce(events.MessageDropped(subject_id=conversation.pk, message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def put_back(message: Message, *, by: Member, at: datetime) -> Message:
    """What was thrown away is held again."""
    (conversation,) = lock([message.conversation], by=by)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.dropped_at:
        message.dropped_at = None
        message.save(update_fields=["dropped_at"])
        announce(events.MessagePutBack(subject_id=conversation.pk, message_id=message.pk), by=by, at=at)
    return message


def held(message: Message, *, by: Member) -> tuple[Conversation, Message]:
    (conversation,) = lock([message.conversation], by=by)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.is_held or message.dropped_at:
        raise NotHeld(_("Somebody has let it in or thrown it away meanwhile."))
    return conversation, message


def wait(conversation: Conversation) -> None:
    wait_anew(conversation, directory())
    conversation.save(update_fields=["waiting_since", "answer_due_at"])
