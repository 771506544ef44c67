"""Mailboxes, their folders, and what was skipped there and why."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.clients.models import leads_work
from twinhelm.conversations.choices import FolderRole, LetterImportState, MailboxKind, Security
from twinhelm.people.models import Member


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def visible_to(self, member: Member) -> Self:
        """Shared ones for whoever leads work, personal ones for their owner."""
        if not member.is_active:
            return self.none()
        own = Q(owner=member)
        return self.filter(own | Q(kind=MailboxKind.SHARED) if leads_work(member) else own, removed_at=None)


class Mailbox(models.Model):
    """An address whose mail comes in by IMAP and goes out by SMTP."""

    kind = models.CharField(max_length=10, choices=MailboxKind)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of a personal mailbox."""
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=254)
    imap_host = models.CharField(max_length=253)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    imap_user = models.CharField(max_length=254)
    imap_password = models.TextField(blank=True)
    """Sealed."""
    smtp_host = models.CharField(max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    smtp_user = models.CharField(max_length=254, blank=True)
    smtp_password = models.TextField(blank=True)
    """Sealed."""
    trusted_servers = models.CharField(max_length=500, blank=True)
    """Names by which our own mail server signs `Authentication-Results`, apart by commas."""
    signature = models.TextField(blank=True)
    first_on = models.DateField(null=True, blank=True)
    """Mail from before is not brought in; null: everything is."""
    is_paused = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    """When all folders were last looked at to the end."""
    failed_since = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    """Why it can't be looked at, as a sentence."""
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)
    """In a row: each lets it rest longer."""
    rests_until = models.DateTimeField(null=True, blank=True)
    """Not looked at before, unless somebody asks."""
    connected_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), name="mailbox_address_once", condition=Q(removed_at=None)),
            models.CheckConstraint(
                condition=Q(kind=MailboxKind.SHARED, owner=None) | Q(kind=MailboxKind.PERSONAL, owner__isnull=False),
                name="mailbox_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class MailboxFolder(models.Model):
    """A folder of a mailbox and how far it has been read."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(max_length=255)
    role = models.CharField(max_length=8, choices=FolderRole, default=FolderRole.OTHER)
    is_read = models.BooleanField(default=True)
    """Whether its mail is brought in."""
    is_gone = models.BooleanField(default=False, db_default=False)
    """It is no longer on the server."""
    uid_validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    """Everything up to it is stored, set aside or skipped."""
    next_uid = models.BigIntegerField(null=True, blank=True)
    """What the server would give the next mail: how far behind we are."""
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "name"], name="folder_once")]

    def __str__(self) -> str:
        return self.name


class SkippedLetter(models.Model):
    """A mail that was not brought in, with the reason; its folder went on."""

    folder = models.ForeignKey(MailboxFolder, on_delete=models.CASCADE, null=True, related_name="skipped")
    source = models.ForeignKey("LetterImport", on_delete=models.CASCADE, null=True, related_name="skipped")
    place = models.BigIntegerField()
    """The UID, or the offset in the file."""
    subject = models.CharField(max_length=250, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    reason = models.TextField()
    tries = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    """Brought in after all, or given up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "place"], name="skipped_in_folder_once"),
            models.UniqueConstraint(fields=["source", "place"], name="skipped_in_file_once"),
        ]

    def __str__(self) -> str:
        return self.reason


class LetterImport(models.Model):
    """An mbox or EML file being brought in; it goes on where it stopped."""

    name = models.CharField(max_length=255)
    key = models.CharField(max_length=120, blank=True)
    """Where it lies below the files folder; empty once it is no longer needed."""
    digest = models.CharField(max_length=64)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whose mail it is; null: the importing member's own."""
    state = models.CharField(max_length=10, choices=LetterImportState, default=LetterImportState.WAITING)
    offset = models.BigIntegerField(default=0)
    """Bytes of the file that are done."""
    size = models.BigIntegerField()
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    """Were there already."""
    failure = models.TextField(blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
