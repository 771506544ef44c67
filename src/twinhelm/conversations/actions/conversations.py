"""What is done with a conversation that is not an answer: close, snooze, assign, keep private."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations import events
from twinhelm.conversations.choices import ConversationState
from twinhelm.conversations.models import Conversation, HandOver, Message
from twinhelm.conversations.policies.conversations import may_close_to_others, may_take, may_work_on
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility


@transaction.atomic
def close(conversations: Iterable[Conversation], *, by: Member, at: datetime) -> list[Conversation]:
    """All of them are done; those that were already are left alone. Says which it changed."""
    changed = []
    for conversation in lock(conversations, by=by):
        if conversation.state == ConversationState.OPEN:
            conversation.state, conversation.snoozed_until = ConversationState.DONE, None
            conversation.save(update_fields=["state", "snoozed_until"])
            announce(events.ConversationClosed(subject_id=conversation.pk), by=by, at=at)
            changed.append(conversation)
    return changed


@transaction.atomic
def reopen(conversations: Iterable[Conversation], *, by: Member, at: datetime) -> list[Conversation]:
    changed = []
    for conversation in lock(conversations, by=by):
        if conversation.state != ConversationState.OPEN:
            conversation.state = ConversationState.OPEN
            conversation.save(update_fields=["state"])
            announce(events.ConversationReopened(subject_id=conversation.pk), by=by, at=at)
            changed.append(conversation)
    return changed


@transaction.atomic
def snooze(conversations: Iterable[Conversation], until: datetime, *, by: Member, at: datetime) -> None:
    """They come back by themselves, then or when a message comes.

    Raises Invalid.
    """
    if until <= at:
        raise Invalid(_("That moment is over. Choose one that is still to come."))
    for conversation in lock(conversations, by=by):
        conversation.snoozed_until = until
        conversation.save(update_fields=["snoozed_until"])
        announce(events.ConversationSnoozed(subject_id=conversation.pk, until=until.isoformat()), by=by, at=at)


@transaction.atomic
def wake(conversations: Iterable[Conversation], *, by: Member, at: datetime) -> None:
    for conversation in lock(conversations, by=by):
        if conversation.snoozed_until:
            conversation.snoozed_until = None
            conversation.save(update_fields=["snoozed_until"])
            announce(events.ConversationWoken(subject_id=conversation.pk), by=by, at=at)


@transaction.atomic
def assign(conversations: Iterable[Conversation], member: Member | None, *, by: Member, at: datetime) -> None:
    """The member answers from now on, nobody asks them first; an offer that waits falls away."""
    if member is not None:
        require(may_take(member))
    for conversation in lock(conversations, by=by):
        HandOver.objects.filter(conversation=conversation, accepted_at=None, returned_at=None).update(returned_at=at)
        if conversation.assigned_to_id != (member.pk if member else None):
            conversation.assigned_to = member
            conversation.save(update_fields=["assigned_to"])
            event = events.ConversationAssigned(subject_id=conversation.pk, member_id=member.pk if member else None)
            announce(event, by=by, at=at)


@transaction.atomic
def keep_private(conversation: Conversation, is_private: bool, *, by: Member, at: datetime) -> None:
    """Only its assignee and the mailbox's owner see it, or all who lead work again."""
    (conversation,) = lock([conversation], by=by)
    require(may_close_to_others(by, conversation))
    if conversation.is_private != is_private:
        conversation.is_private = is_private
        conversation.save(update_fields=["is_private"])
        announce(events.PrivacyChanged(subject_id=conversation.pk, is_private=is_private), by=by, at=at)


@transaction.atomic
def choose_responsibility(
    message: Message, responsibility: Responsibility | None, *, by: Member, at: datetime
) -> Message:
    (conversation,) = lock([message.conversation], by=by)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.responsibility_id != (responsibility.pk if responsibility else None):
        message.responsibility = responsibility
        message.save(update_fields=["responsibility"])
        event = events.ResponsibilityChosen(
            subject_id=conversation.pk, message_id=message.pk, responsibility_id=message.responsibility_id
        )
        announce(event, by=by, at=at)
    return message


def lock(conversations: Iterable[Conversation], *, by: Member) -> list[Conversation]:
    """In one order, so that two such acts never wait for each other. Raises NotPermitted."""
    ids = [one.pk for one in conversations]
    found = Conversation.objects.select_for_update(of=("self",)).select_related("mailbox").filter(pk__in=ids)
    held = list(found.order_by("pk"))
    for conversation in held:
        require(may_work_on(by, conversation))
    return held
