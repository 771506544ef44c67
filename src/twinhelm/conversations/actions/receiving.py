"""Taking one mail in: known already, or into the right conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from twinhelm.conversations.actions.attaching import attach
from twinhelm.conversations.actions.meeting_mail import take_letter
from twinhelm.conversations.actions.waiting import answered, somebody_waits
from twinhelm.conversations.choices import ConversationState, Direction, MailboxKind, Trust, Written
from twinhelm.conversations.events import MessageReceived, MessageReturned, MessageSent
from twinhelm.conversations.models import Conversation, Message, MessageBody, MessageCopy
from twinhelm.conversations.queries.directory import Directory
from twinhelm.conversations.queries.judging import Judgement, Place, judge
from twinhelm.conversations.queries.threads import locked, report, returned_mail, same_mail, thread_of
from twinhelm.conversations.queries.wording import left_out_sentence, returned_sentence
from twinhelm.conversations.rules.mail import Returned, bare_subject, line_of, root_of, short_id, why_returned
from twinhelm.foundation.events import announce
from twinhelm.letters import Address, Letter

CHANGED = [
    "client",
    "mailbox",
    "state",
    "assigned_to",
    "waiting_since",
    "answer_due_at",
    "snoozed_until",
    "began_at",
    "last_at",
    "last_from",
    "last_words",
    "last_direction",
    "message_count",
    "version",
]


@dataclass(frozen=True, slots=True)
class Received:
    """The message that a mail is, and whether it was unknown before."""

    message: Message
    is_new: bool


def receive(letter: Letter, place: Place, *, directory: Directory, at: datetime) -> Received:
    """One mail, once, however often and in how many folders it is found.

    Cost: about ten queries; two when it is known.
    """
    try:
        return take_in(letter, place, directory, at=at)
    except IntegrityError:
        # Another process took the same mail at this moment: now it is known.
        return take_in(letter, place, directory, at=at)


@transaction.atomic
def take_in(letter: Letter, place: Place, directory: Directory, *, at: datetime) -> Received:
    if known := same_mail(letter) or our_own(letter, place):
        note_copy(known, place)
        return Received(known, is_new=False)
    judged = judge(letter, place, directory, at=at)
    returned = returned_mail(letter) if judged.written == Written.BOUNCE else None
    found = locked(returned.conversation_id) if returned else thread_of(judged, place)
    conversation = found or begun(judged, place, directory)
    message = written_down(judged, conversation, directory, is_beginning=found is None)
    note_copy(message, place)
    if returned:
        note_return(returned, letter, at=at)
    follow(conversation, message, directory, is_awaited=judged.is_awaited)
    tell(message, at=at)
    tell_meetings(judged, place, at=at)
    attach(letter, message)  # last: what fails before leaves no file behind
    return Received(message, is_new=True)


def tell_meetings(judged: Judgement, place: Place, *, at: datetime) -> None:
    """Invitations and answers, never from whom may be forged."""
    letter = judged.letter
    if letter.invitation and not judged.is_held and not judged.is_ours and judged.trust != Trust.FAILED:
        reader = place.by or (place.mailbox and (place.mailbox.owner or place.mailbox.connected_by))
        zone = reader.zone if reader else ZoneInfo("UTC")
        take_letter(letter.invitation, letter.sender.address, zone=zone, at=at)


def our_own(letter: Letter, place: Place) -> Message | None:
    """A mail that we posted, found where a server put it: servers change small things on the way."""
    if not letter.message_id or place.folder is None or place.folder.role != "sent":
        return None
    posted = Message.objects.filter(message_id=short_id(letter.message_id), outgoing__isnull=False)
    return posted.select_related("conversation__mailbox").first()


def note_copy(message: Message, place: Place) -> None:
    if place.folder is None:
        return
    MessageCopy.objects.bulk_create(
        [MessageCopy(folder=place.folder, uid=place.uid, message=message)], ignore_conflicts=True
    )
    conversation, mailbox = message.conversation, place.mailbox
    was = conversation.mailbox
    if mailbox and mailbox.kind == MailboxKind.SHARED and was and was.kind == MailboxKind.PERSONAL:
        # What also came to a mailbox of several is no longer one member's own.
        Conversation.objects.filter(pk=conversation.pk, client=None, is_private=False).update(mailbox=mailbox)


def begun(judged: Judgement, place: Place, directory: Directory) -> Conversation:
    client = judged.client
    lead = directory.account_lead(client, judged.came_at) if client else None
    is_dealt_with = judged.party.is_nobodys and not judged.is_held
    candidates = list(judged.party.candidates)
    if judged.is_held and judged.party.client:
        candidates = [judged.party.client.pk]
    return Conversation.objects.create(
        client=client,
        mailbox=place.mailbox,
        subject=bare_subject(judged.letter.subject),
        state=ConversationState.DONE if is_dealt_with else ConversationState.OPEN,
        assigned_to_id=lead.pk if lead else keeper(place),
        is_private=client is None and place.mailbox is None and not candidates,
        candidates=candidates,
        began_at=judged.at,
        last_at=judged.at,
    )


def keeper(place: Place) -> int | None:
    """Whose mail it is, when no client's lead looks after it."""
    if place.mailbox:
        return place.mailbox.owner_id
    return place.by.pk if place.by else None


def written_down(judged: Judgement, conversation: Conversation, directory: Directory, *, is_beginning: bool) -> Message:
    letter = judged.letter
    message = Message.objects.create(
        conversation=conversation,
        client=conversation.client,
        direction=judged.direction,
        at=judged.at,
        received_at=judged.came_at,
        message_id=short_id(letter.message_id),
        in_reply_to=short_id(letter.in_reply_to or next(reversed(letter.references), "")),
        thread_root=root_of(letter.message_id, letter.references, letter.in_reply_to),
        digest=letter.content_digest,
        from_name=letter.sender.name[:200],
        from_address=letter.sender.address,
        recipients={"to": pairs(letter.to), "cc": pairs(letter.cc)},
        subject=letter.subject[:250],
        words=" ".join(letter.new_text.split())[:250],
        member_id=judged.member_id,
        contact=judged.contact,
        trust=judged.trust,
        written=judged.written,
        is_held=judged.is_held,
        is_partial=letter.is_partial,
        left_out=left_out_sentence(letter.left_out),
        responsibility_id=line(judged, conversation, directory, is_beginning=is_beginning),
        attachment_count=len(letter.attachments),
    )
    MessageBody.objects.create(message=message, text=letter.text, new_text=letter.new_text, html=letter.html)
    return message


def pairs(addresses: Sequence[Address]) -> list[list[str]]:
    return [[one.name, one.address] for one in addresses]


def line(judged: Judgement, conversation: Conversation, directory: Directory, *, is_beginning: bool) -> int | None:
    if judged.is_held or judged.written != Written.PERSON:
        return None
    key = line_of(
        is_ours=judged.is_ours,
        is_beginning=is_beginning,
        is_invitation=bool(judged.letter.invitation),
        quiet=judged.at - conversation.last_at if conversation.message_count else None,
    )
    return directory.lines.get(key)


def note_return(returned: Message, letter: Letter, *, at: datetime) -> None:
    """At the mail that came back; one that is only late is still on its way."""
    why = why_returned(report(letter))
    returned.returned = returned_sentence(why, letter)
    returned.save(update_fields=["returned"])
    if why != Returned.DELAYED:
        announce(MessageReturned(subject_id=returned.conversation_id, message_id=returned.pk), by=None, at=at)


def follow(conversation: Conversation, message: Message, directory: Directory, *, is_awaited: bool) -> None:
    """The conversation's own words about itself."""
    if message.direction == Direction.OUT:
        answered(conversation, directory, at=message.at)
    elif is_awaited and conversation.state != ConversationState.SPAM:
        somebody_waits(conversation, message.at, directory)
    if message.written == Written.BOUNCE and conversation.state == ConversationState.DONE and conversation.client_id:
        conversation.state = ConversationState.OPEN
    if message.at >= conversation.last_at or not conversation.message_count:
        conversation.last_at, conversation.last_direction = message.at, message.direction
        conversation.last_from = message.from_name or message.from_address
        conversation.last_words = message.words
    conversation.began_at = min(conversation.began_at, message.at)
    conversation.message_count += 1
    conversation.version += 1
    conversation.save(update_fields=CHANGED)


def tell(message: Message, *, at: datetime) -> None:
    told = MessageSent if message.direction == Direction.OUT else MessageReceived
    announce(told(subject_id=message.conversation_id, message_id=message.pk), by=None, at=at)
