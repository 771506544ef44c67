"""Events to bytes that calendars accept: what stands on a server, and what travels by mail (RFC 5545, RFC 5546)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import icalendar

from twinhelm.diaries.events import Answer, Event, Guest, Method, day_after, moment_key
from twinhelm.diaries.words import address_in, one_line, some_lines

PRODUCT = "-//Twinhelm//Diaries//EN"
_OURS = ("SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION", "DESCRIPTION", "URL", "SEQUENCE", "STATUS")


class NotThere(Exception):  # noqa: N818
    """The event or the guest isn't in this calendar."""


def stored(event: Event, *, at: datetime) -> bytes:
    """As it stands in a calendar: without a method, and its server is not to write to the guests, because we do."""
    component = _component(event, at)
    for attendee in _attendees(component):
        attendee.params["SCHEDULE-AGENT"] = "CLIENT"
    return _calendar(Method.NONE, [component])


def request(event: Event, *, at: datetime) -> bytes:
    """The invitation, or what changed about it under a higher sequence."""
    return _calendar(Method.REQUEST, [_component(event, at)])


def cancel(event: Event, *, at: datetime) -> bytes:
    component = _component(event, at)
    component["STATUS"] = icalendar.vText("CANCELLED")
    return _calendar(Method.CANCEL, [component])


def reply(event: Event, guest: Guest, *, at: datetime) -> bytes:
    """What one guest answers its organiser; names nobody else."""
    component = _component(event, at, guests=[guest])
    for name in ("DESCRIPTION", "LOCATION", "URL", "STATUS"):
        component.pop(name, None)
    if guest.said:
        component.add("comment", some_lines(guest.said, 1000))
    for attendee in _attendees(component):
        attendee.params.pop("RSVP", None)
    return _calendar(Method.REPLY, [component])


def changed(content: bytes, event: Event, *, at: datetime) -> bytes:
    """The same resource with our facts in it; alarms, colours and whatever else stands there stays.

    Raises NotThere.
    """
    calendar, component = _found(content, event.uid, event.original, is_alone=True)
    standing = {one.address: one for one in event.guests}
    for attendee in _attendees(component):
        # What others' programs wrote about a guest, as `SCHEDULE-STATUS`, stays too.
        if (guest := standing.get(address_in(attendee))) is not None:
            attendee.params["PARTSTAT"] = str(guest.answer)
            standing.pop(guest.address)
    kept = [one for one in _attendees(component) if event.guest(address_in(one))]
    fresh = _component(event, at)
    for name in (*_OURS, "DTSTAMP", "LAST-MODIFIED", "ATTENDEE"):
        component.pop(name, None)
    for name in (*_OURS, "DTSTAMP", "LAST-MODIFIED", "ORGANIZER"):
        if name in fresh and (name != "ORGANIZER" or "ORGANIZER" not in component):
            component[name] = fresh[name]
    added = [one for one in _attendees(fresh) if address_in(one) in standing]
    for attendee in added:
        attendee.params["SCHEDULE-AGENT"] = "CLIENT"
    if kept or added:
        component["ATTENDEE"] = [*kept, *added]
    return bytes(calendar.to_ical())


def answered(content: bytes, event: Event, guest: Guest, *, at: datetime) -> bytes:
    """The same resource with one guest's answer; nothing else changes.

    Raises NotThere.
    """
    calendar, component = _found(content, event.uid, event.original, is_alone=False)
    mine = [one for one in _attendees(component) if address_in(one) == guest.address]
    if not mine:
        raise NotThere
    for attendee in mine:
        attendee.params["PARTSTAT"] = str(guest.answer)
        attendee.params.pop("RSVP", None)
    component["LAST-MODIFIED"] = icalendar.vDDDTypes(at.astimezone(UTC))
    return bytes(calendar.to_ical())


def _found(content: bytes, uid: str, original: str, *, is_alone: bool) -> tuple[icalendar.Calendar, icalendar.Event]:
    """The event in its resource.

    is_alone: of a series only the occurrence that stands by itself will do; else the series as a whole answers for it.
    """
    try:
        calendar = icalendar.Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        raise NotThere from None
    events = [one for one in calendar.walk("VEVENT") if one_line(one.get("UID", ""), 250) == uid]
    by_original = {moment_key(getattr(one.get("RECURRENCE-ID"), "dt", None)): one for one in events}
    found = by_original.get(original) or (None if is_alone else by_original.get(""))
    if not isinstance(calendar, icalendar.Calendar) or not isinstance(found, icalendar.Event):
        raise NotThere
    return calendar, found


def _calendar(method: Method, events: Iterable[icalendar.Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", str(method))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _component(event: Event, at: datetime, guests: Iterable[Guest] | None = None) -> icalendar.Event:
    """Moments are written in UTC: they need no definition of a zone, and every calendar shows them in its reader's."""
    component = icalendar.Event()
    component.add("uid", one_line(event.uid, 250))
    component.add("dtstamp", at.astimezone(UTC))
    component.add("last-modified", at.astimezone(UTC))
    component.add("sequence", event.sequence)
    component.add("dtstart", _stamp(event.starts))
    component.add("dtend", _stamp(day_after(event.ends) if event.is_all_day else event.ends))
    component.add("summary", one_line(event.title))
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if event.is_free else "OPAQUE")
    for name, text in (
        ("location", one_line(event.location, 500)),
        ("description", some_lines(event.description)),
        ("url", one_line(event.url, 500)),
    ):
        if text:
            component.add(name, text)
    if event.original:
        component.add("recurrence-id", _of_key(event.original))
    if event.organiser:
        component["ORGANIZER"] = _person(event.organiser)
    for guest in event.guests if guests is None else guests:
        component.add("attendee", _attendee(guest), encode=False)
    return component


def _attendee(guest: Guest) -> icalendar.vCalAddress:
    attendee = _person(guest)
    attendee.params["CUTYPE"] = "INDIVIDUAL" if guest.is_person else "RESOURCE"
    attendee.params["ROLE"] = "OPT-PARTICIPANT" if guest.is_optional else "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = str(guest.answer)
    if guest.answer is Answer.WAITING:
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _person(guest: Guest) -> icalendar.vCalAddress:
    """Raises ValueError for what is no address: it would let a further line into the calendar."""
    address = address_in(guest.address)
    if not address:
        raise ValueError(f"no address: {guest.address!r}")
    person = icalendar.vCalAddress(f"mailto:{address}")
    if name := one_line(guest.name, 120).replace('"', "’"):
        person.params["CN"] = name
    return person


def _attendees(component: icalendar.Event) -> list[icalendar.vCalAddress]:
    found = component.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def _stamp(when: date) -> date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _of_key(key: str) -> date:
    if len(key) == 8:
        return datetime.strptime(key, "%Y%m%d").replace(tzinfo=UTC).date()
    return datetime.strptime(key, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
