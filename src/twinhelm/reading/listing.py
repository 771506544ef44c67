"""A table of things with known columns, such as people or clients: its rows, and the place of every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from twinhelm.reading.columns import normal
from twinhelm.reading.letters import Bytes, find_encoding
from twinhelm.reading.problems import Code, Misread, Problem, Unreadable, excerpt
from twinhelm.reading.records import Record, Records, column_letter
from twinhelm.reading.spreadsheets import Sheet
from twinhelm.reading.table_shape import SEPARATORS
from twinhelm.reading.writing import taken_back

SEVERAL = "\x1f"
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Column:
    """Something that a column can say, and the headers by which it is known."""

    key: str
    names: str
    """Headers in any case, separated by `|`; the first is what we call it ourselves."""
    is_needed: bool = False
    instead: str = ""
    """The key of another column that does as well when this one is needed."""
    takes_several: bool = False
    """Several columns may say it (two phone numbers): their cells come joined."""
    between: str = "\n"
    """What stands between joined cells; `SEVERAL` where cells have line ends of their own."""

    @property
    def known(self) -> frozenset[str]:
        return frozenset(normal(name) for name in self.names.split("|"))

    @property
    def name(self) -> str:
        return self.names.split("|")[0]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: what it says by column key, without surrounding space. Columns that the file lacks are missing."""

    number: int
    """As a spreadsheet shows it."""
    cells: Mapping[str, str]
    problem: Problem | None = None
    """Why its cells can't be read; then there are none."""

    def get(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that was read."""

    rows: tuple[ListRow, ...]
    places: Mapping[str, str]
    """Where a key stands: `B (Email)`."""
    ignored: tuple[str, ...]
    """Headers that nobody here understands; their cells are left alone."""
    encoding: str = ""


def read_listing(name: str, stream: Bytes, columns: Sequence[Column], *, most_rows: int = 10_000) -> Listing:
    """Reads CSV in whatever encoding and with whatever separator, or the first sheet of an XLSX workbook.

    Blank rows are passed over. Raises Unreadable for a file without the needed columns, or that is no table at all.
    """
    records, encoding = _open(name, stream, columns)
    filled = (record for record in records if record.problem or any(map(str.strip, record.cells)))
    first = list(islice(filled, _HEADER_WITHIN))
    place = max(range(len(first)), key=lambda at: (_known(first[at].cells, columns), -at), default=-1)
    if place < 0:
        raise Unreadable(Problem(Code.EMPTY, name))
    header = first[place]
    keys = _keys_of(header.cells, columns)
    _refuse_without_needed(name, header, keys, columns)
    between = {column.key: column.between for column in columns}
    below = _rows((*first[place + 1 :], *islice(filled, most_rows + 1)), keys, between)
    if len(below) > most_rows:
        raise Unreadable(Problem(Code.LIST_TOO_LONG, name, params={"limit": most_rows}))
    if not below:
        raise Unreadable(Problem(Code.HEADER_ONLY, name))
    named = {key: f"{column_letter(at + 1)} ({header.cells[at].strip()})" for at, key in reversed([*keys.items()])}
    ignored = (cell.strip() for at, cell in enumerate(header.cells) if at not in keys)
    return Listing(tuple(below), named, tuple(excerpt(cell) for cell in ignored if cell), encoding)


def _open(name: str, stream: Bytes, columns: Sequence[Column]) -> tuple[Iterator[Record], str]:
    stream.seek(0)
    if stream.read(4) == b"PK\x03\x04":
        return iter(Sheet(stream, name)), ""
    try:
        encoding = find_encoding(stream).name
    except Misread as misread:
        raise Unreadable(Problem(misread.code, name, params=misread.params)) from misread
    signs = sorted(SEPARATORS, key=lambda sign: _fit(Records(stream, encoding, sign), columns), reverse=True)
    return iter(Records(stream, encoding, signs[0])), encoding


def _fit(records: Records, columns: Sequence[Column]) -> tuple[int, int]:
    """How well a separator explains the first rows: names known in the best of them, then its width."""
    first = list(islice(records, _HEADER_WITHIN))
    return max(((_known(record.cells, columns), len(record.cells)) for record in first), default=(0, 0))


def _known(cells: Sequence[str], columns: Sequence[Column]) -> int:
    return len(_keys_of(cells, columns))


def _keys_of(cells: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """Place → key. Of two columns that would say the same the first counts, unless several may."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        word = normal(cell)
        column = next((one for one in columns if word in one.known), None)
        if column and (column.takes_several or column.key not in found.values()):
            found[at] = column.key
    return found


def _refuse_without_needed(name: str, header: Record, keys: Mapping[int, str], columns: Sequence[Column]) -> None:
    there = {*keys.values()}
    missing = next((one for one in columns if one.is_needed and not there & {one.key, one.instead}), None)
    if missing:
        found = ", ".join(cell.strip() for cell in header.cells if cell.strip())
        params = {"wanted": missing.name, "found": excerpt(found)}
        raise Unreadable(Problem(Code.MISSING_COLUMN, name, header.row, params=params))


def _rows(records: Sequence[Record], keys: Mapping[int, str], between: Mapping[str, str]) -> list[ListRow]:
    found = []
    for record in records:
        cells: dict[str, str] = {}
        for at, key in keys.items():
            cell = taken_back(record.cells[at].strip()) if at < len(record.cells) else ""
            cells[key] = between[key].join(part for part in (cells.get(key, ""), cell) if part)
        found.append(ListRow(record.row, {} if record.problem else cells, record.problem))
    return found
