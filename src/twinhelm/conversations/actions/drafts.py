"""Writing: a draft that is kept while it is written, given up, sent, and taken back in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from twinhelm.conversations import events
from twinhelm.conversations.actions.conversations import lock
from twinhelm.conversations.models import Attachment, Conversation, Draft, Mailbox
from twinhelm.conversations.policies.conversations import may_work_on, may_write
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.letters.kinds import kind_of
from twinhelm.people.models import Member

MOST_BYTES = 20_000_000
"""Of the files of one mail together: what servers take."""


class AlreadySent(Refusal):
    """The draft has become a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in the form of a letter."""

    key: str
    conversation: Conversation | None
    mailbox: Mailbox | None
    to: Sequence[tuple[str, str]]
    cc: Sequence[tuple[str, str]]
    subject: str
    text: str
    seen_version: int
    seconds: int = 0
    """Typed since it was last kept."""


@transaction.atomic
def keep(written: Written, *, by: Member, at: datetime) -> Draft:
    """The draft as it stands now: of the form's key, or of this conversation. Raises AlreadySent."""
    require(may_work_on(by, written.conversation) if written.conversation else may_write(by))
    draft = known(written, by) or begun(written, by=by, at=at)
    if draft.sent_at:
        raise AlreadySent(_("This was sent already."))
    draft.key = written.key
    draft.mailbox = written.mailbox
    draft.recipients = {"to": list(map(list, written.to)), "cc": list(map(list, written.cc))}
    draft.subject, draft.text = written.subject, written.text
    draft.seen_version = written.seen_version
    draft.written_seconds += min(written.seconds, 3600)
    draft.changed_at, draft.discarded_at = at, None
    draft.save()
    return draft


def known(written: Written, by: Member) -> Draft | None:
    mine = Draft.objects.select_for_update(of=("self",)).filter(by=by)
    if found := mine.filter(key=written.key).first():
        return found
    if written.conversation is None:
        return None
    return mine.being_written().filter(conversation=written.conversation).first()


def begun(written: Written, *, by: Member, at: datetime) -> Draft:
    """Two tabs may begin at once: the second finds what the first made."""
    try:
        with transaction.atomic():
            return Draft.objects.create(
                key=written.key, conversation=written.conversation, by=by, began_at=at, changed_at=at
            )
    except IntegrityError:
        if found := known(written, by):
            return found
        raise


@transaction.atomic
def attach(draft: Draft, uploads: Iterable[Any], *, by: Member) -> list[Attachment]:
    """Files are kept with the draft. Raises Invalid when they are too much together."""
    draft = mine(draft, by=by)
    size = sum(draft.attachments.values_list("size", flat=True))
    made = []
    for upload in uploads:
        size += upload.size
        if size > MOST_BYTES:
            reason = _("The files of one mail may have %(most)s MB together.") % {"most": MOST_BYTES // 1_000_000}
            raise Invalid(reason, files=reason)
        kept = files.keep(upload.chunks(), folder="mail", most_bytes=MOST_BYTES)
        made.append(
            Attachment.objects.create(
                draft=draft,
                name=files.safe_name(upload.name),
                media_type=media_type_in(kept.key, upload),
                size=kept.size,
                key=kept.key,
            )
        )
    return made


def media_type_in(key: str, upload: Any) -> str:
    """By its content: what the browser claims is a hint at most."""
    with files.opened(key) as content:
        return kind_of(content.read(8192), str(upload.content_type or ""))


@transaction.atomic
def detach(attachment: Attachment, *, by: Member) -> None:
    draft = attachment.draft
    if draft is None:
        raise AlreadySent(_("This was sent already."))
    mine(draft, by=by)
    attachment.delete()
    transaction.on_commit(lambda: files.drop(attachment.key), robust=True)


@transaction.atomic
def discard(draft: Draft, *, by: Member, at: datetime) -> Draft:
    draft = mine(draft, by=by)
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])
    announce(events.DraftDiscarded(subject_id=draft.conversation_id, draft_id=draft.pk), by=by, at=at)
    return draft


@transaction.atomic
def put_back(draft: Draft, *, by: Member, at: datetime) -> Draft:
    """What was given up is being written again; a newer draft of the same conversation gives way."""
    draft = mine(draft, by=by)
    if draft.conversation_id:
        others = Draft.objects.being_written().filter(conversation=draft.conversation_id, by=by).exclude(pk=draft.pk)
        others.update(discarded_at=at)
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    announce(events.DraftPutBack(subject_id=draft.conversation_id, draft_id=draft.pk), by=by, at=at)
    return draft


def mine(draft: Draft, *, by: Member) -> Draft:
    found = Draft.objects.select_for_update(of=("self",)).select_related("conversation__mailbox", "mailbox")
    draft = found.get(pk=draft.pk, by=by)
    if draft.sent_at:
        raise AlreadySent(_("This was sent already."))
    if draft.conversation:
        lock([draft.conversation], by=by)
    return draft
