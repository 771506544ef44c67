"""Posting a letter: stopped when somebody else was faster, sent once, and taken back while it has not left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.conversations import lock
from twinhelm.conversations.actions.receiving import CHANGED, follow, pairs
from twinhelm.conversations.actions.waiting import wait_anew
from twinhelm.conversations.choices import ConversationState, Direction, Trust
from twinhelm.conversations.events import MessageSent, MessageUnsent
from twinhelm.conversations.models import Attachment, Conversation, Draft, Mailbox, Message, MessageBody
from twinhelm.conversations.policies.conversations import may_write
from twinhelm.conversations.queries.directory import Directory, directory
from twinhelm.conversations.rules.mail import bare_subject, line_of, root_of, short_id
from twinhelm.foundation import files, mail
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.models import OutgoingMail
from twinhelm.letters import Address, Enclosure, Letter, NotComposed, compose, read, recipients
from twinhelm.letters import Draft as Plain
from twinhelm.people.models import Member

LARGEST = 64 * 1024 * 1024
MOST_REFERENCES = 20


class AnsweredMeanwhile(Refusal):
    """Somebody wrote in the conversation after this answer was begun."""


class NoMailbox(Refusal):
    """There is no mailbox that it could leave by."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A composed letter: what goes over the wire, and how a reader will see it."""

    plain: Plain
    lines: bytes
    letter: Letter


@transaction.atomic
def post_letter(draft: Draft, *, by: Member, at: datetime, key: str, not_before: datetime | None = None) -> Message:
    """The message that was posted, or the one posted before with the same key.

    The draft's `seen_version` says what its writer has seen of the conversation; raise it to send all the same.
    Raises NotPermitted, AnsweredMeanwhile, NoMailbox, Invalid.
    """
    if posted := Message.objects.filter(outgoing__key=key).first():
        return posted
    known = directory()
    conversation = locked(draft, by=by) or begun(draft, known, by=by, at=at)
    ready = composed(draft, conversation, by=by, at=at)
    message = written_down(ready, draft, conversation, known, by=by)
    message.outgoing = handed_over(ready, draft, key=key, not_before=not_before)
    message.save(update_fields=["outgoing"])
    Attachment.objects.filter(draft=draft).update(draft=None, message=message)
    follow(conversation, message, known, is_awaited=False)
    announce(MessageSent(subject_id=conversation.pk, message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def take_back(message: Message, *, by: Member, at: datetime) -> Message:
    """Before it has left: it is shown as taken back, and whoever was to be answered waits as before.

    Raises AlreadySettled.
    """
    (conversation,) = lock([message.conversation], by=by)
    if message.outgoing is None:
        raise Invalid(_("This mail was sent from another program and can’t be taken back."))
    mail.take_back(message.outgoing, at=at, reason=_("Taken back by %(name)s.") % {"name": by.get_full_name()})
    wait_again(conversation)
    announce(MessageUnsent(subject_id=conversation.pk, message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def note_unsent(message: Message, *, at: datetime) -> None:
    """The mail server will never take it: the conversation is open again, and somebody still waits."""
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("client")
    wait_again(conversation.get(pk=message.conversation_id))
    announce(MessageUnsent(subject_id=message.conversation_id, message_id=message.pk), by=None, at=at)


def wait_again(conversation: Conversation) -> None:
    wait_anew(conversation, directory())
    if conversation.state == ConversationState.DONE:
        conversation.state = ConversationState.OPEN
    conversation.version += 1
    conversation.save(update_fields=CHANGED)


def locked(draft: Draft, *, by: Member) -> Conversation | None:
    """Raises NotPermitted, AnsweredMeanwhile."""
    if draft.conversation is None:
        require(may_write(by))
        return None
    (conversation,) = lock([draft.conversation], by=by)
    if conversation.version != draft.seen_version:
        newest = conversation.messages.filter(is_held=False).order_by("-at", "-pk").first()
        raise AnsweredMeanwhile(meanwhile(newest, by))
    return conversation


def meanwhile(newest: Message | None, reader: Member) -> str:
    if newest is None:
        return _("The conversation has changed since you began. Look at it once more before you send.")
    words = {
        "name": newest.member.get_full_name() if newest.member else newest.from_name or newest.from_address,
        "when": date_format(newest.at.astimezone(reader.zone), "j N, H:i"),
    }
    if newest.direction == Direction.OUT:
        return _("%(name)s answered %(when)s, after you began. Look at it before you send yours.") % words
    return _("%(name)s wrote again %(when)s, after you began. Look at it before you send.") % words


def begun(draft: Draft, known: Directory, *, by: Member, at: datetime) -> Conversation:
    client = draft.client or known.party([one.address for one in addresses(draft, "to")]).client
    lead = known.account_lead(client, at) if client else None
    return Conversation.objects.create(
        client=client,
        mailbox=draft.mailbox,
        subject=bare_subject(draft.subject),
        assigned_to=lead or by,
        began_at=at,
        last_at=at,
    )


def composed(draft: Draft, conversation: Conversation, *, by: Member, at: datetime) -> Ready:
    """Raises NoMailbox, Invalid."""
    mailbox = sending_mailbox(draft, by)
    thread = thread_of(conversation)
    plain = Plain(
        sender=Address(by.get_full_name(), mailbox.address),
        to=addresses(draft, "to"),
        cc=addresses(draft, "cc"),
        subject=draft.subject,
        text=signed(draft.text, mailbox.signature),
        html=draft.html,
        message_id=f"{uuid4()}@{mailbox.address.rpartition('@')[2]}",
        sent_at=at,
        in_reply_to=thread[-1] if thread else "",
        references=thread,
        enclosures=enclosures(draft),
    )
    try:
        lines = compose(plain).as_bytes()
    except NotComposed as problem:
        raise Invalid(problem.sentence(_)) from None
    return Ready(plain, lines, read(lines))


def sending_mailbox(draft: Draft, by: Member) -> Mailbox:
    found = Mailbox.objects.visible_to(by).filter(pk=draft.mailbox_id or 0).exclude(smtp_host="").first()
    if found is None:
        raise NoMailbox(_("Choose a mailbox of yours or a shared one that can send."))
    return found


def addresses(draft: Draft, part: str) -> list[Address]:
    return [Address(str(name), str(address)) for name, address in draft.recipients.get(part, [])]


def signed(text: str, signature: str) -> str:
    signature = signature.strip()
    return f"{text.rstrip()}\n\n-- \n{signature}\n" if signature and signature not in text else text


def thread_of(conversation: Conversation) -> list[str]:
    """Names of the mails before, oldest first. Cost: one query."""
    said = conversation.messages.filter(is_held=False, dropped_at=None).exclude(message_id="")
    newest = list(said.order_by("-at", "-pk").values_list("message_id", flat=True)[:MOST_REFERENCES])
    return newest[::-1]


def enclosures(draft: Draft) -> list[Enclosure]:
    found = []
    for one in draft.attachments.order_by("pk"):
        with files.opened(one.key) as content:
            found.append(Enclosure(one.name, one.media_type, content.read()))
    return found


def written_down(ready: Ready, draft: Draft, conversation: Conversation, known: Directory, *, by: Member) -> Message:
    plain, letter = ready.plain, ready.letter
    key = line_of(
        is_ours=True,
        is_beginning=not conversation.message_count,
        is_invitation=False,
        quiet=plain.sent_at - conversation.last_at if conversation.message_count else None,
    )
    message = Message.objects.create(
        conversation=conversation,
        client=conversation.client,
        direction=Direction.OUT,
        at=plain.sent_at,
        received_at=plain.sent_at,
        message_id=short_id(plain.message_id),
        in_reply_to=short_id(plain.in_reply_to),
        thread_root=root_of(plain.message_id, plain.references, plain.in_reply_to),
        digest=letter.content_digest,
        from_name=plain.sender.name,
        from_address=plain.sender.address,
        recipients={"to": pairs(plain.to), "cc": pairs(plain.cc)},
        subject=plain.subject,
        words=" ".join(letter.new_text.split())[:250],
        member=by,
        trust=Trust.PASSED,
        responsibility_id=known.lines.get(key),
        minutes=-(-draft.written_seconds // 60) or None,
        attachment_count=len(plain.enclosures),
    )
    MessageBody.objects.create(message=message, text=letter.text, new_text=letter.new_text, html=letter.html)
    return message


def handed_over(ready: Ready, draft: Draft, *, key: str, not_before: datetime | None) -> OutgoingMail:
    """To the outbox; its lines lie on disk from now on. Raises Invalid."""
    plain = ready.plain
    kept = files.keep([ready.lines], folder="letters", most_bytes=LARGEST)
    try:
        return mail.post_composed(
            mail.Composed(
                sender=plain.sender.address,
                recipients=recipients(plain),
                subject=plain.subject,
                text="",
                message_id=f"<{plain.message_id}>",
                letter_key=kept.key,
                way="mailbox",
                way_id=draft.mailbox_id or 0,
            ),
            key=key,
            not_before=not_before,
        )
    except BaseException:
        files.drop(kept.key)
        raise
