"""Giving a conversation to another member, who accepts it or sends it back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from twinhelm.conversations import events
from twinhelm.conversations.actions.conversations import lock
from twinhelm.conversations.models import Conversation, HandOver, InternalNote
from twinhelm.conversations.policies.conversations import may_answer_hand_over, may_take
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


class AlreadyAnswered(Refusal):
    """The offer was accepted, sent back or withdrawn."""


@transaction.atomic
def hand_over(
    conversations: Iterable[Conversation], receiver: Member, note: str, *, by: Member, at: datetime
) -> list[HandOver]:
    """Offers them; until the receiver accepts, they stay with whom they are. An earlier offer falls away.

    Raises Invalid, NotPermitted.
    """
    if receiver.pk == by.pk:
        raise Invalid(_("You can’t hand something over to yourself. Assign it to yourself instead."))
    require(may_take(receiver))
    made = []
    for conversation in lock(conversations, by=by):
        waiting(conversation).update(returned_at=at)
        offered = HandOver.objects.create(
            conversation=conversation, giver=by, receiver=receiver, note=note.strip()[:500], at=at
        )
        event = events.ConversationHandedOver(
            subject_id=conversation.pk, hand_over_id=offered.pk, receiver_id=receiver.pk
        )
        announce(event, by=by, at=at)
        made.append(offered)
    return made


@transaction.atomic
def accept(hand_over: HandOver, *, by: Member, at: datetime) -> HandOver:
    """The receiver answers from now on. Raises AlreadyAnswered."""
    hand_over = held(hand_over, by=by)
    hand_over.accepted_at = at
    hand_over.save(update_fields=["accepted_at"])
    Conversation.objects.filter(pk=hand_over.conversation_id).update(assigned_to=by)
    announce(events.HandOverAccepted(subject_id=hand_over.conversation_id, hand_over_id=hand_over.pk), by=by, at=at)
    return hand_over


@transaction.atomic
def send_back(hand_over: HandOver, question: str, *, by: Member, at: datetime) -> HandOver:
    """It stays with the giver, who reads the question. Raises AlreadyAnswered, Invalid."""
    hand_over = held(hand_over, by=by)
    if not question.strip():
        raise Invalid(_("Say what you need to know first, or why it is not yours."), answer=_("Write a sentence."))
    hand_over.returned_at, hand_over.answer = at, question.strip()[:500]
    hand_over.save(update_fields=["returned_at", "answer"])
    Conversation.objects.filter(pk=hand_over.conversation_id, assigned_to=None).update(assigned_to=hand_over.giver_id)
    announce(events.HandOverReturned(subject_id=hand_over.conversation_id, hand_over_id=hand_over.pk), by=by, at=at)
    return hand_over


@transaction.atomic
def withdraw(hand_overs: Iterable[HandOver], *, by: Member, at: datetime) -> int:
    """The giver thinks again before they were answered; says how many that were."""
    mine = HandOver.objects.filter(pk__in=[one.pk for one in hand_overs], giver=by)
    return mine.filter(accepted_at=None, returned_at=None).update(returned_at=at)


@transaction.atomic
def note(conversation: Conversation, text: str, *, by: Member, at: datetime) -> InternalNote:
    """For us only. Raises Invalid."""
    (conversation,) = lock([conversation], by=by)
    if not text.strip():
        raise Invalid(_("Write what the others should know."), text=_("Write what the others should know."))
    made = InternalNote.objects.create(conversation=conversation, by=by, at=at, text=text.strip()[:10_000])
    announce(events.NoteWritten(subject_id=conversation.pk, note_id=made.pk), by=by, at=at)
    return made


@transaction.atomic
def delete_note(made: InternalNote, *, by: Member, at: datetime) -> None:
    """By its author only."""
    InternalNote.objects.filter(pk=made.pk, by=by, deleted_at=None).update(deleted_at=at)
    announce(events.NoteDeleted(subject_id=made.conversation_id, note_id=made.pk), by=by, at=at)


@transaction.atomic
def put_back_note(made: InternalNote, *, by: Member, at: datetime) -> None:
    InternalNote.objects.filter(pk=made.pk, by=by).update(deleted_at=None)
    announce(events.NotePutBack(subject_id=made.conversation_id, note_id=made.pk), by=by, at=at)


def waiting(conversation: Conversation) -> QuerySet[HandOver]:
    return HandOver.objects.filter(conversation=conversation, accepted_at=None, returned_at=None)


def held(hand_over: HandOver, *, by: Member) -> HandOver:
    hand_over = HandOver.objects.select_for_update(of=("self",)).select_related("giver").get(pk=hand_over.pk)
    require(may_answer_hand_over(by, hand_over))
    if hand_over.accepted_at or hand_over.returned_at:
        raise AlreadyAnswered(_("This was answered or withdrawn meanwhile."))
    return hand_over
