"""A mailbox cut into the headers of its messages; bodies pass by unread."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from twinhelm.reading.letters import Bytes, open_bytes

LONGEST_HEADERS = 256 * 1024
"""Bytes of one message's headers that are kept."""
_PIECE = 16 * 1024
# Quoted lines in bodies begin with `>From `, but the oldest mailboxes quote nothing: a date must be there too.
_ENVELOPE = re.compile(rb"From (?:\S{1,300} )?.{0,60}\d{1,2}:\d{2}.{0,40}")


@dataclass(slots=True)
class RawMessage:
    """The headers of one message as they stand in the file."""

    number: int
    """Counted from 1."""
    envelope: bytes = b""
    headers: list[bytes] = field(default_factory=list)
    size: int = 0

    @property
    def is_too_long(self) -> bool:
        return self.size > LONGEST_HEADERS

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        if not self.is_too_long:
            self.headers.append(piece)


def raw_messages(stream: Bytes, *, is_single: bool) -> Iterator[RawMessage]:
    """Cost: one pass; memory of one message's headers.

    is_single: the file is one message, so no line begins another.
    """
    message = RawMessage(1) if is_single else None
    number, in_headers, may_begin, at_line_start = 0, is_single, True, True
    for piece in _pieces(stream):
        if not is_single and may_begin and at_line_start and _ENVELOPE.match(piece):
            if message:
                yield message
            number += 1
            message, in_headers, may_begin = RawMessage(number, envelope=piece), True, False
        elif message:
            is_blank = at_line_start and not piece.strip()
            if in_headers and is_blank and message.headers:
                in_headers = False
            elif in_headers and not is_blank:
                message.take(piece)
            may_begin = is_blank
        at_line_start = piece.endswith(b"\n")
    if message:
        yield message


def _pieces(stream: Bytes) -> Iterator[bytes]:
    """Lines, the very long ones in pieces."""
    lines = open_bytes(stream)
    while piece := lines.readline(_PIECE):
        yield piece
