"""Looking at mailboxes: bringing in what is new, a slice at a time, so that one large mailbox keeps nobody waiting."""

import time
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.conversations.actions import mailboxes, syncing
from twinhelm.conversations.actions.filing_sent import file_sent
from twinhelm.conversations.models import Mailbox, MailboxFolder, SkippedLetter
from twinhelm.conversations.queries.directory import Directory, directory
from twinhelm.conversations.queries.mailboxes import needs_looking_at
from twinhelm.conversations.queries.servers import Account, open_box, sentence_of
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.letters import Arrival, Box, LetterProblem

SLICE_SECONDS = 20.0
"""Then other jobs have their turn."""
AT_ONCE = 500
"""Mails between two looks at who is who."""


@job("mailboxes.sync", lease_seconds=15, again=True, tries=40, title=gettext_lazy("Look at a mailbox"))
def sync_mailbox(work: Work, *, mailbox_id: int) -> None:
    mailbox = Mailbox.objects.select_related("owner").filter(pk=mailbox_id).first()
    if mailbox is None or not is_looked_at(mailbox):
        return
    try:
        with open_box(Account.of(mailbox)) as box:
            is_done = bring_in(box, mailbox, work)
    except (LetterProblem, Refusal) as problem:
        mailboxes.note_failure(mailbox, sentence_of(problem), at=clock.now())
        return
    if is_done:
        mailboxes.note_seen(mailbox, at=clock.now())
    else:
        look(mailbox)


def look(mailbox: Mailbox) -> None:
    """Soon; while it is being looked at, once more afterwards."""
    sync_mailbox.enqueue(key=f"mailbox:{mailbox.pk}", mailbox_id=mailbox.pk)


def is_looked_at(mailbox: Mailbox) -> bool:
    has_left = mailbox.owner is not None and not mailbox.owner.is_active
    return not (mailbox.is_paused or mailbox.removed_at or has_left)


def bring_in(box: Box, mailbox: Mailbox, work: Work) -> bool:
    """Sent mail first, so that what we have answered is known as answered. True when nothing is left to fetch."""
    mailboxes.take_folders(mailbox, (one for one in box.folders() if one.can_be_opened))
    deadline = time.monotonic() + SLICE_SECONDS
    knowledge = Knowledge()
    for folder in mailbox.folders.filter(is_read=True, is_gone=False).order_by("-role", "pk"):
        if not bring_in_folder(box, folder, mailbox, knowledge, work, deadline):
            return False
    file_sent(box, mailbox, at=clock.now())
    return True


def bring_in_folder(
    box: Box, folder: MailboxFolder, mailbox: Mailbox, knowledge: "Knowledge", work: Work, deadline: float
) -> bool:
    folder.mailbox = mailbox
    status = box.status(folder.name)
    if folder.uid_validity != status.uidvalidity:
        mailboxes.number_anew(folder, status.uidvalidity)
    syncing.note_status(folder, status.uidnext, at=clock.now())
    while folder.last_uid < status.uidnext - 1:
        count = 0
        for arrival in arrivals(box, folder):
            syncing.take(arrival, folder, mailbox, knowledge.now(), at=clock.now())
            count += 1
            work.progress(done=work.done + 1, said=_("%(folder)s of %(mailbox)s") % said_of(folder, mailbox))
            if time.monotonic() > deadline:
                syncing.go_on(folder, folder.last_uid)
                return False
        if count < AT_ONCE:
            break
    syncing.go_on(folder, max(folder.last_uid, status.uidnext - 1))
    return True


def arrivals(box: Box, folder: MailboxFolder) -> Iterator[Arrival]:
    return box.fetch(folder.name, folder.last_uid, AT_ONCE, uidvalidity=folder.uid_validity)


def said_of(folder: MailboxFolder, mailbox: Mailbox) -> dict[str, str]:
    return {"folder": folder.name, "mailbox": mailbox.address}


class Knowledge:
    """Who is who, asked only when there is mail, and anew now and then: somebody may add a contact meanwhile."""

    def __init__(self) -> None:
        self.directory: Directory | None = None
        self.uses = 0

    def now(self) -> Directory:
        if self.directory is None or self.uses >= AT_ONCE:
            self.directory, self.uses = directory(), 0
        self.uses += 1
        return self.directory


@job("mailboxes.try_again", tries=3, title=gettext_lazy("Try a skipped mail again"))
def try_again(_work: Work, *, skipped_id: int) -> None:
    skipped = SkippedLetter.objects.filter(pk=skipped_id, settled_at=None, folder__isnull=False)
    skipped_letter = skipped.select_related("folder__mailbox").first()
    if skipped_letter is None or skipped_letter.folder is None:
        return
    folder = skipped_letter.folder
    try:
        with open_box(Account.of(folder.mailbox)) as box:
            found = box.fetch(folder.name, skipped_letter.place - 1, 1, uidvalidity=folder.uid_validity)
            arrival = next((one for one in found if one.uid == skipped_letter.place), None)
            syncing.settle(skipped_letter, arrival, directory(), at=clock.now())
    except (LetterProblem, Refusal) as problem:
        mailboxes.note_failure(folder.mailbox, sentence_of(problem), at=clock.now())


@every(minutes=1)
@job("mailboxes.look_after", quick=True, title=gettext_lazy("Look after mailboxes"))
def look_after(_work: Work) -> None:
    """Whatever the watch over mailboxes does: each is looked at once a minute."""
    for mailbox in needs_looking_at(clock.now()):
        look(mailbox)
