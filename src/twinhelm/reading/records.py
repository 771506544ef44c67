"""Delimited text as rows of cells: any size of file, bounded memory, and the spreadsheet's own row numbers."""

import csv
import io
import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from twinhelm.reading.letters import Bytes, open_text
from twinhelm.reading.problems import Code, Problem

LONGEST_CELL = 131_072
"""Characters; the csv module's own limit, which is left alone because it belongs to the whole process."""
LONGEST_RECORD = 1_000_000
_PIECE = 64 * 1024
# An odd number of quotes in a row: pairs are quotes inside the cell.
_CLOSING = re.compile(r'(?<!")"(?:"")*(?!")')


class Record(NamedTuple):
    """One row of a table: its cells, or the problem that took their place."""

    row: int
    cells: list[str]
    problem: Problem | None = None
    is_last_without_newline: bool = False


class _RecordTooLong(Exception):  # noqa: N818
    """The row being put together is past the limit."""


class Records:
    """The rows of a delimited text, blank ones included, so that `row` is what a spreadsheet shows."""

    def __init__(self, stream: Bytes, encoding: str, delimiter: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._delimiter = delimiter
        self._lines = _Lines(io.StringIO())

    def __iter__(self) -> Iterator[Record]:
        """From the start of the stream, each time."""
        self._stream.seek(0)
        self._lines = _Lines(open_text(self._stream, self._encoding))
        row, reader = 0, self._reader()
        while True:
            self._lines.begin_record()
            row += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _RecordTooLong):
                yield self._too_long(row)
                reader = self._reader()
                continue
            if self._lines.ended_inside_record:
                yield Record(row, [], Problem(Code.CUT_IN_QUOTES, row=row, column=self._column_letter()))
                return
            yield Record(row, cells, is_last_without_newline=self._lines.last_lacks_newline)

    def _reader(self) -> Iterator[list[str]]:
        return iter(csv.reader(self._lines, delimiter=self._delimiter))

    def _column_letter(self) -> str:
        walk = _Walk(self._delimiter)
        walk.through(self._lines.taken)
        return column_letter(walk.column)

    def _too_long(self, row: int) -> Record:
        walk = _Walk(self._delimiter)
        walk.through(self._lines.taken)
        longest = column_letter(walk.longest_column)
        while not walk.is_over and (piece := self._lines.more()):
            self._lines.put_back(piece[walk.through(piece) :])
        return Record(row, [], Problem(Code.CELL_TOO_LONG, row=row, column=longest, params={"limit": LONGEST_CELL}))


class _Lines(Iterator[str]):
    """Physical lines for the csv reader, remembering those of the record that it is putting together."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._waiting: io.StringIO | None = None
        self._pieces: list[str] = []
        self._length = 0
        self.ended_inside_record = False
        self.last_lacks_newline = False

    @property
    def taken(self) -> str:
        return "".join(self._pieces)

    def begin_record(self) -> None:
        self._pieces.clear()
        self._length = 0

    def __next__(self) -> str:
        line = self._line()
        if not line:
            self.ended_inside_record = bool(self._pieces)
            raise StopIteration
        self._pieces.append(line)
        self._length += len(line)
        if self._length >= LONGEST_RECORD:
            raise _RecordTooLong
        self.last_lacks_newline = line[-1] != "\n"
        return line

    def more(self) -> str:
        waiting, self._waiting = self._waiting, None
        return (waiting.read() if waiting else "") or self._text.read(_PIECE)

    def put_back(self, text: str) -> None:
        self._waiting = io.StringIO(text, newline="\n") if text else None

    def _line(self) -> str:
        if self._waiting is None:
            return self._text.readline(LONGEST_RECORD)
        line = self._waiting.readline()
        if line.endswith("\n"):
            return line
        self._waiting = None
        return line + self._text.readline(LONGEST_RECORD)


class _Walk:
    """A walk through a record that is too long to keep: where its cells end, and which is the longest."""

    def __init__(self, delimiter: str) -> None:
        self._sign = re.compile(f"[{re.escape(delimiter)}\n]")
        self._delimiter = delimiter
        self._quoted = False
        self._at_start = True
        self._closed_at_end = False
        self._length = self._longest = 0
        self.column = self.longest_column = 1
        self.is_over = False

    def through(self, text: str) -> int:
        """Where in the text the record ended. Cost: linear in the text."""
        position = 0
        if self._closed_at_end and text.startswith('"'):
            # The two halves of an escaped quote came in two pieces.
            self._quoted, position = True, 1
        self._closed_at_end = False
        while position < len(text) and not self.is_over:
            position = self._inside_quotes(text, position) if self._quoted else self._outside(text, position)
        return position

    def _inside_quotes(self, text: str, position: int) -> int:
        found = _CLOSING.search(text, position)
        end = found.end() if found else len(text)
        self._grow(end - position)
        if found:
            self._quoted, self._closed_at_end = False, end == len(text)
        return end

    def _outside(self, text: str, position: int) -> int:
        if self._at_start and text[position] == '"':
            self._at_start, self._quoted = False, True
            return position + 1
        found = self._sign.search(text, position)
        if not found:
            self._at_start = False
            self._grow(len(text) - position)
            return len(text)
        self._grow(found.start() - position)
        self._at_start, self._length = True, 0
        if found[0] == self._delimiter:
            self.column += 1
        else:
            self.is_over = True
        return found.end()

    def _grow(self, by: int) -> None:
        self._length += by
        if self._length > self._longest:
            self._longest, self.longest_column = self._length, self.column


def column_letter(number: int) -> str:
    """A for 1, Z for 26, AA for 27, as spreadsheets name columns."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
