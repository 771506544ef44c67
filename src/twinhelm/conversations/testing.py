"""Builders of mailboxes, conversations and messages, for tests and the demo."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from itertools import count
from typing import Any

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.choices import (
    CalendarKind,
    CallOutcome,
    Direction,
    FolderRole,
    GuestAnswer,
    MailboxKind,
    Security,
    Trust,
)
from twinhelm.conversations.models import (
    Calendar,
    Call,
    Conversation,
    Mailbox,
    MailboxFolder,
    Meeting,
    MeetingGuest,
    Message,
    MessageBody,
)
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner
from twinhelm.responsibilities.models import Responsibility

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""A Monday morning."""
numbers = count(1)


def a_mailbox(owner: Member | None = None, address: str = "", **fields: Any) -> Mailbox:
    """Shared, with an inbox and a folder of sent mail; with an owner it is their personal one."""
    address = address or (f"{owner.pk}.mail@northlight.example" if owner else "hello@northlight.example")
    defaults: dict[str, Any] = {
        "kind": MailboxKind.PERSONAL if owner else MailboxKind.SHARED,
        "name": address.partition("@")[0],
        "imap_host": "127.0.0.1",
        "imap_security": Security.PLAIN,
        "imap_user": address,
        "smtp_host": "127.0.0.1",
        "smtp_security": Security.PLAIN,
        "connected_by": owner or fields.get("connected_by") or Member.objects.order_by("pk").first() or an_owner(),
        "connected_at": NINE,
    }
    mailbox = Mailbox.objects.create(owner=owner, address=address, **(defaults | fields))
    for name, role in (("INBOX", FolderRole.INBOX), ("Sent", FolderRole.SENT)):
        MailboxFolder.objects.create(mailbox=mailbox, name=name, role=role)
    return mailbox


def a_conversation(
    client: Client | None = None, subject: str = "New opening times", *, at: datetime = NINE, **fields: Any
) -> Conversation:
    """Without a client it is unfiled; without a mailbox it belongs to nobody's."""
    return Conversation.objects.create(client=client, subject=subject, began_at=at, last_at=at, **fields)


def a_message(
    conversation: Conversation,
    direction: Direction = Direction.IN,
    *,
    at: datetime | None = None,
    text: str = "Could we open on Sundays too?",
    sender: Contact | Member | str = "rosa@alder.example",
    **fields: Any,
) -> Message:
    """From whoever it says; the conversation's previews, counts and waiting follow it."""
    number, at = next(numbers), at or NINE
    name, address = spoken_by(sender)
    defaults: dict[str, Any] = {
        "received_at": at,
        "message_id": f"{number}@letters.example",
        "digest": sha256(f"message {number}".encode()).hexdigest(),
        "from_name": name,
        "from_address": address,
        "recipients": {"to": [["", "hello@northlight.example"]], "cc": []},
        "subject": conversation.subject,
        "words": text[:250],
        "member": sender if isinstance(sender, Member) else None,
        "contact": sender if isinstance(sender, Contact) else None,
        "trust": Trust.PASSED,
    }
    message = Message.objects.create(
        conversation=conversation, client=conversation.client, direction=direction, at=at, **(defaults | fields)
    )
    MessageBody.objects.create(message=message, text=text, new_text=text)
    follow(conversation, message)
    return message


def spoken_by(sender: Contact | Member | str) -> tuple[str, str]:
    if isinstance(sender, Member):
        return sender.name, sender.email or ""
    if isinstance(sender, Contact):
        address = sender.addresses.filter(kind="email").first()
        return sender.name, address.value if address else "rosa@alder.example"
    return sender.partition("@")[0].title(), sender


def follow(conversation: Conversation, message: Message) -> None:
    conversation.message_count += 1
    conversation.version += 1
    if message.at >= conversation.last_at:
        conversation.last_at, conversation.last_direction = message.at, message.direction
        conversation.last_from, conversation.last_words = message.from_name, message.words
    if message.direction == Direction.OUT:
        conversation.waiting_since = conversation.answer_due_at = None
    elif not message.is_held and conversation.waiting_since is None:
        conversation.waiting_since, conversation.answer_due_at = message.at, message.at + timedelta(hours=4)
    conversation.save()


def raw_mail(
    *,
    sender: str = "Rosa Alder <rosa@alder.example>",
    to: str = "hello@northlight.example",
    subject: str = "New opening times",
    text: str = "Could we open on Sundays too?",
    at: datetime = NINE,
    message_id: str | None = "",
    **headers: str,
) -> bytes:
    """A mail as it lies on a server; `in_reply_to="…"` becomes In-Reply-To. `message_id=None` leaves the name out."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {format_datetime(at)}"]
    if message_id is not None:
        lines.append(f"Message-ID: <{message_id or f'{next(numbers)}@alder.example'}>")
    lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()] + lines
    return "\r\n".join([*lines, "", text, ""]).encode()


def a_call(
    by: Member, client: Client | None = None, *, at: datetime = NINE, minutes: int | None = 12, **fields: Any
) -> Call:
    """An ended call; `minutes=None` is one that goes on."""
    ended_at = None if minutes is None else at + timedelta(minutes=minutes)
    defaults: dict[str, Any] = {
        "outcome": CallOutcome.REACHED if ended_at else "",
        "next_step": "Send the plan",
        "responsibility": Responsibility.objects.filter(key="real-time").first() if ended_at else None,
    }
    return Call.objects.create(by=by, client=client, started_at=at, ended_at=ended_at, **(defaults | fields))


def a_calendar(owner: Member, name: str = "Work", **fields: Any) -> Calendar:
    """Can be written to; nobody answers at its address."""
    defaults: dict[str, Any] = {
        "kind": CalendarKind.CALDAV,
        "url": f"http://127.0.0.1:9/{next(numbers)}/",
        "user": owner.name,
        "connected_at": NINE,
    }
    return Calendar.objects.create(owner=owner, name=name, **(defaults | fields))


def a_meeting(
    client: Client | None = None, title: str = "Weekly update", *, by: Member | None = None, **fields: Any
) -> Meeting:
    """An hour on Tuesday 24 November at ten in Amsterdam; who made it comes to it."""
    starts_at = fields.pop("starts_at", NINE + timedelta(days=8))
    defaults: dict[str, Any] = {
        "uid": f"{next(numbers)}@northlight.example",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "organiser": (by.email or "") if by else "",
    }
    meeting = Meeting.objects.create(client=client, title=title, by=by, **(defaults | fields))
    if by:
        a_guest(meeting, by)
    return meeting


def a_guest(meeting: Meeting, who: Contact | Member | str, answer: GuestAnswer = GuestAnswer.ACCEPTED) -> MeetingGuest:
    name, address = spoken_by(who)
    return MeetingGuest.objects.create(
        meeting=meeting,
        address=address,
        name=name,
        member=who if isinstance(who, Member) else None,
        contact=who if isinstance(who, Contact) else None,
        answer=answer,
    )
