"""What a mail says once it has been read: plain values, bounded, safe to store."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Address(NamedTuple):
    """A name, perhaps empty, and an address in lower case, empty when there is none that could be answered."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


class Auto(StrEnum):
    """Who wrote it: a person, or which kind of machine."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    BULK = "bulk"


class Trust(StrEnum):
    """Whether a server that we trust has checked that the sender is who the mail says."""

    PASSED = "passed"
    UNKNOWN = "unknown"
    FAILED = "failed"


class LeftOut(StrEnum):
    """Why something of a mail was not taken."""

    HEADERS = "headers"
    RECIPIENTS = "recipients"
    REFERENCES = "references"
    PARTS = "parts"
    STRUCTURE = "structure"
    TEXT = "text"
    HTML = "html"
    ATTACHMENT = "attachment"
    TOO_LARGE = "too_large"
    """Only its beginning was fetched or kept."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail that is not its text."""

    name: str
    """One line without folders, never empty."""
    media_type: str
    """By its content, from a closed list; `application/octet-stream` for everything else."""
    size: int
    """In bytes; of what was left out, as near as the mail tells."""
    content_id: str
    is_inline: bool
    content: bytes | None
    """None when it is over the bound or was not fetched."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as a person would read it."""

    message_id: str
    """Without angle brackets, or empty."""
    in_reply_to: str
    references: tuple[str, ...]
    """Oldest first."""
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    """In UTC; None when the mail gives no date or an absurd one."""
    text: str
    new_text: str
    """Without what it quotes and without signatures."""
    html: str
    """Cleaned by `clean`, or empty."""
    attachments: tuple[Attachment, ...]
    auto: Auto
    invitation: str
    """The calendar part as it came, or empty."""
    trust: Trust
    content_digest: str
    """Equal for mails in which a person reads the same: sender, date, subject, body, attachments' names and sizes."""
    left_out: tuple[LeftOut, ...]

    @property
    def is_partial(self) -> bool:
        return bool(self.left_out)
