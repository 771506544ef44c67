"""What is true of a mailbox: how far it is read, what was skipped, and why it can't be looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from twinhelm.conversations.models import Mailbox, MailboxFolder, MailboxQuerySet, SkippedLetter
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
