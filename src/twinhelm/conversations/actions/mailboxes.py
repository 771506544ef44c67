"""Connecting, changing and removing mailboxes."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import FolderRole, MailboxKind
from twinhelm.conversations.events import MailboxChanged, MailboxConnected, MailboxFailed, MailboxRemoved
from twinhelm.conversations.models import Mailbox, MailboxFolder, MessageCopy
from twinhelm.conversations.policies import mailboxes as policies
from twinhelm.conversations.queries.servers import READ_AT_FIRST, ROLES, Account
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.secrecy import seal
from twinhelm.letters import Folder
from twinhelm.people.models import Member

RESTS_MINUTES = (1, 2, 5, 10, 15)
PASSWORDS = ("imap_password", "smtp_password")


class AlreadyConnected(Refusal):
    """Its mail comes in already."""


@transaction.atomic
def connect(account: Account, folders: Iterable[Folder], *, by: Member, at: datetime) -> Mailbox:
    """A mailbox whose servers have let us in. Its inbox and sent mail are read first; more folders are chosen later."""
    require(policies.may_connect(by, account.kind))
    refuse_connected(account.address)
    mailbox = Mailbox(connected_by=by, connected_at=at, owner=by if account.kind == MailboxKind.PERSONAL else None)
    write(mailbox, account)
    mailbox.save(force_insert=True)
    take_folders(mailbox, folders)
    announce(MailboxConnected(subject_id=mailbox.pk, address=mailbox.address), by=by, at=at)
    return mailbox


@transaction.atomic
def change(mailbox: Mailbox, account: Account, *, by: Member, at: datetime) -> Mailbox:
    """Another server, password, name or signature; an empty password leaves the stored one."""
    require(policies.may_change_mailbox(by, mailbox))
    mailbox = lock(mailbox)
    if account.address.lower() != mailbox.address.lower():
        raise Invalid(_("A mailbox keeps its address. Connect the other address as a mailbox of its own."))
    write(mailbox, account)
    mailbox.failures, mailbox.rests_until = 0, None
    mailbox.version += 1
    mailbox.save()
    announce(MailboxChanged(subject_id=mailbox.pk), by=by, at=at)
    return mailbox


@transaction.atomic
def remove(mailbox: Mailbox, *, by: Member, at: datetime) -> None:
    """What was filed from it stays; its passwords go."""
    require(policies.may_change_mailbox(by, mailbox))
    mailbox = lock(mailbox)
    mailbox.removed_at = at
    mailbox.imap_password = mailbox.smtp_password = ""
    mailbox.version += 1
    mailbox.save()
    announce(MailboxRemoved(subject_id=mailbox.pk, address=mailbox.address), by=by, at=at)


@transaction.atomic
def pause(mailbox: Mailbox, *, by: Member, at: datetime) -> Mailbox:
    return set_paused(mailbox, True, by=by, at=at)


@transaction.atomic
def resume(mailbox: Mailbox, *, by: Member, at: datetime) -> Mailbox:
    return set_paused(mailbox, False, by=by, at=at)


def set_paused(mailbox: Mailbox, is_paused: bool, *, by: Member, at: datetime) -> Mailbox:
    require(policies.may_change_mailbox(by, mailbox))
    mailbox = lock(mailbox)
    mailbox.is_paused, mailbox.rests_until = is_paused, None
    mailbox.version += 1
    mailbox.save(update_fields=["is_paused", "rests_until", "version"])
    announce(MailboxChanged(subject_id=mailbox.pk), by=by, at=at)
    return mailbox


@transaction.atomic
def choose_folders(mailbox: Mailbox, names: Collection[str], *, by: Member, at: datetime) -> None:
    """Those whose mail is brought in; what came from others stays."""
    require(policies.may_change_mailbox(by, mailbox))
    mailbox = lock(mailbox)
    if not mailbox.folders.filter(name__in=names).exists():
        raise Invalid(_("Choose at least one folder, or pause the mailbox."))
    mailbox.folders.filter(name__in=names).update(is_read=True)
    mailbox.folders.exclude(name__in=names).update(is_read=False)
    mailbox.version += 1
    mailbox.save(update_fields=["version"])
    announce(MailboxChanged(subject_id=mailbox.pk), by=by, at=at)


def write(mailbox: Mailbox, account: Account) -> None:
    for name, value in asdict(account).items():
        if name in PASSWORDS:
            if value:
                setattr(mailbox, name, seal(value))
        elif name != "kind" or not mailbox.pk:
            setattr(mailbox, name, value)
    mailbox.address = account.address.lower()
    mailbox.name = account.name or account.address


def refuse_connected(address: str) -> None:
    if Mailbox.objects.filter(address__iexact=address, removed_at=None).exists():
        raise AlreadyConnected(_("The mail of %(address)s comes in already.") % {"address": address})


def lock(mailbox: Mailbox) -> Mailbox:
    return Mailbox.objects.select_for_update().get(pk=mailbox.pk, removed_at=None)


def take_folders(mailbox: Mailbox, folders: Iterable[Folder]) -> None:
    """New ones are known from now on; only inbox and sent mail are read by themselves. Cost: two queries."""
    rows, names = [], []
    for folder in folders:
        names.append(folder.name[:255])
        role = ROLES.get(folder.role, FolderRole.OTHER)
        rows.append(MailboxFolder(mailbox=mailbox, name=folder.name[:255], role=role, is_read=role in READ_AT_FIRST))
    known = {folder.name: folder for folder in mailbox.folders.all()}
    MailboxFolder.objects.bulk_create([row for row in rows if row.name not in known], ignore_conflicts=True)
    changed = [folder.pk for name, folder in known.items() if folder.is_gone == (name in names)]
    if changed:
        mailbox.folders.filter(pk__in=changed).update(is_gone=~F("is_gone"))


@transaction.atomic
def note_failure(mailbox: Mailbox, sentence: str, *, at: datetime) -> None:
    """It rests longer each time; whoever connected it is told once."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if mailbox.failed_since is None:
        announce(MailboxFailed(subject_id=mailbox.pk), by=None, at=at)
    minutes = RESTS_MINUTES[min(mailbox.failures, len(RESTS_MINUTES) - 1)]
    mailbox.failure, mailbox.failed_since = sentence, mailbox.failed_since or at
    mailbox.failures = min(mailbox.failures + 1, 1000)
    mailbox.rests_until = at + timedelta(minutes=minutes)
    mailbox.save(update_fields=["failure", "failed_since", "failures", "rests_until"])


def note_seen(mailbox: Mailbox, *, at: datetime) -> None:
    """All of its folders were looked at to the end. Cost: one query."""
    Mailbox.objects.filter(pk=mailbox.pk).update(
        last_seen_at=at, failure="", failed_since=None, failures=0, rests_until=None
    )


@transaction.atomic
def number_anew(folder: MailboxFolder, uid_validity: int) -> None:
    """The server forgot its numbers: all is read once more, and known mail is recognised by what it says."""
    MessageCopy.objects.filter(folder=folder).delete()
    folder.skipped.filter(settled_at=None).delete()
    folder.uid_validity, folder.last_uid = uid_validity, 0
    folder.save(update_fields=["uid_validity", "last_uid"])
