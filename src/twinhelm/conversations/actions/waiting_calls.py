"""A call in which somebody was reached answers the conversation that it is about."""

from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.models import Call, Conversation


def settle_waiting(call: Call) -> None:
    """Ends the waiting, or gives it back when the call did not answer after all; the call itself is not stored.

    Needs: an open transaction, the act's own. Cost: two queries where there is a conversation.
    """
    answers = call.conversation_id and not call.deleted_at and call.ended_at and call.outcome == CallOutcome.REACHED
    if answers and not call.ended_waiting_since:
        end_waiting(call)
    elif not answers:
        give_back(call)


def end_waiting(call: Call) -> None:
    conversation = Conversation.objects.select_for_update().get(pk=call.conversation_id or 0)
    if conversation.waiting_since and call.ended_at and conversation.waiting_since <= call.ended_at:
        call.ended_waiting_since, call.ended_waiting_until = conversation.waiting_since, conversation.answer_due_at
        conversation.waiting_since = conversation.answer_due_at = None
        write(conversation)


def give_back(call: Call) -> None:
    """Unless somebody has written meanwhile: then the conversation knows better who waits."""
    if not call.ended_waiting_since:
        return
    conversation = Conversation.objects.select_for_update().filter(pk=call.conversation_id or 0).first()
    if conversation and not conversation.waiting_since and conversation.last_direction == Direction.IN:
        conversation.waiting_since, conversation.answer_due_at = call.ended_waiting_since, call.ended_waiting_until
        write(conversation)
    call.ended_waiting_since = call.ended_waiting_until = None


def write(conversation: Conversation) -> None:
    conversation.version += 1
    conversation.save(update_fields=["waiting_since", "answer_due_at", "version"])
