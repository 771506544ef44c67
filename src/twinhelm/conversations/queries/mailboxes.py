"""What is true of a mailbox: how far it is read, what was skipped, and why it can't be looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from twinhelm.clients.models import leads_work
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import (
    LetterImport,
    Mailbox,
    MailboxFolder,
    MailboxQuerySet,
    Message,
    SkippedLetter,
)
from twinhelm.foundation.choices import MailState
from twinhelm.people.models import Member

LOOKED_AT_EVERY = timedelta(seconds=55)


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder and how far behind we are."""

    folder: MailboxFolder
    behind: int
    """Mails at most: numbers may have gaps."""


@dataclass(frozen=True, slots=True)
class MailboxState:
    """A mailbox with everything that its page says."""

    mailbox: Mailbox
    folders: tuple[FolderState, ...]
    skipped: int

    @property
    def behind(self) -> int:
        return sum(one.behind for one in self.folders if one.folder.is_read)


def running() -> MailboxQuerySet:
    has_left = Q(owner__isnull=False, owner__is_active=False)
    return Mailbox.objects.filter(removed_at=None, is_paused=False).exclude(has_left)


def needs_looking_at(at: datetime) -> QuerySet[Mailbox]:
    """Running, not seen within the last minute, and left alone by the watch. Cost: one query."""
    rested = Q(rests_until=None) | Q(rests_until__lte=at - LOOKED_AT_EVERY)
    unseen = Q(last_seen_at=None) | Q(last_seen_at__lte=at - LOOKED_AT_EVERY)
    return running().filter(rested, unseen).order_by("pk")


def states_of(mailboxes: list[Mailbox]) -> list[MailboxState]:
    """Cost: two queries, however many mailboxes."""
    folders: dict[int, list[FolderState]] = {mailbox.pk: [] for mailbox in mailboxes}
    for folder in MailboxFolder.objects.filter(mailbox__in=mailboxes).order_by("pk"):
        folders[folder.mailbox_id].append(FolderState(folder, behind_of(folder)))
    skipped: dict[int, int] = {}
    for mailbox_id in open_skips().filter(folder__mailbox__in=mailboxes).values_list("folder__mailbox", flat=True):
        skipped[mailbox_id] = skipped.get(mailbox_id, 0) + 1
    return [MailboxState(one, tuple(folders[one.pk]), skipped.get(one.pk, 0)) for one in mailboxes]


def behind_of(folder: MailboxFolder) -> int:
    return max(0, (folder.next_uid or 1) - 1 - folder.last_uid) if folder.is_read else 0


def open_skips() -> QuerySet[SkippedLetter]:
    return SkippedLetter.objects.filter(settled_at=None)


def skipped_in(mailbox: Mailbox) -> QuerySet[SkippedLetter]:
    return open_skips().filter(folder__mailbox=mailbox).annotate(folder_name=F("folder__name")).order_by("-at", "-pk")


def failing_for(member: Member) -> QuerySet[Mailbox]:
    """Mailboxes that can't be looked at, for whoever can mend them. Cost: one query."""
    theirs = Q(owner=member) | Q(connected_by=member)
    if member.is_owner:
        theirs |= Q(owner=None)
    return running().visible_to(member).filter(theirs, failed_since__isnull=False).order_by("failed_since")


MOST_IMPORTS = 50


def imports_of(member: Member) -> QuerySet[LetterImport]:
    """One's own; an owner sees what others brought for shared mailboxes too."""
    if not leads_work(member):
        return LetterImport.objects.none()
    theirs = Q(by=member)
    if member.is_owner:
        theirs |= Q(mailbox__owner=None, mailbox__isnull=False)
    return LetterImport.objects.filter(theirs).select_related("by", "mailbox").order_by("-at", "-pk")


TOLD_FOR = timedelta(days=3)


def unsent_of(member: Member, at: datetime) -> QuerySet[Message]:
    """The member's own mails of the last days that came back or that no server takes. Cost: one query."""
    failed = Q(outgoing__state=MailState.FAILED) | ~Q(returned="")
    return Message.objects.filter(failed, member=member, direction=Direction.OUT, at__gte=at - TOLD_FOR).order_by("-pk")
