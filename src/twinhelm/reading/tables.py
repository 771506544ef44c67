"""Understanding a table: encoding, separator, header, columns, dates; every guess said aloud."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from twinhelm.reading.columns import find_profile, propose, signature, unique
from twinhelm.reading.letters import SAMPLE_BYTES, Bytes, find_encoding, has_strays, open_text, repaired
from twinhelm.reading.problems import Code, Misread, Problem, Unreadable
from twinhelm.reading.records import Record, Records, column_letter
from twinhelm.reading.spreadsheets import Sheet
from twinhelm.reading.table_shape import (
    SEPARATORS,
    Separation,
    find_date_order,
    find_duration_unit,
    find_header,
    find_separator,
)
from twinhelm.reading.understanding import DateOrder, Field, Format, Question, Understanding

ORDER_FIELDS = (Field.DATE, Field.STARTED, Field.ENDED, Field.DUE, Field.CREATED)
_CLOCK_FIELDS = (*ORDER_FIELDS, Field.START_TIME, Field.END_TIME)
_SAMPLE_ROWS = 100
MOST_COLUMNS = 3_000
_SAMPLE_WITHIN = 10_000


@dataclass(frozen=True, slots=True)
class _Text:
    """How the bytes of a table become rows."""

    container: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    questions: tuple[Question, ...] = ()
    notes: tuple[Problem, ...] = ()


def understand_table(
    name: str, stream: Bytes, answers: Mapping[str, str], *, among_prose: bool = False
) -> Understanding | None:
    """None when the lines are no table, so a list. Raises Unreadable."""
    text = _understand_text(name, stream, answers, among_prose)
    if text is None:
        return None
    draft = Understanding(
        name, Format.TABLE, container=text.container, encoding=text.encoding, delimiter=text.delimiter, sheet=text.sheet
    )
    records = open_records(stream, draft)
    filled = (one for one in islice(records, _SAMPLE_WITHIN) if any(map(str.strip, one.cells)))
    first = list(islice(filled, _SAMPLE_ROWS))
    if not first:
        raise Unreadable(_first_problem(name, records))
    header_row, header, below = _parted(name, first)
    profile = find_profile(header)
    columns = unique(header)
    mapping = propose(columns, profile, below)
    order, order_questions = _understand_dates(records, columns, mapping, answers)
    unit, unit_questions = _understand_durations(columns, mapping, below, answers)
    return replace(
        draft,
        format=profile.format if profile else Format.TABLE,
        header_row=header_row,
        columns=columns,
        mapping=mapping,
        signature=signature(header),
        date_order=order,
        duration_unit=unit,
        questions=(*text.questions, *order_questions, *unit_questions, *_text_question(columns, mapping)),
        notes=(*text.notes, *(() if profile else _doubled_names(name, header, header_row))),
    )


def open_records(stream: Bytes, understanding: Understanding) -> Records | Sheet:
    if understanding.container == "xlsx":
        return Sheet(stream, understanding.name, understanding.sheet)
    return Records(stream, understanding.encoding, understanding.delimiter)


def understand_encoding(
    name: str, stream: Bytes, answers: Mapping[str, str]
) -> tuple[str, tuple[Question, ...], tuple[Problem, ...]]:
    if given := answers.get("encoding"):
        try:
            "".encode(given)
        except LookupError:
            raise Unreadable(Problem(Code.UNKNOWN_ENCODING, name, params={"encoding": given})) from None
        return given, (), ()
    try:
        found = find_encoding(stream)
    except Misread as misread:
        raise Unreadable(Problem(misread.code, name, params=misread.params)) from misread
    if not found.sample:
        return found.name, (), ()
    question = Question("encoding", ("cp1252", "cp1250", "cp1251", "mac-roman", "utf-8"), found.name, found.sample)
    note = Problem(Code.ENCODING_GUESSED, name, params={"encoding": "Windows-1252", "sample": found.sample})
    return found.name, (question,), (note,)


def first_letters(stream: Bytes, encoding: str) -> str:
    """The first quarter of a megabyte as text."""
    stream.seek(0)
    text = open_text(stream, encoding).read(SAMPLE_BYTES)
    stream.seek(0)
    return repaired(text) if has_strays(text) else text


def _understand_text(name: str, stream: Bytes, answers: Mapping[str, str], among_prose: bool) -> _Text | None:
    stream.seek(0)
    if stream.read(4) == b"PK\x03\x04":
        return _Text("xlsx", sheet=answers.get("sheet", ""))
    encoding, questions, notes = understand_encoding(name, stream, answers)
    sample = first_letters(stream, encoding)
    if not sample.strip("\ufeff \t\r\n"):
        raise Unreadable(Problem(Code.EMPTY, name))
    if given := answers.get("delimiter"):
        return _Text("text", encoding, given[0], "", questions, notes)
    try:
        separation = find_separator(sample, among_prose=among_prose)
    except Misread as misread:
        raise Unreadable(Problem(misread.code, name, params=misread.params)) from misread
    if separation is None:
        return None
    if separation.other:
        questions = (*questions, Question("delimiter", tuple(SEPARATORS), separation.delimiter))
        notes = (*notes, _separator_note(name, separation))
    return _Text("text", encoding, separation.delimiter, "", questions, notes)


def _separator_note(name: str, separation: Separation) -> Problem:
    params = {
        "chosen": SEPARATORS[separation.delimiter],
        "other": SEPARATORS[separation.other],
        "why": separation.why,
    }
    return Problem(Code.SEPARATOR_CHOSEN, name, row=1, params=params)


def _parted(name: str, first: list[Record]) -> tuple[int, list[str], list[list[str]]]:
    """The header's row and cells, and the cells of the rows below it; row 0 and empty names without a header."""
    place = find_header(first)
    below = [one.cells for one in first[place + 1 :]]
    if not below:
        raise Unreadable(Problem(Code.HEADER_ONLY, name))
    row = first[place].row if place >= 0 else 0
    header = first[place].cells if place >= 0 else [""] * max(len(cells) for cells in below)
    if len(header) > MOST_COLUMNS:
        raise Unreadable(Problem(Code.TOO_MANY_COLUMNS, name, row, params={"limit": MOST_COLUMNS}))
    return row, header, below


def _first_problem(name: str, records: Iterable[Record]) -> Problem:
    for record in islice(records, _SAMPLE_ROWS):
        if record.problem:
            return Problem(record.problem.code, name, record.problem.row, record.problem.column, record.problem.params)
    return Problem(Code.EMPTY, name)


def _doubled_names(name: str, header: list[str], row: int) -> Iterator[Problem]:
    seen: set[str] = set()
    told: set[str] = set()
    for number, cell in enumerate(header, start=1):
        word = " ".join(cell.split())
        if word in seen and word not in told and word:
            told.add(word)
            yield Problem(Code.DUPLICATE_HEADER, name, row, column_letter(number), {"name": word})
        seen.add(word)


def _understand_dates(
    records: Iterable[Record],
    columns: tuple[str, ...],
    mapping: Mapping[str, str],
    answers: Mapping[str, str],
) -> tuple[DateOrder | None, tuple[Question, ...]]:
    if given := answers.get("date_order"):
        return DateOrder(given), ()
    dates = _places(columns, mapping, ORDER_FIELDS)
    clocks = _places(columns, mapping, _CLOCK_FIELDS)
    some = islice(_values(records, clocks), _SAMPLE_ROWS)
    order, sample = find_date_order(_values(records, dates), some)
    if not sample or order is None:
        return order, ()
    options = (str(DateOrder.DAY_FIRST), str(DateOrder.MONTH_FIRST))
    return order, (Question("date_order", options, str(order), sample),)


def _understand_durations(
    columns: tuple[str, ...], mapping: Mapping[str, str], below: list[list[str]], answers: Mapping[str, str]
) -> tuple[Field, tuple[Question, ...]]:
    if given := answers.get("duration_unit"):
        return Field(given), ()
    places = _places(columns, mapping, (Field.DURATION,))
    values = [row[place] for row in below for place in places if place < len(row)]
    unit, sample = find_duration_unit(values)
    if not sample:
        return unit, ()
    options = (str(Field.HOURS), str(Field.MINUTES), str(Field.SECONDS))
    return unit, (Question("duration_unit", options, str(unit), sample),)


def _text_question(columns: tuple[str, ...], mapping: Mapping[str, str]) -> tuple[Question, ...]:
    if {str(Field.TEXT), str(Field.TASK), str(Field.LOGGED_WORK)} & set(mapping.values()):
        return ()
    return (Question("text", columns, ""),)


def _places(columns: tuple[str, ...], mapping: Mapping[str, str], fields: tuple[Field, ...]) -> list[int]:
    wanted = {str(field) for field in fields}
    return [place for place, column in enumerate(columns) if mapping.get(column) in wanted]


def _values(records: Iterable[Record], places: list[int]) -> Iterator[str]:
    for record in records:
        for place in places:
            if place < len(record.cells) and record.cells[place].strip():
                yield record.cells[place]
