"""Mailboxes as JSON: how they are doing. No password ever comes out."""

from datetime import datetime

from ninja import Schema


class FolderShown(Schema):
    """A folder and how far it is read."""

    name: str
    role: str
    is_read: bool
    is_gone: bool
    behind: int
    """Mails at most."""
    last_seen_at: datetime | None


class MailboxShown(Schema):
    """A mailbox and the truth about it."""

    id: int
    kind: str
    address: str
    name: str
    is_paused: bool
    behind: int
    skipped: int
    last_seen_at: datetime | None
    failed_since: datetime | None
    failure: str
    folders: list[FolderShown]
