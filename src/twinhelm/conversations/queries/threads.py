"""Which conversation a mail belongs to."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Q

from twinhelm.conversations.choices import Direction, MailboxKind
from twinhelm.conversations.models import Conversation, Message
from twinhelm.conversations.queries.judging import Judgement, Place
from twinhelm.conversations.rules.joining import Thread, may_join
from twinhelm.conversations.rules.mail import ids_in, root_of, short_id
from twinhelm.letters import Letter

MOST_LOOKED_AT = 50


def same_mail(letter: Letter) -> Message | None:
    """The same in all that a person reads, under the same name; without a name, from the same address.

    Cost: one query, two when it is known.
    """
    name, sender = short_id(letter.message_id), letter.sender.address
    found = Message.objects.filter(digest=letter.content_digest).values_list("pk", "message_id", "from_address")
    for pk, message_id, address in found[:MOST_LOOKED_AT]:
        if message_id == name and (name or address == sender):
            return Message.objects.select_related("conversation__mailbox").get(pk=pk)
    return None


def thread_of(judged: Judgement, place: Place) -> Conversation | None:
    """The nearest relative's, among those that this writer may write into; locked.

    Cost: one query, and one or two for each conversation that is looked at.
    """
    writer = judged.writer(place)
    if writer.is_doubtful:
        return None
    for conversation in conversations_of(relatives(judged.letter)):
        people = Participants(conversation, excluding=judged.letter.content_digest)
        if may_join(writer, standing_of(conversation), people):
            return conversation
    return None


class Relative(NamedTuple):
    """A message of the same thread."""

    pk: int
    message_id: str
    in_reply_to: str
    conversation_id: int


def relatives(letter: Letter) -> list[Relative]:
    """Its parent first, then older ones, then answers that came before it, then others of the same thread."""
    name, parent = short_id(letter.message_id), short_id(letter.in_reply_to)
    ancestors = [parent, *(short_id(one) for one in reversed(letter.references))] if parent or letter.references else []
    ranks = {one: rank for rank, one in enumerate(dict.fromkeys(one for one in ancestors if one))}
    root = root_of(letter.message_id, letter.references, letter.in_reply_to)
    is_kin = Q()
    if ranks:
        is_kin |= Q(message_id__in=list(ranks)[:40])
    if name:
        is_kin |= Q(in_reply_to=name)
    if roots := {one for one in (root, name) if one}:
        is_kin |= Q(thread_root__in=roots)
    if not is_kin:
        return []
    columns = ("pk", "message_id", "in_reply_to", "conversation")
    found = Message.objects.filter(is_kin, is_held=False).values_list(*columns)[:MOST_LOOKED_AT]
    kin = [Relative(*one) for one in found]
    return sorted(kin, key=lambda one: (ranks.get(one.message_id, 1000 if one.in_reply_to == name else 2000), one.pk))


def conversations_of(kin: Iterable[Relative]) -> Iterator[Conversation]:
    for conversation_id in dict.fromkeys(one.conversation_id for one in kin):
        yield locked(conversation_id)


def locked(conversation_id: int) -> Conversation:
    """Needs: an open transaction."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("client", "mailbox")
    return rows.get(pk=conversation_id)


def standing_of(conversation: Conversation) -> Thread:
    mailbox = conversation.mailbox
    is_personal = mailbox is not None and mailbox.kind == MailboxKind.PERSONAL
    return Thread(
        client_id=conversation.client_id,
        mailbox_id=conversation.mailbox_id,
        is_closed=conversation.is_private or (is_personal and conversation.client_id is None),
    )


class Participants:
    """Whoever wrote in a conversation or was written to; asked only when it matters."""

    def __init__(self, conversation: Conversation, *, excluding: str) -> None:
        self.conversation, self.excluding = conversation, excluding
        self.found: set[str] | None = None

    def __contains__(self, address: object) -> bool:
        return address in self.load()

    def __iter__(self) -> Iterator[str]:
        return iter(self.load())

    def __len__(self) -> int:
        return len(self.load())

    def load(self) -> set[str]:
        if self.found is None:
            self.found = set()
            said = self.conversation.messages.filter(is_held=False).exclude(digest=self.excluding)
            for address, recipients in said.order_by("-pk").values_list("from_address", "recipients")[:200]:
                named = (pair[1] for pairs in recipients.values() for pair in pairs)
                self.found |= {one for one in (address, *named) if one}
        return self.found


def returned_mail(letter: Letter) -> Message | None:
    """Our own mail that a server sent back: its name stands in the report. Cost: one query."""
    named = ids_in([" ".join(f"<{one}>" for one in (letter.in_reply_to, *letter.references) if one), *report(letter)])
    sent = Message.objects.filter(message_id__in=named, direction=Direction.OUT).select_related("conversation__mailbox")
    return sent.first() if named else None


def report(letter: Letter) -> list[str]:
    """The words of a returned mail and of what hangs on it."""
    hung = [one.content[:100_000].decode("utf-8", "replace") for one in letter.attachments if one.content]
    return [letter.text, *hung[:5]]
