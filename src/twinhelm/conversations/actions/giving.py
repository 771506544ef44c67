"""Conversations change hands with their client: the change of leads gathers and gives what stands here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twinhelm.clients.queries.handing_over import hands_over
from twinhelm.conversations.actions.conversations import assign
from twinhelm.conversations.choices import ConversationState
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.queries import open_things
from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member


class NotToGive(Refusal):
    """Something among it can't change hands, so nothing did."""


@transaction.atomic
def give_conversations(keys: Sequence[str], receiver: Member | None, by: Member, at: datetime) -> None:
    """All of them, or none. Raises NotToGive, NotPermitted."""
    rows = list(Conversation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    refuse_private(rows)
    gone = len(set(keys)) - sum(one.state == ConversationState.OPEN for one in rows)
    if gone:
        sentence = ngettext(
            "%(n)d conversation was closed meanwhile. Nothing changed hands: look at it again.",
            "%(n)d conversations were closed meanwhile. Nothing changed hands: look at it again.",
            gone,
        )
        raise NotToGive(sentence % {"n": gone})
    assign(rows, receiver, by=by, at=at)


def refuse_private(rows: Sequence[Conversation]) -> None:
    """Raises NotToGive."""
    if any(one.is_private for one in rows):
        raise NotToGive(_("A private conversation is given away only by whoever answers it. Nothing changed hands."))


hands_over("conversations", gettext_lazy("Open conversations"), part=None, position=10, gives=give_conversations)(
    open_things.open_conversations
)
hands_over("drafts", gettext_lazy("Letters begun"), part=None, position=20)(open_things.drafts_begun)
hands_over("promises", gettext_lazy("Promises made"), part=None, position=25)(open_things.promises)
hands_over("meetings", gettext_lazy("Upcoming meetings"), part=None, position=30)(open_things.coming_meetings)
