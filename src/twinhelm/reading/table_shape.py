"""The shape of a table: what separates its cells, where its header stands, how its dates and durations are written."""

import contextlib
import csv
import io
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from twinhelm.reading.columns import known_names
from twinhelm.reading.problems import Code, Misread
from twinhelm.reading.records import LONGEST_CELL, Record
from twinhelm.reading.understanding import DateOrder, Field
from twinhelm.reading.values import fits, read_moment, read_seconds

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE_ROWS = 60
_HEADER_WITHIN = 20
_VOTES = 20
_PLAIN_DATES = 200
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """How well one separator explains the first rows."""

    delimiter: str
    names: int
    """Known column names in the best row."""
    share: float
    """Of rows that have the most frequent width."""
    width: int

    @property
    def is_plausible(self) -> bool:
        return self.width >= 2 and self.share >= (0.5 if self.names >= 2 else 0.7)


@dataclass(frozen=True, slots=True)
class Separation:
    """The separator taken, the other that would also do, and why this one."""

    delimiter: str
    other: str = ""
    why: str = ""


def find_separator(sample: str, *, among_prose: bool = False) -> Separation | None:
    """None when the lines are no table. Raises Misread(MIXED_SEPARATORS).

    among_prose: the lines may be a list that has commas, so only tabs or known column names make a table.
    """
    candidates = sorted(
        (_candidate(sample, sign) for sign in SEPARATORS),
        key=lambda one: (one.is_plausible, one.names, one.share, one.width),
        reverse=True,
    )
    best, second = candidates[0], candidates[1]
    if among_prose and best.names < 2 and best.delimiter != "\t":
        return None
    if not best.is_plausible:
        _refuse_mixture(sample)
        return None
    if second.is_plausible and second.share >= 0.8 and second.names >= best.names:
        why = "more cells come out" if best.width > second.width else "it is the more usual one"
        return Separation(best.delimiter, second.delimiter, why)
    return Separation(best.delimiter)


def find_header(records: Sequence[Record]) -> int:
    """The place of the header in `records`, or -1 when the table has none."""
    scores = [known_names(record.cells) for record in records[:_HEADER_WITHIN]]
    best = max(range(len(scores)), key=lambda place: (scores[place], -place), default=-1)
    if best >= 0 and (scores[best] >= 2 or (scores[best] == 1 and len(_filled(records[best].cells)) <= 2)):
        return best
    usual = _usual_width(records)
    for place, record in enumerate(records[:_HEADER_WITHIN]):
        if len(_filled(record.cells)) == usual:
            return place if _looks_like_names(record.cells) and _differs_below(records, place) else -1
    return -1


def find_date_order(values: Iterable[str], clocks: Iterable[str]) -> tuple[DateOrder | None, str]:
    """The order of days and months, and a value that leaves it open if no value decides it.

    clocks: some times of day: am and pm speak for month first.
    """
    votes: Counter[DateOrder] = Counter()
    open_value, plain = "", 0
    for value in values:
        day, month = fits(value, DateOrder.DAY_FIRST), fits(value, DateOrder.MONTH_FIRST)
        if day != month:
            votes[DateOrder.DAY_FIRST if day else DateOrder.MONTH_FIRST] += 1
        elif day and not open_value and _differs_by_order(value):
            open_value = value
        else:
            plain += 1
        if votes.total() >= _VOTES or (plain >= _PLAIN_DATES and not open_value):
            break
    if votes:
        return votes.most_common(1)[0][0], ""
    if not open_value:
        return None, ""
    if "/" not in open_value:
        return DateOrder.DAY_FIRST, ""
    is_american = any(value.strip().lower().endswith("m") for value in clocks)
    return (DateOrder.MONTH_FIRST if is_american else DateOrder.DAY_FIRST), open_value


def find_duration_unit(values: Sequence[str]) -> tuple[Field, str]:
    """What bare numbers count, and a value that leaves it open."""
    numbers = [number for value in values if (number := _bare(value)) is not None]
    if not numbers:
        return Field.HOURS, ""
    largest = max(numbers)
    if largest > 24 * 60:
        return Field.SECONDS, ""
    if largest > 24:
        return Field.MINUTES, ""
    if any(number % 1 for number in numbers):
        return Field.HOURS, ""
    unit = Field.MINUTES if statistics.median(numbers) >= 10 else Field.HOURS
    return unit, next(value for value in values if _bare(value) is not None)


def _candidate(sample: str, delimiter: str) -> Candidate:
    rows = _some_rows(sample, delimiter)
    widths = Counter(len(cells) for cells in rows)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    names = max((known_names(cells) for cells in rows[:_HEADER_WITHIN]), default=0)
    return Candidate(delimiter, names, count / len(rows) if rows else 0.0, width)


def _some_rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=None), delimiter=delimiter)
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(cells for cells in islice(reader, _SAMPLE_ROWS) if _filled(cells))
    return rows


def _refuse_mixture(sample: str) -> None:
    lines = [line for line in sample[:LONGEST_CELL].split("\n")[:_HEADER_WITHIN] if line.strip()]
    signs = [_strongest(line) for line in lines]
    firsts: dict[str, int] = {}
    for place, sign in enumerate(signs, start=1):
        if sign:
            firsts.setdefault(sign, place)
    # Free text has commas here and there; a table has one sign in nearly every line.
    if len(firsts) > 1 and sum(1 for sign in signs if sign) >= 0.9 * len(signs) and known_names(_first_cells(lines)):
        found = ", ".join(f"{SEPARATORS[sign]} (row {place})" for sign, place in firsts.items())
        raise Misread(Code.MIXED_SEPARATORS, found=found)


def _strongest(line: str) -> str:
    sign = max(SEPARATORS, key=line.count)
    return sign if line.count(sign) else ""


def _first_cells(lines: Sequence[str]) -> list[str]:
    return [cell for line in lines for sign in SEPARATORS for cell in line[:500].split(sign)]


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records if record.cells)
    return widths.most_common(1)[0][0] if widths else 0


def _looks_like_names(cells: Sequence[str]) -> bool:
    words = [cell.strip() for cell in cells]
    return len(set(words)) == len(words) and all(
        word and len(word) <= _LONGEST_NAME and "@" not in word and not _is_value(word) for word in words
    )


def _differs_below(records: Sequence[Record], place: int) -> bool:
    below = [record for record in records[place + 1 :] if _filled(record.cells)]
    return bool(below) and any(
        column < len(record.cells) and _is_value(record.cells[column].strip())
        for record in below
        for column in range(len(records[place].cells))
    )


def _is_value(word: str) -> bool:
    return any(fits(word, order) for order in DateOrder) or _is_duration(word)


def _is_duration(word: str) -> bool:
    try:
        read_seconds(word)
    except Misread:
        return False
    return True


def _differs_by_order(value: str) -> bool:
    return read_moment(value, DateOrder.DAY_FIRST)[0] != read_moment(value, DateOrder.MONTH_FIRST)[0]


def _bare(value: str) -> float | None:
    if len(value) > LONGEST_CELL or ":" in value:
        return None
    try:
        return abs(float(value.strip().replace(",", ".")))
    except ValueError:
        return None
