"""Who waits for an answer, since when and until when."""

from datetime import datetime

from django.db.models import Q, QuerySet

from twinhelm.conversations.choices import ConversationState, Direction, Written
from twinhelm.conversations.models import Conversation, Message
from twinhelm.conversations.queries.directory import Directory
from twinhelm.foundation.choices import MailState

WAITING = ["waiting_since", "answer_due_at"]


def somebody_waits(conversation: Conversation, since: datetime, directory: Directory) -> None:
    """From the oldest word that nobody has answered. Saved by the caller. Cost: one query when mails come out of order."""
    if conversation.message_count and conversation.last_at >= since and is_answered(conversation, since):
        return
    conversation.waiting_since = min(conversation.waiting_since or since, since)
    conversation.answer_due_at = directory.due(conversation.waiting_since, conversation.client)
    if conversation.state == ConversationState.DONE:
        conversation.state = ConversationState.OPEN
    conversation.snoozed_until = None


def is_answered(conversation: Conversation, since: datetime) -> bool:
    return answers(conversation).filter(at__gte=since).exists()


def answered(conversation: Conversation, directory: Directory, *, at: datetime) -> None:
    """By a mail or a call of that moment: who wrote later still waits. Saved by the caller.

    Cost: one query when something was said later.
    """
    if conversation.waiting_since is None:
        return
    later = (
        awaited(conversation, directory).filter(at__gt=at).order_by("at").first() if conversation.last_at > at else None
    )
    conversation.waiting_since = later.at if later else None
    conversation.answer_due_at = directory.due(later.at, conversation.client) if later else None


def wait_anew(conversation: Conversation, directory: Directory) -> None:
    """From what is stored: after a message was let in, moved or dropped. Saved by the caller. Cost: two queries."""
    answer = answers(conversation).order_by("-at").first()
    open_ones = awaited(conversation, directory)
    first = (open_ones.filter(at__gt=answer.at) if answer else open_ones).order_by("at").first()
    conversation.waiting_since = first.at if first else None
    conversation.answer_due_at = directory.due(first.at, conversation.client) if first else None


def answers(conversation: Conversation) -> QuerySet[Message]:
    """What we wrote and what left the house."""
    unsent = Q(outgoing__state__in=[MailState.FAILED, MailState.CANCELLED])
    return conversation.messages.filter(direction=Direction.OUT, returned="").exclude(unsent)


def awaited(conversation: Conversation, directory: Directory) -> QuerySet[Message]:
    written = conversation.messages.filter(direction=Direction.IN, is_held=False, written=Written.PERSON)
    return written.filter(dropped_at=None).exclude(from_address__in=directory.ours)
