"""One conversation as its page shows it: what was said, noted, called and handed over, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact, leads_work
from twinhelm.clients.queries import Leads, leads_of
from twinhelm.conversations.choices import ConversationState, Direction, Trust
from twinhelm.conversations.models import (
    Attachment,
    Call,
    Conversation,
    Draft,
    HandOver,
    InternalNote,
    Message,
)
from twinhelm.conversations.queries.inbox import Speaker, is_fresh
from twinhelm.conversations.rules.promise import Left, left_of
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.files import SHOWN_IN_PAGES
from twinhelm.letters import has_remote_pictures
from twinhelm.people.models import Member
from twinhelm.people.queries.opening import business_hours

MOST = 60
"""Messages of one page; older ones are a step away."""
OPEN_LAST = 2
OTHERS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A message and how it is shown."""

    message: Message
    speaker: Any
    """Whose face: the member, or whoever wrote."""
    files: tuple[Attachment, ...]
    pictures: tuple[Attachment, ...]
    is_open: bool
    is_rich: bool
    """Its layout says something that its text doesn't."""
    has_remote: bool
    kind: str = "message"

    @property
    def at(self) -> datetime:
        return self.message.at

    @property
    def is_ours(self) -> bool:
        return self.message.direction == Direction.OUT

    @property
    def has_quote(self) -> bool:
        return len(self.message.body.text) > len(self.message.body.new_text) + 3

    @property
    def is_confirmed(self) -> bool:
        return self.message.trust == Trust.PASSED

    @property
    def is_perhaps_forged(self) -> bool:
        return self.message.trust == Trust.FAILED or self.message.is_held

    @property
    def posted(self) -> str:
        """How far our own mail has come; empty: it was sent elsewhere."""
        return self.message.outgoing.state if self.message.outgoing else ""

    @property
    def is_stuck(self) -> bool:
        return self.posted in (MailState.FAILED, MailState.AMBIGUOUS) or bool(self.message.returned)


@dataclass(frozen=True, slots=True)
class Beside:
    """A note, a call or a hand-over between the messages."""

    kind: str
    at: datetime
    row: Any


@dataclass(frozen=True, slots=True)
class Thread:
    """The whole page."""

    conversation: Conversation
    stream: tuple[Said | Beside, ...]
    older: int
    """Messages that are not shown; none: it is whole."""
    left: Left | None
    leads: Leads
    contact: Contact | None
    addresses: tuple[Any, ...]
    others: tuple[Conversation, ...]
    writers: tuple[Draft, ...]
    offer: HandOver | None
    """To the reader, who has not answered."""
    last_in: Message | None
    facts: dict[str, Any] = field(default_factory=dict)


def thread(conversation: Conversation, member: Member, at: datetime, *, whole: bool = False) -> Thread:
    """Needs: client, mailbox and assignee are loaded. Cost: thirteen queries, however long it is."""
    said = said_in(conversation, whole=whole)
    beside = list(beside_of(conversation, member))
    offers = [one.row for one in beside if one.kind == "hand_over"]
    first = said[0].at if said and not whole and len(said) == MOST else None
    stream: list[Said | Beside] = [*said, *(one for one in beside if first is None or one.at >= first)]
    last_in = next((one.message for one in reversed(said) if not one.is_ours), None)
    contact = last_in.contact if last_in else None
    hours = business_hours()
    waits = conversation.waiting_since and conversation.answer_due_at and conversation.state == ConversationState.OPEN
    return Thread(
        conversation=conversation,
        stream=tuple(sorted(stream, key=lambda one: one.at)),
        older=0 if whole else max(0, conversation.message_count - len(said)),
        left=left_of(conversation.waiting_since, conversation.answer_due_at, at, hours)
        if waits and conversation.waiting_since and conversation.answer_due_at
        else None,
        leads=leads_on(conversation, at.astimezone(member.zone).date()),
        contact=contact,
        addresses=tuple(contact.addresses.order_by("kind", "-is_preferred", "pk")) if contact else (),
        others=others_of(conversation, member),
        writers=tuple(
            draft
            for draft in Draft.objects.being_written().filter(conversation=conversation).select_related("by")
            if draft.by_id != member.pk and is_fresh(draft, at) and draft.text
        ),
        offer=next((one for one in offers if is_waiting_for(one, member)), None),
        last_in=last_in,
    )


def said_in(conversation: Conversation, *, whole: bool) -> list[Said]:
    """Oldest first. Cost: two queries."""
    found = conversation.messages.filter(dropped_at=None).select_related(
        "body", "member", "contact", "outgoing", "responsibility"
    )
    newest = list(found.prefetch_related("attachments").order_by("-at", "-pk")[: 1000 if whole else MOST])
    newest.reverse()
    opened = {one.pk for one in newest[-OPEN_LAST:]}
    return [shown(one, is_open=one.pk in opened) for one in newest]


def shown(message: Message, *, is_open: bool) -> Said:
    attached = tuple(one for one in message.attachments.all() if not (one.is_inline and one.content_id))
    html = message.body.html if hasattr(message, "body") else ""
    return Said(
        message=message,
        speaker=message.member or Speaker(message.from_name or message.from_address or "?"),
        files=tuple(one for one in attached if not is_picture(one)),
        pictures=tuple(one for one in attached if is_picture(one)),
        is_open=is_open or message.is_held,
        is_rich="<img" in html or "<table" in html,
        has_remote=has_remote_pictures(html),
    )


def is_picture(attachment: Attachment) -> bool:
    return bool(attachment.key) and attachment.media_type in SHOWN_IN_PAGES


def beside_of(conversation: Conversation, member: Member) -> Iterable[Beside]:
    """Cost: three queries."""
    for note in InternalNote.objects.filter(conversation=conversation, deleted_at=None).select_related("by"):
        yield Beside("note", note.at, note)
    for call in Call.objects.visible_to(member).filter(conversation=conversation).select_related("by", "contact"):
        yield Beside("call", call.started_at, call)
    offers = HandOver.objects.filter(conversation=conversation).select_related("giver", "receiver")
    for hand_over in offers:
        yield Beside("hand_over", hand_over.at, hand_over)


def is_waiting_for(hand_over: HandOver, member: Member) -> bool:
    return hand_over.receiver_id == member.pk and not (hand_over.accepted_at or hand_over.returned_at)


def leads_on(conversation: Conversation, on: date) -> Leads:
    if conversation.client_id is None:
        return Leads()
    return leads_of([conversation.client_id], on)[conversation.client_id]


def others_of(conversation: Conversation, member: Member) -> tuple[Conversation, ...]:
    """Open ones of the same client."""
    if conversation.client_id is None or not leads_work(member):
        return ()
    seen = Conversation.objects.visible_to(member).open().filter(client=conversation.client_id)
    return tuple(seen.exclude(pk=conversation.pk).newest_first()[:OTHERS])


def offered_to(member: Member) -> list[HandOver]:
    """What was handed to the member and waits for a yes. Cost: one query."""
    seen = Conversation.objects.visible_to(member).values("pk")
    waiting = HandOver.objects.filter(receiver=member, accepted_at=None, returned_at=None)
    # A private one is shown to its receiver once they have accepted it, not before.
    return list(waiting.filter(conversation__in=seen).select_related("giver", "conversation__client").order_by("at"))


def email_of(contact: Contact) -> str:
    """Needs: its addresses are loaded, or one query."""
    emails = [one for one in contact.addresses.all() if one.kind == AddressKind.EMAIL]
    emails.sort(key=lambda one: not one.is_preferred)
    return emails[0].value if emails else ""
