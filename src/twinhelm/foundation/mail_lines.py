"""Where the mails of a mailbox file begin: its lines, each with the part of a mail that it belongs to. No Django."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Protocol

LONGEST_PIECE = 16 * 1024
# Quoted lines in bodies begin with `>From `, but the oldest mailboxes quote nothing: a date must be there too.
_ENVELOPE = re.compile(rb"From (?:\S{1,300} )?.{0,60}\d{1,2}:\d{2}.{0,40}")


class Place(Enum):
    """Which part of a mail a line belongs to."""

    BEFORE = auto()
    """Before the first mail."""
    ENVELOPE = auto()
    """The line that begins a mail in a mailbox file and is not part of it."""
    HEADER = auto()
    END_OF_HEADERS = auto()
    BODY = auto()


class Lines(Protocol):
    """A binary file read line by line."""

    def readline(self, size: int = -1, /) -> bytes: ...


def is_envelope(line: bytes) -> bool:
    return _ENVELOPE.match(line) is not None


def mail_lines(lines: Lines, *, is_single: bool) -> Iterator[tuple[Place, bytes]]:
    """Lines, the very long ones in pieces. Cost: one pass; memory of one piece.

    is_single: the file is one mail, so no line begins another.
    """
    place = Place.HEADER if is_single else Place.BEFORE
    has_headers, may_begin, at_line_start = False, True, True
    while piece := lines.readline(LONGEST_PIECE):
        is_blank = at_line_start and not piece.strip()
        if not is_single and may_begin and at_line_start and _ENVELOPE.match(piece):
            yield Place.ENVELOPE, piece
            place, has_headers, may_begin = Place.HEADER, False, False
        elif place is Place.HEADER and is_blank:
            yield Place.END_OF_HEADERS, piece
            place, may_begin = Place.BODY if has_headers else Place.HEADER, True
        else:
            yield place, piece
            has_headers, may_begin = True, is_blank
        at_line_start = piece.endswith(b"\n")
