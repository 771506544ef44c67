"""What can be told of a mail from its words alone."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

LONGEST_ID = 250
LONGEST_SUBJECT = 250
CLOCKS_DIFFER = timedelta(hours=1)
MAILS_TRAVEL = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=14)
"""Nobody waits any more for an answer to what is older when it is brought in."""
QUIET = timedelta(days=14)
"""After so long, writing again is a new beginning."""

_PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|antw|odp|fwd?|wg|tr|rv|vs|doorst)\s*(?:\[\d+\]|\(\d+\))?\s*:\s*)+", re.I)
_ID = re.compile(r"<([^<>\s@]{1,250}@[^<>\s]{1,250})>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class Returned(StrEnum):
    """Why a mail came back."""

    NO_MAILBOX = "no_mailbox"
    NO_SERVER = "no_server"
    FULL = "full"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    DELAYED = "delayed"
    UNKNOWN = "unknown"


def bare_subject(subject: str) -> str:
    """Without what programs put before an answer or a forwarded mail."""
    return (_PREFIX.sub("", subject).strip() or subject.strip())[:LONGEST_SUBJECT]


def short_id(message_id: str) -> str:
    """As it is stored: a longer one keeps its beginning and a digest, so that two never become one."""
    if len(message_id) <= LONGEST_ID:
        return message_id
    return f"{message_id[:180]}…{sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:60]}"


def written_at(sent_at: datetime | None, came_at: datetime) -> datetime:
    """What the mail says, as far as it is believable; else when it came."""
    if sent_at is None or not came_at - MAILS_TRAVEL <= sent_at <= came_at + CLOCKS_DIFFER:
        return came_at
    return sent_at


def root_of(message_id: str, references: Sequence[str], in_reply_to: str) -> str:
    """The oldest mail that it belongs to, as far as it says so."""
    return short_id(next(iter(references), "") or in_reply_to or message_id)


def ids_in(texts: Iterable[str], *, most: int = 50) -> list[str]:
    """Names of mails that stand in a text, in angle brackets."""
    found = [short_id(match[1]) for text in texts for match in _ID.finditer(text[:200_000])]
    return list(dict.fromkeys(found))[:most]


def why_returned(texts: Iterable[str]) -> Returned:
    """By the enhanced status code of the report. Source: RFC 3463."""
    words = " ".join(text[:50_000] for text in texts)
    if not (found := _worst(words)):
        return Returned.UNKNOWN
    kind, subject, detail = found
    if kind == 4:
        return Returned.DELAYED
    if (subject, detail) in {(1, 2), (4, 4)}:
        return Returned.NO_SERVER
    if (subject, detail) == (2, 2):
        return Returned.FULL
    if (subject, detail) in {(2, 3), (3, 4)}:
        return Returned.TOO_LARGE
    return {1: Returned.NO_MAILBOX, 5: Returned.REFUSED, 7: Returned.REFUSED}.get(subject, Returned.UNKNOWN)


def _worst(words: str) -> tuple[int, int, int] | None:
    found = [(int(one[1]), int(one[2]), int(one[3])) for one in _STATUS.finditer(words) if one[1] in "45"]
    return max(found, key=lambda one: one[0], default=None)


def line_of(*, is_ours: bool, is_beginning: bool, is_invitation: bool, quiet: timedelta | None) -> str:
    """The responsibility that a mail written by a person belongs to, until somebody corrects it.

    quiet: since the last message of the conversation; None when it has none.
    """
    if is_invitation:
        return "scheduled"
    if is_ours and (is_beginning or (quiet is not None and quiet > QUIET)):
        return "proactive"
    return "real-time"
