"""What a contact wrote on their own page: a conversation at once, as if it had come by mail."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact
from twinhelm.conversations.actions.receiving import follow
from twinhelm.conversations.choices import Direction, Trust
from twinhelm.conversations.events import MessageReceived
from twinhelm.conversations.models import Conversation, Message, MessageBody
from twinhelm.conversations.queries.directory import directory
from twinhelm.conversations.rules.mail import LONGEST_SUBJECT, line_of
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


@transaction.atomic
def said_on_page(
    contact: Contact, *, subject: str, text: str, key: str, assigned_to: Member | None, at: datetime
) -> Message:
    """The message that it became, or the one from before with the same key. Somebody waits for an answer from now on.

    The contact came in by a link of theirs, so nobody has to ask who wrote it.
    Needs: the caller holds a lock under which the key is looked at.
    """
    digest = sha256(f"on page {contact.pk} {key}".encode()).hexdigest()
    if said_before := Message.objects.filter(digest=digest, message_id="", contact=contact).first():
        return said_before
    known = directory()
    conversation = Conversation.objects.create(
        client=contact.client, subject=subject[:LONGEST_SUBJECT], assigned_to=assigned_to, began_at=at, last_at=at
    )
    line = line_of(is_ours=False, is_beginning=True, is_invitation=False, quiet=None)
    said = {"digest": digest, "responsibility_id": known.lines.get(line), "at": at, "received_at": at}
    message = written_down(contact, conversation, text, said)
    follow(conversation, message, known, is_awaited=True)
    announce(MessageReceived(subject_id=conversation.pk, message_id=message.pk), by=None, at=at)
    return message


def written_down(contact: Contact, conversation: Conversation, text: str, said: dict[str, Any]) -> Message:
    emails = contact.addresses.filter(kind=AddressKind.EMAIL).order_by("-is_preferred", "pk")
    message = Message.objects.create(
        conversation=conversation,
        client=contact.client,
        direction=Direction.IN,
        from_name=contact.name,
        from_address=emails.values_list("value", flat=True).first() or "",
        recipients={"to": [], "cc": []},
        subject=conversation.subject,
        words=" ".join(text.split())[:250],
        contact=contact,
        trust=Trust.PASSED,
        **said,
    )
    MessageBody.objects.create(message=message, text=text, new_text=text)
    return message
