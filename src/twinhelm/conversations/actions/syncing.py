"""Bringing in what a mailbox holds, mail by mail: each in a transaction of its own, and none ever in the way of the next."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.receiving import receive
from twinhelm.conversations.choices import FolderRole
from twinhelm.conversations.models import Mailbox, MailboxFolder, Message, SkippedLetter
from twinhelm.conversations.policies import mailboxes as policies
from twinhelm.conversations.queries.directory import Directory
from twinhelm.conversations.queries.judging import Place
from twinhelm.foundation.answers import require
from twinhelm.letters import Arrival, LetterProblem, read
from twinhelm.people.models import Member

log = logging.getLogger(__name__)
MOST_TRIES = 3


def take(arrival: Arrival, folder: MailboxFolder, mailbox: Mailbox, directory: Directory, *, at: datetime) -> None:
    """One mail of the server, stored or set aside; either way the folder has gone on.

    Raises LetterProblem, and what the database raises when it does not answer.
    """
    if is_wanted(arrival, mailbox):
        raw = arrival.raw()
        if raw is not None:
            take_or_skip(raw, arrival, folder, mailbox, directory, at=at)
            return
    folder.last_uid = arrival.uid  # stored with the next mail or at the end: years of mail may be passed over


def is_wanted(arrival: Arrival, mailbox: Mailbox) -> bool:
    if "\\Draft" in arrival.flags:
        return False
    return not (mailbox.first_on and arrival.internal_at and arrival.internal_at.date() < mailbox.first_on)


def take_or_skip(
    raw: bytes, arrival: Arrival, folder: MailboxFolder, mailbox: Mailbox, directory: Directory, *, at: datetime
) -> None:
    for number in range(1, MOST_TRIES + 1):
        try:
            with transaction.atomic():
                store(raw, arrival, folder, mailbox, directory, at=at)
                go_on(folder, arrival.uid)
        except (OperationalError, InterfaceError, LetterProblem):
            raise
        except Exception as problem:
            log.exception("mail %s of folder %s, try %s", arrival.uid, folder.pk, number)
            if number == MOST_TRIES:
                set_aside(raw, arrival.uid, folder, problem, at=at)
        else:
            return


def store(
    raw: bytes, arrival: Arrival, folder: MailboxFolder, mailbox: Mailbox, directory: Directory, *, at: datetime
) -> None:
    letter = read(raw, trusted_servers=servers_of(mailbox), is_whole=arrival.is_whole)
    place = Place(mailbox=mailbox, folder=folder, uid=arrival.uid, came_at=arrival.internal_at)
    receive(letter, place, directory=directory, at=at)


def servers_of(mailbox: Mailbox) -> list[str]:
    return [name.strip().lower() for name in mailbox.trusted_servers.split(",") if name.strip()]


def go_on(folder: MailboxFolder, uid: int) -> None:
    folder.last_uid = uid
    folder.save(update_fields=["last_uid"])


@transaction.atomic
def set_aside(raw: bytes, uid: int, folder: MailboxFolder, problem: Exception, *, at: datetime) -> None:
    """It stays on the server; its reason is shown, and it can be tried again."""
    subject, sender = headline(raw)
    SkippedLetter.objects.update_or_create(
        folder=folder,
        place=uid,
        defaults={
            "subject": subject,
            "sender": sender,
            "reason": unreadable(problem),
            "tries": MOST_TRIES,
            "at": at,
            "settled_at": None,
        },
    )
    go_on(folder, uid)


def headline(raw: bytes) -> tuple[str, str]:
    """Subject and sender of a mail that could not be stored, as far as they can be read."""
    letter = read(raw[:20_000], is_whole=False)
    return letter.subject[:250], letter.sender.address


def unreadable(problem: Exception) -> str:
    return _("It could not be stored (%(kind)s). The log says more.") % {"kind": type(problem).__name__}


@transaction.atomic
def settle(skipped: SkippedLetter, arrival: Arrival | None, directory: Directory, *, at: datetime) -> bool:
    """Once more, because somebody asked; true when it is brought in, or gone from the server."""
    folder = skipped.folder
    if folder is None:
        return False
    raw = arrival.raw() if arrival else None
    try:
        if arrival and raw is not None:
            with transaction.atomic():
                store(raw, arrival, folder, folder.mailbox, directory, at=at)
        skipped.settled_at = at
        if raw is None:
            skipped.reason = _("It is no longer on the server.")
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        log.exception("mail %s of folder %s, once more", skipped.place, folder.pk)
        skipped.tries, skipped.reason = skipped.tries + 1, unreadable(problem)
    skipped.save(update_fields=["settled_at", "tries", "reason"])
    return skipped.settled_at is not None


@transaction.atomic
def give_up(skipped: SkippedLetter, *, by: Member, at: datetime) -> None:
    """Nobody needs it: it is listed no longer."""
    if skipped.folder:
        require(policies.may_look_now(by, skipped.folder.mailbox))
    skipped.settled_at = at
    skipped.save(update_fields=["settled_at"])


def note_status(folder: MailboxFolder, next_uid: int, *, at: datetime) -> None:
    """Cost: one query."""
    folder.next_uid, folder.last_seen_at = next_uid, at
    folder.save(update_fields=["next_uid", "last_seen_at"])


def note_filed(message: Message, *, at: datetime) -> None:
    """A copy of our own mail lies in the folder of sent mail."""
    message.filed_at = at
    message.save(update_fields=["filed_at"])


def sent_folder(mailbox: Mailbox) -> MailboxFolder | None:
    return mailbox.folders.filter(role=FolderRole.SENT).order_by("pk").first()
