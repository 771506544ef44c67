"""Sending what was written, and having it back within a few seconds."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.queries.on_mails import foot_of
from twinhelm.clients.queries.zones import zone_of
from twinhelm.conversations import events
from twinhelm.conversations.actions import sending
from twinhelm.conversations.actions.drafts import mine
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Attachment, Draft, Message
from twinhelm.conversations.queries.writing import quote_of
from twinhelm.conversations.rules.writing import html_of
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.events import announce
from twinhelm.letters import clean
from twinhelm.people.models import Member

HELD_BACK = timedelta(seconds=10)


class NoLongerYours(Refusal):
    """Only who sent a mail has it back."""


@transaction.atomic
def send(draft: Draft, *, by: Member, at: datetime) -> Message:
    """Once, however often it is asked for. It leaves a few seconds later.

    Raises Invalid, AlreadySent, AnsweredMeanwhile, NoMailbox.
    """
    draft = mine(draft, by=by)
    refuse_empty(draft)
    typed = draft.text
    draft.text, draft.html = in_full(draft, at)
    message = sending.post_letter(
        draft, by=by, at=at, key=f"draft:{draft.pk}:{draft.sendings}", not_before=at + HELD_BACK
    )
    draft.text, draft.html, draft.message, draft.sent_at = typed, "", message, at
    draft.save(update_fields=["message", "sent_at"])
    return message


@transaction.atomic
def take_back(message: Message, *, by: Member, at: datetime) -> Draft:
    """It is a draft again, with its files. Raises AlreadySettled, NoLongerYours."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(message=message, by=by).first()
    if draft is None:
        raise NoLongerYours(_("Only who sent it can have it back."))
    sending.take_back(message, by=by, at=at)
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
    Message.objects.filter(pk=message.pk).update(dropped_at=at)
    message.conversation.refresh_from_db(fields=["version"])
    draft.conversation, draft.seen_version = message.conversation, message.conversation.version
    draft.message, draft.sent_at, draft.sendings = None, None, draft.sendings + 1
    Draft.objects.being_written().filter(conversation=draft.conversation, by=by).update(discarded_at=at)
    draft.save(update_fields=["conversation", "seen_version", "message", "sent_at", "sendings"])
    announce(events.DraftPutBack(subject_id=draft.conversation_id, draft_id=draft.pk), by=by, at=at)
    return draft


def refuse_empty(draft: Draft) -> None:
    """Raises Invalid."""
    if not draft.recipients.get("to"):
        reason = _("Say to whom it goes.")
        raise Invalid(reason, to=reason)
    if not draft.text.strip() and not draft.attachments.exists():
        reason = _("There is nothing in it yet. Write something, or add a file.")
        raise Invalid(reason, text=reason)
    if not draft.subject.strip():
        reason = _("Give it a subject: it is the first thing that they read.")
        raise Invalid(reason, subject=reason)


def in_full(draft: Draft, at: datetime) -> tuple[str, str]:
    """As text and as HTML: what was typed, the signature, who is there for the client, and what it answers."""
    last = None
    if draft.conversation_id:
        said = Message.objects.filter(conversation=draft.conversation_id, direction=Direction.IN, is_held=False)
        last = said.filter(dropped_at=None).select_related("body").order_by("-at", "-pk").first()
    own = [draft.text.rstrip(), *below(draft, at)]
    quote = quote_of(last)
    line, _break, quoted = quote.partition("\n")
    html = html_of("\n\n".join([*own, *([line, quoted] if quote else [])]))
    return "\n\n".join([*own, *([quote] if quote else [])]), clean(html)


def below(draft: Draft, at: datetime) -> list[str]:
    """Signature and foot, after the line by which mail programs know that the words are over."""
    signature = draft.mailbox.signature.strip() if draft.mailbox else ""
    client = draft.conversation.client if draft.conversation else draft.client
    foot = foot_of(client, day_in(zone_of(client), at)) if client else ""
    lines = [line for line in (signature, foot) if line]
    return ["-- \n" + "\n\n".join(lines)] if lines else []
