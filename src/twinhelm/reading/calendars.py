"""Events of an ICS calendar as rows of work; repeating ones laid out inside a window only."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event

from twinhelm.foundation.calendars.lines import Block, Part, cut_into_blocks, property_name
from twinhelm.foundation.calendars.repeats import MOST_REPEATS, Doubt, doubt_of
from twinhelm.foundation.calendars.zones import Zones
from twinhelm.reading.letters import Bytes, cleaned, open_text
from twinhelm.reading.problems import Code, Misread, Problem
from twinhelm.reading.rows import Fingerprints, Kind, WorkRow
from twinhelm.reading.understanding import Assumptions, Understanding
from twinhelm.reading.values import DAY_SECONDS, whole_minutes

KEPT = frozenset(
    {
        *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "CATEGORIES", "STATUS", "TRANSP", "SEQUENCE"),
        *("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
MOST_KEPT = 20_000
"""Events of series and their exceptions, which have to be seen together."""
_MOST_DATES = 5_000
_MOST_ATTENDEES = 100
_NEEDED = {"DTSTART": "start", "DTEND": "end", "DURATION": "length", "RRULE": "repetition"}
Use = Callable[[], Iterator[WorkRow | Problem]]
_REPEATING = ("RRULE", "RDATE", "RECURRENCE-ID", "EXRULE")


class CalendarRows:
    """Reads a calendar event by event; only series wait until the end."""

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None:
        self._understanding = understanding
        self._assumptions = assumptions
        year = timedelta(days=365)
        self._first, self._last = assumptions.window or (assumptions.today - year, assumptions.today)
        only = assumptions.own_addresses if len(assumptions.own_addresses) == 1 else frozenset({""})
        self._owner = (assumptions.person if "@" in assumptions.person else next(iter(only))).casefold()
        self._zones = Zones()
        self._home = assumptions.zone
        self._marks = Fingerprints()
        self._series: dict[str, list[Block]] = {}
        self._kept = self._outside = self._events = 0

    def read(self, stream: Bytes) -> Iterator[WorkRow | Problem]:
        for block in cut_into_blocks(open_text(stream, self._understanding.encoding), kept=KEPT):
            if block.part is Part.CUT:
                yield self._problem(Code.CUT_CALENDAR, block.line or None)
                return
            if block.part is Part.ZONE:
                self._zones.define(block)
            elif block.part is Part.HOME_ZONE:
                self._home = self._zones.named(_value(block.properties[0])) or self._home
            else:
                self._events += 1
                yield from self._of_event(block)
        for blocks in self._series.values():
            yield from self._of_series(blocks)
        if not self._events:
            yield self._problem(Code.NO_EVENTS, None)
        elif self._outside:
            yield self._problem(
                Code.OUTSIDE_WINDOW, None, count=self._outside, first=str(self._first), last=str(self._last)
            )

    def _of_event(self, block: Block) -> Iterator[WorkRow | Problem]:
        if not block.has(*_REPEATING):
            yield from self._guarded(block, partial(self._parsed_occurrence, block))
            return
        identity = next((line for line in block.properties if line.upper().startswith("UID")), str(block.line))
        self._kept += 1
        if self._kept > MOST_KEPT:
            yield self._problem(Code.TOO_MANY_REPEATS, block.line, event=_summary(block), limit=MOST_KEPT)
            return
        self._series.setdefault(identity, []).append(block)

    def _of_series(self, blocks: list[Block]) -> Iterator[WorkRow | Problem]:
        calendar = Calendar()
        for block in blocks:
            yield from self._guarded(block, partial(self._joined, block, calendar))
        if calendar.subcomponents:
            yield from self._guarded(blocks[0], partial(self._laid_out, blocks[0], calendar))

    def _guarded(self, block: Block, use: Use) -> Iterator[WorkRow | Problem]:
        """Whatever is wrong inside one event stays with that event."""
        try:
            yield from use()
            if zone := self._zones.taken_out():
                yield self._problem(
                    Code.UNKNOWN_ZONE, block.line, event=_summary(block), zone=zone, assumed=str(self._home)
                )
        except Misread as misread:
            yield self._problem(misread.code, block.line, **{"event": _summary(block), **misread.params})
        except Exception as error:
            # The calendar libraries raise errors of every kind for what people's files hold.
            yield self._problem(Code.BROKEN_EVENT, block.line, event=_summary(block), reason=_reason(error))

    def _parsed(self, block: Block) -> Event:
        text = "\r\n".join(self._zones.applied(line) for line in block.properties) + "\r\n"
        event = Event.from_ical(text)
        if not isinstance(event, Event) or "DTSTART" not in event:
            raise Misread(Code.BROKEN_EVENT, reason="it has no start")
        for name, _message in event.errors:
            if name in _NEEDED:
                raise Misread(Code.BROKEN_EVENT, reason=f"its {_NEEDED[name]} can’t be read")
        if (
            sum(len(getattr(one, "dts", ())) for name in ("RDATE", "EXDATE") for one in _several(event, name))
            > _MOST_DATES
        ):
            raise Misread(Code.TOO_MANY_REPEATS, limit=_MOST_DATES)
        for rule in _several(event, "RRULE") + _several(event, "EXRULE"):
            self._refuse_unusual(rule, _day(_when(event, "DTSTART")))
        return event

    def _refuse_unusual(self, rule: Any, starts_on: date) -> None:
        doubt = doubt_of(rule, starts_on, self._last)
        if doubt is Doubt.WITHOUT_MEASURE:
            raise Misread(Code.TOO_MANY_REPEATS, limit=MOST_REPEATS)
        if doubt is Doubt.UNUSUAL:
            raise Misread(Code.UNUSUAL_REPEAT, rule=rule.to_ical().decode("utf-8", "replace"))

    def _parsed_occurrence(self, block: Block) -> Iterator[WorkRow | Problem]:
        yield from self._occurrences(block, [self._parsed(block)])

    def _joined(self, block: Block, calendar: Calendar) -> Iterator[WorkRow | Problem]:
        calendar.add_component(self._parsed(block))
        return iter(())

    def _laid_out(self, block: Block, calendar: Calendar) -> Iterator[WorkRow | Problem]:
        until = self._last + timedelta(days=1)
        events = recurring_ical_events.of(calendar, skip_bad_series=False).between(self._first, until)
        for number, event in enumerate(sorted(events, key=lambda one: str(_when(one, "DTSTART"))), start=1):
            if number > MOST_REPEATS:
                raise Misread(Code.TOO_MANY_REPEATS, limit=MOST_REPEATS)
            yield from self._occurrences(block, [event])

    def _occurrences(self, block: Block, events: list[Event]) -> Iterator[WorkRow | Problem]:
        for event in events:
            start, end = _when(event, "DTSTART"), _end(event)
            if not self._first <= self._local_day(start) <= self._last:
                self._outside += 1
                continue
            if code := self._why_not(event):
                yield self._problem(code, block.line, event=_summary(block))
                continue
            row, is_repeated = self._row(event, start, end)
            yield self._problem(Code.SEEN_ALREADY, block.line, value=row.text) if is_repeated else row

    def _why_not(self, event: Event) -> Code | None:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return Code.CANCELLED_EVENT
        for attendee in _several(event, "ATTENDEE"):
            answer = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
            if answer == "DECLINED" and _address(attendee) == self._owner:
                return Code.DECLINED_EVENT
        busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in ("FREE", "OOF"):
            return Code.FREE_EVENT
        return None

    def _row(self, event: Event, start: date, end: date | None) -> tuple[WorkRow, bool]:
        text = cleaned(str(event.get("SUMMARY", "")))[:4000] or cleaned(str(event.get("LOCATION", "")))[:4000]
        identity = str(event.get("UID", "")) or text
        started_at, ended_at = self._moment(start), self._moment(end)
        if started_at and ended_at and ended_at < started_at:
            raise Misread(Code.ENDS_BEFORE_START, started=str(start), ended=str(end))
        recurrence = _when(event, "RECURRENCE-ID")
        original = str(self._moment(recurrence) or recurrence or "")
        mark, is_taken = self._marks.of_identity("event", identity, original)
        exact, is_repeated = self._marks.of_identity("meeting", identity, str(started_at or start), text)
        row = WorkRow(
            kind=Kind.EVENT,
            text=text,
            locator=f"event {cleaned(identity)[:200]}",
            # Some programs give one UID to different meetings.
            fingerprint=exact if is_taken else mark,
            person=self._assumptions.person,
            started_at=started_at,
            ended_at=ended_at,
            on=self._local_day(start),
            minutes=_minutes(started_at, ended_at),
            attendees=_attendees(event),
            labels=_labels(event),
        )
        return row, is_repeated

    def _moment(self, when: date | None) -> datetime | None:
        if not isinstance(when, datetime):
            return None
        return (when if when.tzinfo else when.replace(tzinfo=self._home)).astimezone(UTC)

    def _local_day(self, when: date) -> date:
        moment = self._moment(when)
        return moment.astimezone(self._assumptions.zone).date() if moment else when

    def _problem(self, code: Code, line: int | None, **params: str | int) -> Problem:
        return Problem(code, self._understanding.name, line, "", params, "line")


def _several(event: Event, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _when(event: Event, name: str) -> Any:
    """A date, a datetime or a timedelta; None when it is missing or stands there twice."""
    return getattr(event.get(name), "dt", None)


def _end(event: Event) -> Any:
    if "DURATION" in event and "DTEND" not in event:
        return _when(event, "DTSTART") + _when(event, "DURATION")
    return _when(event, "DTEND")


def _minutes(started_at: datetime | None, ended_at: datetime | None) -> int | None:
    """None for what fills whole days: nobody knows how much of them was work."""
    if not started_at or not ended_at:
        return None
    seconds = round((ended_at - started_at).total_seconds())
    return whole_minutes(seconds) if seconds < DAY_SECONDS else None


def _attendees(event: Event) -> tuple[str, ...]:
    people = (_address(one) for name in ("ORGANIZER", "ATTENDEE") for one in _several(event, name))
    return tuple(dict.fromkeys(person for person in people if person))[:_MOST_ATTENDEES]


def _address(person: object) -> str:
    address = cleaned(str(person)).casefold().removeprefix("mailto:")
    name = cleaned(str(getattr(person, "params", {}).get("CN", "")))
    return (address if "@" in address else name)[:200]


def _labels(event: Event) -> tuple[str, ...]:
    labels = (cleaned(str(label)) for one in _several(event, "CATEGORIES") for label in getattr(one, "cats", [one]))
    return tuple(dict.fromkeys(label[:200] for label in labels if label))[:50]


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _value(line: str) -> str:
    return line.partition(":")[2].strip()


def _summary(block: Block) -> str:
    found = next((line for line in block.properties if property_name(line) == "SUMMARY"), "")
    return cleaned(_value(found).replace("\\,", ",").replace("\\n", " ")) or "–"


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0][:100] or type(error).__name__
