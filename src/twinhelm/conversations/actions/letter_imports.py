"""Bringing in mail from files: each mail once, and after a stop from where it stopped."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.receiving import take_in
from twinhelm.conversations.actions.syncing import headline, servers_of, unreadable
from twinhelm.conversations.choices import LetterImportState
from twinhelm.conversations.events import LettersBroughtIn, LettersImportStarted
from twinhelm.conversations.models import LetterImport, Mailbox, SkippedLetter
from twinhelm.conversations.policies import mailboxes as policies
from twinhelm.conversations.queries.directory import Directory
from twinhelm.conversations.queries.judging import Place
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.letters import StoredMail, read
from twinhelm.people.models import Member

log = logging.getLogger(__name__)
LARGEST = 4_000_000_000
AT_ONCE = 50
UNDER_WAY = (LetterImportState.WAITING, LetterImportState.RUNNING)
COUNTED = ["state", "offset", "added", "known"]


class AlreadyOver(Refusal):
    """The import has ended."""


@transaction.atomic
def start(uploads: Sequence[Any], mailbox: Mailbox | None, *, by: Member, at: datetime) -> LetterImport:
    """One file of many mails, or many files of one mail each: they become one.

    Raises NotPermitted, Invalid.
    """
    require(policies.may_import_letters(by))
    if mailbox:
        require(policies.may_change_mailbox(by, mailbox))
    if not uploads or not any(upload.size for upload in uploads):
        raise Invalid(_("Choose a mailbox file or mails."), files=_("Choose a mailbox file or mails."))
    kept = files.keep(joined(uploads), folder="imports", most_bytes=LARGEST)
    first = str(uploads[0].name)
    name = first if len(uploads) == 1 else _("%(first)s and %(n)s more") % {"first": first, "n": len(uploads) - 1}
    brought = LetterImport.objects.create(
        name=name[:255], key=kept.key, digest=kept.digest, mailbox=mailbox, size=kept.size, by=by, at=at
    )
    announce(LettersImportStarted(subject_id=brought.pk, name=brought.name), by=by, at=at)
    return brought


def joined(uploads: Sequence[Any]) -> Iterator[bytes]:
    """A single file as it is; several as one mailbox file, in which a line that looks like an envelope is quoted."""
    if len(uploads) == 1:
        yield from uploads[0].chunks()
        return
    for upload in uploads:
        yield b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
        for line in upload:
            yield b">" + line if line.lstrip(b">").startswith(b"From ") else line
        yield b"\n\n"


@transaction.atomic
def call_off(brought: LetterImport, *, by: Member, at: datetime) -> LetterImport:
    """What is in stays in."""
    require(policies.may_change_letter_import(by, brought))
    brought = lock(brought)
    if brought.state not in UNDER_WAY:
        raise AlreadyOver(_("“%(name)s” has ended already.") % {"name": brought.name})
    return end(brought, LetterImportState.CANCELLED, at=at)


def take_batch(brought: LetterImport, mails: Sequence[StoredMail], directory: Directory, *, at: datetime) -> None:
    """All of them in one transaction; when one breaks it, each in its own and the bad one is set aside."""
    try:
        with transaction.atomic():
            for mail in mails:
                take(brought, mail, directory, at=at)
            save(brought)
        return
    except (OperationalError, InterfaceError, AlreadyOver):
        raise
    except Exception:
        log.exception("import %s, mails from %s", brought.pk, mails[0].offset)
        brought.refresh_from_db(fields=COUNTED)
    for mail in mails:
        take_or_skip(brought, mail, directory, at=at)


def take(brought: LetterImport, mail: StoredMail, directory: Directory, *, at: datetime) -> None:
    servers = servers_of(brought.mailbox) if brought.mailbox else []
    letter = read(mail.raw, trusted_servers=servers, is_whole=mail.is_whole)
    place = Place(mailbox=brought.mailbox, by=brought.by)
    if take_in(letter, place, directory, at=at).is_new:
        brought.added += 1
    else:
        brought.known += 1
    brought.offset = mail.next_offset


def take_or_skip(brought: LetterImport, mail: StoredMail, directory: Directory, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            take(brought, mail, directory, at=at)
            save(brought)
    except (OperationalError, InterfaceError, AlreadyOver):
        raise
    except Exception as problem:
        log.exception("import %s, mail at %s", brought.pk, mail.offset)
        brought.refresh_from_db(fields=COUNTED)
        set_aside(brought, mail, problem, at=at)


@transaction.atomic
def set_aside(brought: LetterImport, mail: StoredMail, problem: Exception, *, at: datetime) -> None:
    subject, sender = headline(mail.raw)
    SkippedLetter.objects.update_or_create(
        source=brought,
        place=mail.offset,
        defaults={"subject": subject, "sender": sender, "reason": unreadable(problem), "at": at},
    )
    brought.offset = mail.next_offset
    save(brought)


def save(brought: LetterImport) -> None:
    """Raises AlreadyOver when somebody has called it off."""
    under_way = LetterImport.objects.filter(pk=brought.pk, state__in=UNDER_WAY)
    if not under_way.update(
        state=LetterImportState.RUNNING, offset=brought.offset, added=brought.added, known=brought.known
    ):
        raise AlreadyOver(_("“%(name)s” has ended already.") % {"name": brought.name})


def is_under_way(brought: LetterImport) -> bool:
    return LetterImport.objects.filter(pk=brought.pk, state__in=UNDER_WAY).exists()


@transaction.atomic
def finish(brought: LetterImport, *, at: datetime) -> LetterImport:
    brought = lock(brought)
    if brought.state not in UNDER_WAY:
        return brought
    if not brought.added and not brought.known and not brought.skipped.exists():
        brought.failure = _("“%(name)s” is neither a mailbox file (mbox) nor a mail (EML).") % {"name": brought.name}
        return end(brought, LetterImportState.FAILED, at=at)
    announce(LettersBroughtIn(subject_id=brought.pk, added=brought.added), by=brought.by, at=at)
    return end(brought, LetterImportState.DONE, at=at)


def end(brought: LetterImport, state: LetterImportState, *, at: datetime) -> LetterImport:
    """The file is needed no longer, unless something of it was skipped."""
    brought.state, brought.ended_at = state, at
    if not brought.skipped.exists():
        key, brought.key = brought.key, ""
        transaction.on_commit(lambda: files.drop(key), robust=True)
    brought.save(update_fields=["state", "ended_at", "failure", "key"])
    return brought


def lock(brought: LetterImport) -> LetterImport:
    return LetterImport.objects.select_for_update(of=("self",)).select_related("by", "mailbox").get(pk=brought.pk)


def batches(mails: Iterable[StoredMail]) -> Iterator[list[StoredMail]]:
    """By number and by size, so that memory stays small."""
    batch: list[StoredMail] = []
    for mail in mails:
        batch.append(mail)
        if len(batch) >= AT_ONCE or sum(len(one.raw) for one in batch) > 8_000_000:
            yield batch
            batch = []
    if batch:
        yield batch


def opened(brought: LetterImport) -> BinaryIO:
    """Raises FileNotFoundError, Invalid."""
    return files.opened(brought.key)
