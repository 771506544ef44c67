"""The rows of an understood table as rows of work, or as problems with their row and column."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from twinhelm.reading.letters import cleaned, has_odd_characters, has_strays, repaired
from twinhelm.reading.logged_work import read_logged_work
from twinhelm.reading.problems import Code, Misread, Problem, Unreadable
from twinhelm.reading.records import Record, column_letter
from twinhelm.reading.rows import Fingerprints, Kind, WorkRow
from twinhelm.reading.understanding import Assumptions, Field, Format, Understanding
from twinhelm.reading.values import DAY_SECONDS, read_billable, read_clock, read_moment, read_seconds, whole_minutes
from twinhelm.reading.when import Span, end_of, local
from twinhelm.reading.writing import FORMULA_SIGNS

LONGEST_TEXT = 4_000
"""Characters of a text that are kept."""
LONGEST_NAME = 200
MOST_ROWS = 1_000_000
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "gesamt", "summe", "insgesamt", "totaal", "totaux"})
_HALF_A_DAY = timedelta(hours=12)
_TASK_FORMATS = frozenset({Format.JIRA, Format.ASANA})
_DURATIONS = {
    Field.DURATION: None,
    Field.HOURS: Field.HOURS,
    Field.MINUTES: Field.MINUTES,
    Field.SECONDS: Field.SECONDS,
}


class _Words(NamedTuple):
    """What a row says in words."""

    text: str
    task: str
    person: str
    client: str
    project: str
    person_name: str


class TableRows:
    """Turns records into rows of work, one table's state in hand."""

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None:
        self._understanding = understanding
        self._assumptions = assumptions
        self._places = _places(understanding)
        self._width = len(understanding.columns)
        self._last_mapped = max((place for places in self._places.values() for place in places), default=0)
        self._may_be_short = understanding.container == "xlsx" or understanding.delimiter == "\t"
        self._had_short_row = False
        self._column = 0
        self._marks = Fingerprints()
        self._kind = self._usual_kind()
        if not {Field.TEXT, Field.TASK, Field.LOGGED_WORK} & self._places.keys():
            raise Unreadable(Problem(Code.NO_TEXT_COLUMN, understanding.name))

    def read(self, records: Iterable[Record]) -> Iterator[WorkRow | Problem]:
        for record in records:
            if record.row <= self._understanding.header_row and not record.problem:
                continue
            if record.row > self._understanding.header_row + MOST_ROWS:
                yield self._problem(Code.TOO_MANY_ROWS, record.row, limit=MOST_ROWS)
                return
            yield from self._of_record(record)

    def _of_record(self, record: Record) -> Iterator[WorkRow | Problem]:
        if record.problem:
            yield self._placed(record.problem)
            return
        cells, joined = record.cells, "".join(record.cells)
        if not joined or joined.isspace():
            return
        if not joined.isprintable() or not joined.isascii():
            yield from self._noted(record)
            cells = [cleaned(repaired(cell)) if has_strays(cell) else cleaned(cell) for cell in cells]
        if problem := self._misshapen(record, cells):
            yield problem
            return
        try:
            yield from self._rows(record.row, cells)
        except Misread as misread:
            yield self._problem(misread.code, record.row, self._column, **misread.params)

    def _noted(self, record: Record) -> Iterator[Problem]:
        for place, cell in enumerate(record.cells):
            if has_strays(cell):
                yield self._problem(Code.BYTES_REPAIRED, record.row, place, value=repaired(cell))
            elif has_odd_characters(cell):
                yield self._problem(Code.ODD_CHARACTERS, record.row, place, value=cleaned(cell))

    def _misshapen(self, record: Record, cells: Sequence[str]) -> Problem | None:
        found = len(cells)
        is_total = cells[0].strip().rstrip(":").casefold() in _TOTALS
        if is_total and self._first(cells, Field.STARTED, Field.DATE) in ("", cells[0].strip()):
            return self._problem(Code.TOTAL_ROW, record.row)
        if found > self._width and any(cell.strip() for cell in cells[self._width :]):
            return self._problem(Code.TOO_MANY_CELLS, record.row, self._width, found=found, expected=self._width)
        if found >= self._width or self._may_be_short:
            return None
        is_cut = record.is_last_without_newline and not self._had_short_row
        self._had_short_row = True
        if is_cut:
            return self._problem(Code.CUT_IN_ROW, record.row, found - 1, found=found, expected=self._width)
        if found <= self._last_mapped:
            return self._problem(Code.TOO_FEW_CELLS, record.row, found - 1, found=found, expected=self._width)
        return None

    def _rows(self, row: int, cells: Sequence[str]) -> Iterator[WorkRow]:
        words = self._words(cells)
        if Field.LOGGED_WORK in self._places:
            logged = list(self._logged(row, cells, words))
            yield from logged
            if logged:
                return
        span = self._span(cells)
        if not words.text and span.minutes is None:
            raise Misread(Code.NO_WORDS)
        yield self._row(row, cells, words, span)

    def _row(self, row: int, cells: Sequence[str], words: _Words, span: Span) -> WorkRow:
        # A timer's file has no ids, so the content is the mark; local time, so that another zone makes no new rows.
        content = (words.person, span.mark, str(span.minutes), words.text, words.task, words.client, words.project)
        identity, mark = self._first(cells, Field.IDENTITY), ""
        if identity:
            mark, is_repeated = self._marks.of_identity(self._understanding.format, identity)
            mark = "" if is_repeated else mark
        return WorkRow(
            kind=self._kind,
            text=words.text,
            locator=f"row {row}",
            fingerprint=mark or self._marks.of_content(identity, *content),
            person=words.person,
            person_name=words.person_name,
            client=words.client,
            project=words.project,
            task=words.task,
            started_at=span.started_at,
            ended_at=span.ended_at,
            on=span.on,
            minutes=span.minutes,
            attendees=self._several(cells, Field.ATTENDEES),
            labels=self._several(cells, Field.LABELS),
            billable=read_billable(self._first(cells, Field.BILLABLE)),
        )

    def _logged(self, row: int, cells: Sequence[str], words: _Words) -> Iterator[WorkRow]:
        for place in self._places[Field.LOGGED_WORK]:
            if place >= len(cells) or not cells[place].strip():
                continue
            self._column = place
            logged = read_logged_work(cells[place], self._understanding.date_order)
            on, started_at = local(logged.day, logged.clock, logged.zone, self._assumptions.zone)
            text = logged.comment or words.text
            person = logged.person or words.person
            minutes = whole_minutes(logged.seconds)
            key = self._first(cells, Field.IDENTITY)
            yield WorkRow(
                kind=Kind.TIME_ENTRY,
                text=text[:LONGEST_TEXT],
                locator=f"row {row}",
                fingerprint=self._marks.of_content(key, person, f"{logged.day} {logged.clock}", str(minutes), text),
                person=person,
                client=words.client,
                project=words.project,
                task=words.text if logged.comment else words.task,
                started_at=started_at,
                ended_at=started_at + timedelta(seconds=logged.seconds) if started_at else None,
                on=on,
                minutes=minutes,
                labels=self._several(cells, Field.LABELS),
            )

    def _words(self, cells: Sequence[str]) -> _Words:
        text = " ".join(" · ".join(self._all(cells, Field.TEXT)).split())
        task = self._first(cells, Field.TASK)
        project = self._first(cells, Field.PROJECT)[:LONGEST_NAME]
        client = self._first(cells, Field.CLIENT)[:LONGEST_NAME]
        if not text:
            text, task = task, ""
        names = (self._first(cells, Field.FIRST_NAME), self._first(cells, Field.LAST_NAME))
        name = self._first(cells, Field.PERSON) or " ".join(filter(None, names))
        email = self._first(cells, Field.EMAIL)
        person = email or name
        return _Words(
            text=(text or project or client)[:LONGEST_TEXT],
            task=task[:LONGEST_NAME],
            person=(person or self._assumptions.person)[:LONGEST_NAME],
            client=client,
            project=project,
            person_name=name[:LONGEST_NAME] if email else "",
        )

    def _span(self, cells: Sequence[str]) -> Span:
        day, clock, zone = self._start(cells)
        seconds = self._seconds(cells)
        if day is None:
            return Span(minutes=None if seconds is None else whole_minutes(seconds))
        on, started_at = local(day, clock, zone, self._assumptions.zone)
        mark = f"{day} {clock or ''} {zone or ''}"
        if self._kind is Kind.TASK:
            # A task's dates say when it was made or due, not when somebody sat down to it.
            return Span(on=on, minutes=None if seconds is None else whole_minutes(seconds), mark=mark)
        ended_at = self._end(cells, datetime.combine(day, clock), started_at) if clock and started_at else None
        if seconds is None and started_at and ended_at:
            seconds = round(ended_at.timestamp() - started_at.timestamp())
            self._refuse_impossible(seconds, f"{seconds / 3600:.1f} h")
        if seconds is None and started_at and self._has_ends:
            raise Misread(Code.STILL_RUNNING)
        if started_at and seconds is not None and not ended_at:
            ended_at = started_at + timedelta(seconds=seconds)
        return Span(started_at, ended_at, on, None if seconds is None else whole_minutes(seconds), mark)

    def _start(self, cells: Sequence[str]) -> tuple[date | None, time | None, tzinfo | None]:
        day: date | None = None
        clock: time | None = None
        zone: tzinfo | None = None
        for field in (Field.STARTED, Field.DATE, Field.DUE, Field.CREATED):
            value = self._first(cells, field)
            if not value or (day and clock):
                continue
            if field is Field.STARTED and _is_clock(value):
                clock = read_clock(value)
            elif day is None:
                day, own_clock, zone = read_moment(value, self._understanding.date_order)
                clock = clock or own_clock
        value = self._first(cells, Field.START_TIME)
        if value and _is_clock(value):
            clock = read_clock(value)
        elif value:
            day, clock, zone = read_moment(value, self._understanding.date_order)
        return day, clock, zone

    def _end(self, cells: Sequence[str], starts: datetime, started_at: datetime) -> datetime | None:
        """starts: as the clock on the wall showed it."""
        ended_on: date | None = None
        clock: time | None = None
        zone: tzinfo | None = None
        for field in (Field.ENDED, Field.END_TIME):
            value = self._first(cells, field)
            if value and _is_clock(value):
                clock = read_clock(value)
            elif value:
                ended_on, own_clock, zone = read_moment(value, self._understanding.date_order)
                clock = clock or own_clock
        if clock is None:
            return None
        ends = datetime.combine(ended_on or starts.date(), clock)
        if ended_on is None and ends < starts and starts - ends >= _HALF_A_DAY:
            ends += timedelta(days=1)
        ended_at = end_of(starts, started_at, ends, zone, self._assumptions.zone)
        if ended_at is None:
            raise Misread(Code.ENDS_BEFORE_START, ended=f"{ends:%Y-%m-%d %H:%M}", started=f"{starts:%Y-%m-%d %H:%M}")
        return ended_at

    def _seconds(self, cells: Sequence[str]) -> int | None:
        for field, unit in _DURATIONS.items():
            if value := self._first(cells, field):
                seconds = read_seconds(value, unit or self._understanding.duration_unit)
                self._refuse_impossible(seconds, value)
                return seconds
        return None

    def _refuse_impossible(self, seconds: int, value: str) -> None:
        if seconds < 0:
            raise Misread(Code.NEGATIVE_DURATION, value=value)
        if seconds > DAY_SECONDS and self._kind is not Kind.TASK:
            raise Misread(Code.LONGER_THAN_A_DAY, value=value)

    def _first(self, cells: Sequence[str], *fields: Field) -> str:
        for field in fields:
            for place in self._places.get(field, ()):
                if place < len(cells) and (value := _unguarded(cells[place].strip())):
                    self._column = place
                    return value
        return ""

    def _all(self, cells: Sequence[str], field: Field) -> Iterator[str]:
        for place in self._places.get(field, ()):
            if place < len(cells) and (value := _unguarded(cells[place].strip())):
                yield value

    def _several(self, cells: Sequence[str], field: Field) -> tuple[str, ...]:
        values = (part.strip() for value in self._all(cells, field) for part in value.replace(";", ",").split(","))
        return tuple(dict.fromkeys(value[:LONGEST_NAME] for value in values if value))[:100]

    @property
    def _has_ends(self) -> bool:
        return bool({Field.ENDED, Field.END_TIME} & self._places.keys()) and self._kind is Kind.TIME_ENTRY

    def _usual_kind(self) -> Kind:
        if self._understanding.format in _TASK_FORMATS:
            return Kind.TASK
        has_effort = {*_DURATIONS, Field.ENDED, Field.END_TIME} & self._places.keys()
        return Kind.TIME_ENTRY if has_effort else Kind.LINE

    def _placed(self, problem: Problem) -> Problem:
        return Problem(problem.code, self._understanding.name, problem.row, problem.column, problem.params)

    def _problem(self, code: Code, row: int, place: int | None = None, **params: str | int) -> Problem:
        return Problem(code, self._understanding.name, row, self._column_name(place), params)

    def _column_name(self, place: int | None) -> str:
        if place is None:
            return ""
        letter, columns = column_letter(place + 1), self._understanding.columns
        if place >= len(columns) or not self._understanding.header_row:
            return letter
        return f"{letter} ({columns[place]})"


def _places(understanding: Understanding) -> dict[Field, tuple[int, ...]]:
    found: dict[Field, list[int]] = {}
    for place, column in enumerate(understanding.columns):
        meaning = Field(understanding.mapping.get(column, Field.IGNORED))
        if meaning is not Field.IGNORED:
            found.setdefault(meaning, []).append(place)
    return {meaning: tuple(places) for meaning, places in found.items()}


def _is_clock(value: str) -> bool:
    return len(value) <= 14 and value[0].isdecimal() and (":" in value[:3] or "h" in value[:3])


def _unguarded(value: str) -> str:
    """Takes back the apostrophe that our own exports put before what looks like a formula."""
    return value[1:] if value[:1] == "'" and value[1:].startswith(FORMULA_SIGNS) else value
