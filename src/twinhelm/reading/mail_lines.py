"""A mailbox cut into the headers of its messages; bodies pass by unread."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from twinhelm.foundation.mail_lines import Place, mail_lines
from twinhelm.reading.letters import Bytes, open_bytes

LONGEST_HEADERS = 256 * 1024
"""Bytes of one message's headers that are kept."""


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
    number = 0
    for place, piece in mail_lines(open_bytes(stream), is_single=is_single):
        if place is Place.ENVELOPE:
            if message:
                yield message
            number += 1
            message = RawMessage(number, envelope=piece)
        elif place is Place.HEADER and message:
            message.take(piece)
    if message:
        yield message
