"""What a letter begins with: to whom, from where, about what; and whom one could mean."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Client, Contact, ContactAddress
from twinhelm.clients.queries.on_mails import copied_on
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Attachment, CannedReply, Conversation, Draft, Mailbox, Message
from twinhelm.conversations.rules.times import zone_named
from twinhelm.conversations.rules.writing import filled, quoted, typed_from
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Letter:
    """The form of a letter as it is first shown."""

    draft: Draft | None
    to: str
    cc: str
    subject: str
    text: str
    mailbox_id: int | None
    mailboxes: tuple[Mailbox, ...]
    canned: tuple[tuple[CannedReply, str], ...]
    """With their texts as they would be for this letter."""
    attached: tuple[Attachment, ...] = ()
    more: str = ""
    """Whom one would write to besides, by answering all."""
    copied: tuple[Member, ...] = ()
    """Who of us stands in the copy by itself; whoever writes may take them out."""
    words: dict[str, str] = field(default_factory=dict)


def letter_of(member: Member, conversation: Conversation | None, draft: Draft | None, **known: Any) -> Letter:
    """known: `last_in`, the message that is answered; `contact`; `leads`; `to_all`; `at`. Cost: five queries."""
    mailboxes = tuple(Mailbox.objects.visible_to(member).exclude(smtp_host="").order_by("kind", "name", "pk"))
    own = {box.address.lower() for box in Mailbox.objects.filter(removed_at=None)}
    to, others = answered(known.get("last_in"), own) if conversation else ([], [])
    words = words_of(member, conversation, known)
    canned = CannedReply.objects.filter(Q(owner=None) | Q(owner=member), deleted_at=None).order_by("name", "pk")
    chosen = draft.mailbox_id if draft else (conversation.mailbox_id if conversation else None)
    copied = [] if draft else copied_by_itself(member, conversation, known)
    kept = recipients_with(to, others if known.get("to_all") else [], copied)
    recipients = draft.recipients if draft else kept
    ids = {box.pk for box in mailboxes}
    return Letter(
        draft=draft,
        to=typed_from(recipients.get("to", [])) or known.get("to", ""),
        cc=typed_from(recipients.get("cc", [])),
        subject=draft.subject if draft else reply_subject(conversation),
        text=draft.text if draft else "",
        mailbox_id=chosen if chosen in ids else (mailboxes[0].pk if mailboxes else None),
        mailboxes=mailboxes,
        canned=tuple((one, filled(one.text, words)) for one in canned),
        attached=tuple(draft.attachments.order_by("pk")) if draft else (),
        more="" if draft or known.get("to_all") else typed_from(others),
        copied=tuple(copied),
        words=words,
    )


def copied_by_itself(member: Member, conversation: Conversation | None, known: dict[str, Any]) -> list[Member]:
    """As areas above say for the client's day; nobody in what only two may read. Cost: a few queries."""
    contact, at = known.get("contact"), known.get("at")
    client = conversation.client if conversation else contact.client if contact else None
    if client is None or at is None or (conversation and conversation.is_private):
        return []
    day = day_in(zone_named(client.time_zone, house_zone(member)), at)
    return [one for one in copied_on(client, day) if one.email and one.pk != member.pk]


def house_zone(member: Member) -> ZoneInfo:
    return zone_named(member.agency.time_zone if member.agency else "", ZoneInfo("UTC"))


def recipients_with(to: list[Any], cc: list[Any], copied: list[Member]) -> dict[str, list[Any]]:
    """Nobody stands there twice."""
    there = {pair[1].lower() for pair in [*to, *cc]}
    return {"to": to, "cc": [*cc, *([one.name, one.email] for one in copied if (one.email or "").lower() not in there)]}


def answered(message: Message | None, own: set[str]) -> tuple[list[Any], list[Any]]:
    """To whom an answer goes, and whom answering all would reach besides; never ourselves."""
    if message is None:
        return [], []
    if message.direction == Direction.OUT:
        return list(message.recipients.get("to", [])), list(message.recipients.get("cc", []))
    others = [*message.recipients.get("to", []), *message.recipients.get("cc", [])]
    sender = message.from_address.lower()
    kept = [pair for pair in others if pair[1].lower() not in own and pair[1].lower() != sender]
    return [[message.from_name, message.from_address]], kept


def reply_subject(conversation: Conversation | None) -> str:
    if conversation is None or not conversation.subject:
        return ""
    known = conversation.subject.lower().startswith(("re:", "aw:", "antw:"))
    return conversation.subject if known else f"Re: {conversation.subject}"[:250]


def words_of(member: Member, conversation: Conversation | None, known: dict[str, Any]) -> dict[str, str]:
    """For canned replies: the only words that their placeholders can become."""
    contact, leads = known.get("contact"), known.get("leads")
    client = conversation.client if conversation else None
    name = contact.name if contact else ""
    return {
        "contact": name,
        "first_name": name.split()[0] if name.split() else "",
        "client": client.name if client else "",
        "me": member.name,
        "lead": leads.account.name if leads and leads.account else member.name,
        "project": conversation.project.name if conversation and conversation.project else "",
        "agency": member.agency.name if member.agency else "",
    }


def whom_to_write(member: Member, typed: str, client: Client | None) -> list[tuple[Contact, str]]:
    """Contacts by name or address, the client's own first; nobody for who may not see contacts. Cost: one query."""
    words = typed.strip()[:120]
    if len(words) < 2:
        return []
    rows = ContactAddress.objects.filter(
        kind=AddressKind.EMAIL, contact__in=Contact.objects.visible_to(member).present()
    ).filter(Q(contact__name__icontains=words) | Q(value__icontains=words))
    found = list(rows.select_related("contact__client").order_by("contact__name", "pk")[:60])
    found.sort(key=lambda row: client is None or row.contact.client_id != client.pk)
    return [(row.contact, row.value) for row in found[:MOST_FOUND]]


def quote_of(message: Message | None) -> str:
    """What is answered, as it goes below the answer. Needs: its body is loaded."""
    if message is None or not hasattr(message, "body"):
        return ""
    words = {"day": date_format(message.at, "DATETIME_FORMAT"), "name": message.from_name or message.from_address}
    return quoted(message.body.new_text or message.body.text, _("On %(day)s %(name)s wrote:") % words)
