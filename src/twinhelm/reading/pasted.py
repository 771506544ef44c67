"""A list as people write it: one line a piece of work, with a day, a time or a duration if they felt like it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from twinhelm.reading.letters import Bytes, cleaned, has_strays, open_text, repaired
from twinhelm.reading.problems import Code, Misread, Problem
from twinhelm.reading.rows import Fingerprints, Kind, WorkRow
from twinhelm.reading.understanding import Assumptions, DateOrder, Understanding
from twinhelm.reading.values import DAY_SECONDS, read_clock, read_moment, read_seconds, whole_minutes
from twinhelm.reading.when import Span, local

LONGEST_LINE = 2_000

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mo montag maandag lundi lunes",
            "tue tues tuesday di dienstag dinsdag mardi martes",
            "wed wednesday mi mittwoch woensdag mercredi miércoles",
            "thu thur thurs thursday do donnerstag donderdag jeudi jueves",
            "fri friday fr freitag vrijdag vendredi viernes",
            "sat saturday sa samstag zaterdag samedi sábado",
            "sun sunday so sonntag zondag dimanche domingo",
        )
    )
    for name in names.split()
}
_BULLET = re.compile(r"(?:[-*•–—◦·>]{1,3}|\d{1,3}[.)]|\[[ xX]?\]|[☐☑✓]) ")
_NUMERIC_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{1,2}(?! ?[hm])"
_NAMED_DAY = (
    r"\d{1,2}(?:\.|st|nd|rd|th)? [^\W\d_]{3,9}\.?(?: \d{4})?|[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
)
_LEADING_DAY = re.compile(rf"({_NUMERIC_DAY}|{_NAMED_DAY})(?=[ :,–-]|$)")
_LEADING_WORD = re.compile(r"([^\W\d_]{2,10})\.?,?(?=[ :,–-]|$)")
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?"
_RANGE = re.compile(rf"(?<![\w.:])({_CLOCK}) ?(?:-|–|—|to|until|bis|tot) ?({_CLOCK})(?![\w:])", re.IGNORECASE)
_HOURS = (
    r"\d{1,3}(?:[.,]\d{1,2})? ?(?:h|hrs?|hours?|std|stunden?|uur|heures?)\b\.?(?: ?\d{1,2} ?(?:m|mins?|minutes?)?\b)?"
)
_HOURS_TIGHT = r"\d{1,2}h\d{1,2}\b"
_MINUTES = r"\d{1,4} ?(?:m|mins?|minutes?|minuten)\b\.?"
_EFFORT = rf"(?:{_HOURS_TIGHT}|{_HOURS}|{_MINUTES})"
_EFFORT_SOMEWHERE = re.compile(rf"(?<![\w.,:/-])[(\[]?({_EFFORT})[)\]]?(?!\w)", re.IGNORECASE)
_CLOCKED_EFFORT = re.compile(r"^[(\[]?(\d{1,2}:\d{2})[)\]]?(?= )|(?<= )[(\[]?(\d{1,2}:\d{2})[)\]]?$")
_EARLIEST_START = 7
"""From this hour on `10:00` at either end of a line is a time of day; `1:30` is a duration."""


@dataclass(slots=True)
class _Line:
    """What has been made of one line so far."""

    text: str
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    seconds: int | None = None


class PastedRows:
    """Reads a list line by line; a line that is only a day counts for those below it."""

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None:
        self._understanding = understanding
        self._assumptions = assumptions
        self._marks = Fingerprints()
        self._day: date | None = None

    def read(self, stream: Bytes) -> Iterator[WorkRow | Problem]:
        text = open_text(stream, self._understanding.encoding)
        number = 0
        while line := text.readline(LONGEST_LINE + 2):
            number += 1
            if len(line) > LONGEST_LINE:
                while line and not line.endswith("\n"):
                    line = text.readline(LONGEST_LINE)
                yield self._problem(Code.LINE_TOO_LONG, number, limit=LONGEST_LINE)
                continue
            yield from self._of_line(number, line)

    def _of_line(self, number: int, raw: str) -> Iterator[WorkRow | Problem]:
        words = " ".join(cleaned(repaired(raw) if has_strays(raw) else raw).split())
        while found := _BULLET.match(words):
            words = words[found.end() :].lstrip()
        if not words:
            return
        try:
            line = self._taken_apart(words)
            if not line.text and line.day and line.seconds is None:
                self._day = line.day
                return
            if not line.text:
                raise Misread(Code.NO_WORDS)
            yield self._row(number, line, self._span(line))
        except Misread as misread:
            yield self._problem(misread.code, number, **misread.params)

    def _taken_apart(self, words: str) -> _Line:
        line = _Line(words)
        self._take_day(line)
        _take_range(line)
        _take_effort(line)
        line.text = line.text.strip(" -–—:,;|")
        return line

    def _take_day(self, line: _Line) -> None:
        if found := _LEADING_WORD.match(line.text):
            weekday = _WEEKDAYS.get(found[1].casefold())
            rest = line.text[found.end() :].lstrip(" :,–-")
            if weekday is not None and (len(found[1]) > 2 or not rest or rest[0].isdecimal()):
                line.day, line.text = self._last_weekday(weekday), rest
        found = _LEADING_DAY.match(line.text)
        if found and (day := self._day_named(found[1])):
            line.day, line.text = day, line.text[found.end() :].lstrip(" :,–-")

    def _day_named(self, words: str) -> date | None:
        order = self._understanding.date_order or DateOrder.DAY_FIRST
        today = self._assumptions.today
        for candidate in (words, f"{words.rstrip('.')}{_joiner(words)}{today.year}"):
            try:
                day = read_moment(candidate, order)[0]
            except Misread:
                continue
            # Without a year the day is one that has been, not one to come.
            return day if candidate == words or day <= today else _a_year_before(day)
        return None

    def _last_weekday(self, weekday: int) -> date:
        today = self._assumptions.today
        return today - timedelta(days=(today.weekday() - weekday) % 7)

    def _span(self, line: _Line) -> Span:
        seconds = line.seconds
        if line.starts and line.ends:
            length = datetime.combine(date.min, line.ends) - datetime.combine(date.min, line.starts)
            between = round(length.total_seconds()) % DAY_SECONDS
            seconds = between if seconds is None else seconds
        if seconds is not None and seconds > DAY_SECONDS:
            raise Misread(Code.LONGER_THAN_A_DAY, value=f"{seconds / 3600:g} h")
        minutes = None if seconds is None else whole_minutes(seconds)
        day = line.day or self._day
        if day is None:
            return Span(minutes=minutes)
        on, started_at = local(day, line.starts, None, self._assumptions.zone)
        ended_at = started_at + timedelta(seconds=seconds) if started_at and seconds is not None else None
        return Span(started_at, ended_at, on, minutes, f"{day} {line.starts or ''}")

    def _row(self, number: int, line: _Line, span: Span) -> WorkRow:
        person = self._assumptions.person
        return WorkRow(
            kind=Kind.LINE,
            text=line.text,
            locator=f"line {number}",
            fingerprint=self._marks.of_content(person, span.mark, str(span.minutes), line.text),
            person=person,
            started_at=span.started_at,
            ended_at=span.ended_at,
            on=span.on,
            minutes=span.minutes,
        )

    def _problem(self, code: Code, number: int, **params: str | int) -> Problem:
        return Problem(code, self._understanding.name, number, "", params, "line")


def _take_range(line: _Line) -> None:
    for found in _RANGE.finditer(line.text):
        starts, ends = found[1].replace(".", ":"), found[2].replace(".", ":")
        if ":" not in starts + ends and "m" not in (starts + ends).lower():
            continue
        if ends.lower().endswith("m") and not starts.lower().endswith("m"):
            starts += ends[-2:]
        try:
            line.starts, line.ends = _clock(starts), _clock(ends)
        except Misread:
            continue
        line.text = _without(line.text, found.start(), found.end())
        return


def _take_effort(line: _Line) -> None:
    if found := _CLOCKED_EFFORT.search(line.text):
        value = found[1] or found[2]
        if int(value.split(":")[0]) < _EARLIEST_START or line.starts:
            line.seconds = read_seconds(value)
        else:
            line.starts = read_clock(value)
        line.text = _without(line.text, found.start(), found.end())
        if line.seconds is not None:
            return
    places = list(_EFFORT_SOMEWHERE.finditer(line.text))
    if places:
        # At the beginning or the end it is meant as the effort; inside the sentence the first one is.
        found = next((one for one in places if one.start() == 0), places[-1] if _is_last(places, line) else places[0])
        line.seconds = read_seconds(found[1].rstrip("."))
        line.text = _without(line.text, found.start(), found.end())


def _is_last(places: list[re.Match[str]], line: _Line) -> bool:
    return places[-1].end() == len(line.text)


def _clock(value: str) -> time:
    return read_clock(value if ":" in value or value.lower().endswith("m") else f"{value}:00")


def _without(text: str, start: int, end: int) -> str:
    before, after = text[:start].rstrip(" (["), text[end:].lstrip(" )]:,–-")
    return f"{before} {after}".strip()


def _joiner(words: str) -> str:
    return "/" if "/" in words else "." if words.endswith(".") else " "


def _a_year_before(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None
