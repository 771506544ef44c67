"""Who may write into a conversation that is already there."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Writer:
    """What is known of whoever wrote a mail."""

    address: str
    client_id: int | None
    is_ours: bool
    is_doubtful: bool
    """It may be forged."""
    mailbox_id: int | None


@dataclass(frozen=True, slots=True)
class Thread:
    """What of a conversation decides who may join it."""

    client_id: int | None
    mailbox_id: int | None
    is_closed: bool
    """Only its mailbox's own mail belongs to it: unfiled in somebody's personal mailbox, or private."""


def may_join(writer: Writer, thread: Thread, participants: Collection[str]) -> bool:
    """Knowing the name of a mail is no ticket: anybody may have read it somewhere.

    participants: addresses that wrote in it or were written to, lower case.
    """
    if writer.is_doubtful or (thread.is_closed and writer.mailbox_id != thread.mailbox_id):
        return False
    if writer.is_ours:
        return None in {writer.client_id, thread.client_id} or writer.client_id == thread.client_id
    if thread.client_id is not None and writer.client_id == thread.client_id:
        return True
    return writer.address in participants
