"""Bytes of a calendar to events, each occurrence of a series by itself, whatever the bytes hold."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

from twinhelm.diaries.events import MOST_BYTES, Answer, Event, Found, Guest, Method, Trouble, Window, moment_key
from twinhelm.diaries.words import address_in, one_line, some_lines
from twinhelm.foundation.calendars.lines import Block, Part, cut_into_blocks, property_name
from twinhelm.foundation.calendars.repeats import MOST_REPEATS, Doubt, doubt_of
from twinhelm.foundation.calendars.zones import Zones

MOST_EVENTS = 20_000
MOST_OCCURRENCES = 20_000
"""Of one calendar, all series together."""
MOST_GUESTS = 200
_MOST_DATES = 5_000
_MOST_TROUBLES = 200
_KEPT = frozenset(
    {
        *("METHOD", "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS"),
        *("TRANSP", "CLASS", "SEQUENCE", "DTSTAMP", "RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"),
        *("ORGANIZER", "ATTENDEE", "COMMENT", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
_NEEDED = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"})
_REPEATING = ("RRULE", "RDATE", "EXRULE")


class Unreadable(Exception):  # noqa: N818
    """The bytes are no calendar; the message says why, in words for translation."""


def _(words: str) -> str:
    return words


NOT_A_CALENDAR = _("This is not a calendar file.")
TOO_LARGE = _("This calendar is larger than 10 MB, which is the most that is read.")
CUT_SHORT = _("The calendar ends in the middle: perhaps it was not fetched to its end.")
TOO_MANY = _("The calendar holds more events than are read.")
TOO_OFTEN = _("It repeats more often than calendars of people do.")
UNUSUAL = _("It repeats by a rule that calendars of people do not use.")
NO_START = _("It has no start that can be read.")
ENDS_BEFORE_START = _("It ends before it starts.")
BROKEN = _("It can’t be read.")
UNKNOWN_ZONE = _("Nobody knows its time zone, so your own was assumed.")


class _Misread(Exception):  # noqa: N818
    """Why one event is left out."""


def read(content: bytes, window: Window) -> Found:
    """Whatever is wrong inside one event stays with that event and is among the troubles.

    Raises Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise Unreadable(NOT_A_CALENDAR)
    return _Reader(window).read(io.StringIO(content.decode("utf-8-sig", "replace"), newline=None))


class _Reader:
    """Reads one calendar."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._home = window.home
        self._zones = Zones()
        self._found = Found()
        self._series: dict[str, list[Block]] = {}

    def read(self, text: io.StringIO) -> Found:
        for count, block in enumerate(cut_into_blocks(text, kept=_KEPT)):
            if count > MOST_EVENTS:
                self._trouble("", TOO_MANY)
                break
            self._take(block)
        for blocks in self._series.values():
            try:
                self._of_series(blocks)
            except _Misread as misread:
                self._trouble(_title(blocks[0]), str(misread), blocks[0].line)
            except Exception:
                # The calendar libraries raise errors of every kind for what people's files hold.
                self._trouble(_title(blocks[0]), BROKEN, blocks[0].line)
        return self._found

    def _take(self, block: Block) -> None:
        if block.part is Part.CUT:
            self._trouble("", CUT_SHORT, block.line)
        elif block.part is Part.ZONE:
            self._zones.define(block)
        elif block.part is Part.HOME_ZONE:
            self._home = self._zones.named(_value(block.properties[0])) or self._home
        elif block.part is Part.METHOD:
            word = _value(block.properties[0]).upper()
            self._found.method = Method(word) if word in set(Method) else Method.NONE
        else:
            uid = next((_value(line) for line in block.properties if property_name(line) == "UID"), "")
            self._series.setdefault(uid or f"line {block.line}", []).append(block)

    def _of_series(self, blocks: list[Block]) -> None:
        parsed = [self._parsed(block) for block in blocks]
        is_series = any(block.has(*_REPEATING) for block in blocks)
        for component in self._laid_out(parsed) if is_series else parsed:
            if len(self._found.events) >= MOST_OCCURRENCES:
                raise _Misread(TOO_MANY)
            self._add(component, is_series=is_series)

    def _parsed(self, block: Block) -> icalendar.Event:
        text = "\r\n".join(self._zones.applied(line) for line in block.properties) + "\r\n"
        event = icalendar.Event.from_ical(text)
        if self._zones.taken_out():
            self._trouble(_title(block), UNKNOWN_ZONE, block.line)
        if not isinstance(event, icalendar.Event) or _when(event, "DTSTART") is None:
            raise _Misread(NO_START)
        if any(name in _NEEDED for name, _message in event.errors):
            raise _Misread(BROKEN)
        dates = sum(len(getattr(one, "dts", ())) for name in ("RDATE", "EXDATE") for one in _several(event, name))
        doubts = {
            doubt_of(rule, _day(_when(event, "DTSTART")), self._window.last)
            for rule in _several(event, "RRULE") + _several(event, "EXRULE")
        }
        if dates > _MOST_DATES or Doubt.WITHOUT_MEASURE in doubts:
            raise _Misread(TOO_OFTEN)
        if Doubt.UNUSUAL in doubts:
            raise _Misread(UNUSUAL)
        return event

    def _laid_out(self, parsed: list[icalendar.Event]) -> Iterator[icalendar.Event]:
        calendar = icalendar.Calendar()
        for event in parsed:
            calendar.add_component(event)
        until = self._window.last + timedelta(days=1)
        laid_out = recurring_ical_events.of(calendar, skip_bad_series=False).between(self._window.first, until)
        if len(laid_out) > MOST_REPEATS:
            raise _Misread(TOO_OFTEN)
        yield from laid_out

    def _add(self, component: icalendar.Event, *, is_series: bool) -> None:
        starts, ends = self._span(component)
        if not self._window.first <= _day(_local(starts, self._window.home)) <= self._window.last:
            self._found.outside += 1
            return
        original = _when(component, "RECURRENCE-ID")
        if original is None and is_series:
            original = starts
        self._found.events.append(self._event(component, starts, ends, self._moment(original)))

    def _span(self, component: icalendar.Event) -> tuple[date, date]:
        start, end = _when(component, "DTSTART"), _when(component, "DTEND")
        if end is None and "DURATION" in component:
            end = start + _when(component, "DURATION")
        if not isinstance(start, datetime):
            last = _day(end) - timedelta(days=1) if end else start
            return start, max(start, last)
        starts = self._moment(start)
        ends = self._moment(end) if isinstance(end, datetime) else starts
        if starts is None or ends is None or ends < starts:
            raise _Misread(ENDS_BEFORE_START)
        return starts, ends

    def _moment(self, when: date | None) -> Any:
        if not isinstance(when, datetime):
            return when
        return when if when.tzinfo else when.replace(tzinfo=self._home)

    def _event(self, component: icalendar.Event, starts: date, ends: date, original: date | None) -> Event:
        guests = tuple(filter(None, map(_guest, _several(component, "ATTENDEE")[:MOST_GUESTS])))
        comment = some_lines(component.get("COMMENT", ""), 1000) if self._found.method is Method.REPLY else ""
        if comment and len(guests) == 1:
            guests = (Guest(**{**_plain(guests[0]), "said": comment}),)
        stamp = _when(component, "DTSTAMP")
        return Event(
            uid=one_line(component.get("UID", ""), 250),
            title=one_line(component.get("SUMMARY", "")),
            starts=starts,
            ends=ends,
            original=moment_key(original),
            organiser=_guest(component["ORGANIZER"]) if "ORGANIZER" in component else None,
            guests=guests,
            location=one_line(component.get("LOCATION", ""), 500),
            description=some_lines(component.get("DESCRIPTION", "")),
            url=one_line(component.get("URL", ""), 500),
            sequence=_number(component.get("SEQUENCE", 0)),
            stamped_at=self._moment(stamp) if isinstance(stamp, datetime) else None,
            is_cancelled=str(component.get("STATUS", "")).upper() == "CANCELLED",
            is_free=_is_free(component),
            is_private=str(component.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"),
            zone=str(getattr(getattr(starts, "tzinfo", None), "key", "")),
        )

    def _trouble(self, title: str, why: str, line: int = 0) -> None:
        if len(self._found.troubles) < _MOST_TROUBLES:
            self._found.troubles.append(Trouble(title, why, line))


def _guest(person: Any) -> Guest | None:
    address = address_in(person)
    params = getattr(person, "params", {})
    # Exchange writes guests without an address as `MAILTO:invalid:nomail`; they can't be known or written to.
    if not address:
        return None
    return Guest(
        address=address,
        name=one_line(params.get("CN", ""), 120),
        answer=Answer.of(params.get("PARTSTAT", "")),
        is_optional=str(params.get("ROLE", "")).upper() in ("OPT-PARTICIPANT", "NON-PARTICIPANT"),
        is_person=str(params.get("CUTYPE", "INDIVIDUAL")).upper() in ("INDIVIDUAL", "UNKNOWN"),
    )


def _plain(guest: Guest) -> dict[str, Any]:
    return {name: getattr(guest, name) for name in Guest.__slots__}


def _is_free(component: icalendar.Event) -> bool:
    busy = str(component.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return str(component.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in ("FREE", "OOF")


def _several(component: icalendar.Event, name: str) -> list[Any]:
    found = component.get(name, [])
    return found if isinstance(found, list) else [found]


def _when(component: icalendar.Event, name: str) -> Any:
    """A date, a datetime or a timedelta; None when it is missing or stands there twice."""
    return getattr(component.get(name), "dt", None)


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _local(when: date, zone: tzinfo) -> date:
    return when.astimezone(zone) if isinstance(when, datetime) else when


def _number(value: Any) -> int:
    try:
        return max(0, min(int(value), 2**31 - 1))
    except (TypeError, ValueError):
        return 0


def _value(line: str) -> str:
    return line.partition(":")[2].strip()


def _title(block: Block) -> str:
    found = next((line for line in block.properties if property_name(line) == "SUMMARY"), "")
    return one_line(_value(found).replace("\\,", ",").replace("\\n", " "))
