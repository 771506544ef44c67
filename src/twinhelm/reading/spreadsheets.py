"""The first sheet of an XLSX workbook as rows of text cells, refused before it can unpack without bound."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from twinhelm.reading.letters import Bytes
from twinhelm.reading.problems import Code, Problem, Unreadable
from twinhelm.reading.records import LONGEST_CELL, Record, column_letter

UNPACKED_BYTES = 400 * 1024 * 1024
SHARED_STRING_BYTES = 40 * 1024 * 1024
"""All of them are kept in memory while a sheet is read."""
_PARTS = 2_000
_COLUMNS = 200
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError)
"""What openpyxl and its parsers raise for content; SyntaxError is the base of the XML parser's error."""


class Sheet:
    """The rows of one sheet, dates and durations written out as a CSV would have them."""

    def __init__(self, stream: Bytes, name: str, sheet: str = "") -> None:
        self._stream = stream
        self._name = name
        self._sheet = sheet
        self._book: Any = None

    def __iter__(self) -> Iterator[Record]:
        """From the first row, each time; the shared strings are read once."""
        import openpyxl  # brings numpy along, which whoever only looks at other files need not carry

        try:
            if self._book is None:
                _refuse_bombs(self._stream, self._name)
                self._book = openpyxl.load_workbook(self._stream, read_only=True, data_only=True, keep_links=False)
            book = self._book
            sheet = book[self._sheet] if self._sheet in book.sheetnames else book.worksheets[0]
            for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_COLUMNS), start=1):
                yield _record(number, [_written(cell) for cell in cells])
        except (*_BROKEN, IndexError, AttributeError) as error:
            raise Unreadable(Problem(Code.BROKEN_SPREADSHEET, self._name)) from error


def _refuse_bombs(stream: Bytes, name: str) -> None:
    stream.seek(0)
    try:
        parts = zipfile.ZipFile(stream).infolist()
    except _BROKEN as error:
        raise Unreadable(Problem(Code.BROKEN_SPREADSHEET, name)) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable(Problem(Code.WRONG_KIND, name, params={"kind": "a ZIP archive"}))
    unpacked = sum(part.file_size for part in parts)
    shared = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    for size, limit in ((unpacked, UNPACKED_BYTES), (shared, SHARED_STRING_BYTES)):
        if size > limit or len(parts) > _PARTS:
            params = {"megabytes": size // 1024**2, "limit": limit // 1024**2}
            raise Unreadable(Problem(Code.UNPACKS_TOO_BIG, name, params=params))


def _record(row: int, cells: list[str]) -> Record:
    while cells and not cells[-1]:
        cells.pop()
    for number, cell in enumerate(cells, start=1):
        if len(cell) > LONGEST_CELL:
            problem = Problem(Code.CELL_TOO_LONG, row=row, column=column_letter(number), params={"limit": LONGEST_CELL})
            return Record(row, [], problem)
    return Record(row, cells)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
