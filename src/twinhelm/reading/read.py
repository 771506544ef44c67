"""Reads an understood file row by row, in bounded memory, and never fails for what is in a row."""

from collections.abc import Iterator, Mapping
from typing import Protocol, Self

from twinhelm.reading.letters import Bytes, Counted
from twinhelm.reading.mails import MailRows
from twinhelm.reading.pasted import PastedRows
from twinhelm.reading.problems import Problem, Unreadable
from twinhelm.reading.rows import WorkRow
from twinhelm.reading.table_rows import TableRows
from twinhelm.reading.tables import open_records
from twinhelm.reading.trello import TrelloRows
from twinhelm.reading.understanding import Assumptions, Format, Understanding


class Reading(Iterator[WorkRow | Problem]):
    """A file being read: iterate for rows and problems; how far it has come can be asked at any time."""

    def __init__(self, stream: Bytes, understanding: Understanding, assumptions: Assumptions) -> None:
        stream.seek(0)
        self._counted = Counted(stream)
        self._found = _rows(self._counted, understanding, assumptions)
        self._size = understanding.size * _PASSES.get(understanding.format, 1)
        self.rows = 0
        self.problems = 0

    @property
    def fraction(self) -> float:
        """From 0 to 1, by bytes."""
        return min(1.0, self._counted.count / self._size) if self._size else 0.0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> WorkRow | Problem:
        try:
            found = next(self._found)
        except Unreadable as refusal:
            # Damage that shows late: told like any other problem, and the last thing told.
            self._found = iter(())
            found = refusal.problem
        if isinstance(found, Problem):
            self.problems += 1
        else:
            self.rows += 1
        return found


def read(stream: Bytes, understanding: Understanding, assumptions: Assumptions) -> Reading:
    """Rows of work and problems, in the order of the file.

    A problem whose effect is FILE_REFUSED is the last thing that comes: store nothing of the file then.
    Raises Unreadable when the understanding has no column that says what was done.
    """
    return Reading(stream, understanding, assumptions)


def _rows(stream: Bytes, understanding: Understanding, assumptions: Assumptions) -> Iterator[WorkRow | Problem]:
    if understanding.format == Format.CALENDAR:
        from twinhelm.reading.calendars import CalendarRows  # its libraries are heavy, and only a worker reads files

        return CalendarRows(understanding, assumptions).read(stream)
    reader = _READERS.get(understanding.format)
    if reader:
        return reader(understanding, assumptions).read(stream)
    return TableRows(understanding, assumptions).read(open_records(stream, understanding))


_PASSES = {Format.TRELLO: 5}
"""How often a file is gone through; all others once."""


class _Reader(Protocol):
    """What reads one format."""

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None: ...

    def read(self, stream: Bytes) -> Iterator[WorkRow | Problem]: ...


_READERS: Mapping[Format, type[_Reader]] = {
    Format.PASTED: PastedRows,
    Format.MAILBOX: MailRows,
    Format.MESSAGE: MailRows,
    Format.TRELLO: TrelloRows,
}
