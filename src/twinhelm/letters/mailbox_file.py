"""Mails kept in a file: a mailbox (mbox in its dialects) or a single mail, as a stream that can be taken up again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from twinhelm.foundation.mail_lines import LONGEST_PIECE, Place, is_envelope, mail_lines

LARGEST = 50 * 1024 * 1024
_QUOTED = re.compile(rb">+From ")
_ENDS_WITH_BLANK = re.compile(rb"\n\r?\n\Z")
_FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]{0,9}:")


class File(Protocol):
    """A binary file that can be read from any place."""

    def readline(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True, slots=True)
class StoredMail:
    """One mail of the file."""

    offset: int
    """Where it begins, its envelope line included: a name for it that lasts."""
    next_offset: int
    """Where reading goes on after it."""
    raw: bytes
    is_whole: bool
    """False when it was over the bound and only its beginning is here."""


def mails_in(file: File, *, start: int = 0) -> Iterator[StoredMail]:
    """The mails in their order; none when the file is neither a mailbox nor a mail.

    start: the next_offset of the last mail that was taken.
    Cost: one pass from there; memory of one mail.
    """
    file.seek(0)
    first = _first_line(file)
    is_single = not is_envelope(first)
    if is_single and (start or not _FIELD.match(first)):
        return
    file.seek(start)
    mail, place_in_file = _Mail(start), start
    for place, piece in mail_lines(file, is_single=is_single):
        if place is Place.ENVELOPE:
            if mail.size:
                yield mail.stored(place_in_file)
            mail = _Mail(place_in_file)
        elif place is not Place.BEFORE:
            mail.take(piece, is_single=is_single)
        place_in_file += len(piece)
    if mail.size:
        yield mail.stored(place_in_file)


class _Mail:
    """One mail while its lines come in."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.size = 0
        self._pieces: list[bytes] = []
        self._is_single = False
        self._at_line_start = True

    def take(self, piece: bytes, *, is_single: bool) -> None:
        self._is_single = is_single
        if not is_single and self._at_line_start and _QUOTED.match(piece):
            piece = piece[1:]
        self._at_line_start = piece.endswith(b"\n")
        self.size += len(piece)
        if self.size <= LARGEST:
            self._pieces.append(piece)

    def stored(self, next_offset: int) -> StoredMail:
        raw = b"".join(self._pieces)
        if not self._is_single:
            # The blank line before the next envelope belongs to the file.
            raw = raw.removesuffix(b"\n").removesuffix(b"\r") if _ENDS_WITH_BLANK.search(raw[-4:]) else raw
        return StoredMail(self.offset, next_offset, raw, self.size <= LARGEST)


def _first_line(file: File) -> bytes:
    """The first that is not blank."""
    for _blank in range(100):
        line = file.readline(LONGEST_PIECE)
        if not line or line.strip():
            return line
    return b""
