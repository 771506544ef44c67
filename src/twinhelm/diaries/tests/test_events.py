"""Calendars as other programs write them, and what we write for them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from twinhelm.diaries import read, write
from twinhelm.diaries.events import MOST_BYTES, Answer, Event, Guest, Method, Window
from twinhelm.diaries.read import Unreadable

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WINDOW = Window(date(2026, 1, 1), date(2027, 12, 31), AMSTERDAM)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA = Guest("ana@northlight.example", "Ana Reyes", Answer.YES)
MAYA = Guest("maya@alder.example", "Maya Alder")


def a_calendar(*events: str, before: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", *before.split("\n"), *events, "END:VCALENDAR"]
    return "\r\n".join(line for line in "\n".join(lines).split("\n") if line).encode() + b"\r\n"


def an_event(*lines: str, uid: str = "one@alder.example", start: str = "DTSTART:20261124T090000Z") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T080000Z", start, *lines, "END:VEVENT"])


def found_in(*events: str, before: str = "", window: Window = WINDOW) -> read.Found:
    return read.read(a_calendar(*events, before=before), window)


def a_meeting(**facts) -> Event:
    usual = {
        "uid": "kick-off@northlight.example",
        "title": "Kick-off: new shop",
        "starts": datetime(2026, 11, 24, 10, tzinfo=AMSTERDAM),
        "ends": datetime(2026, 11, 24, 11, tzinfo=AMSTERDAM),
        "organiser": ANA,
        "guests": (ANA, MAYA),
        "location": "Quay 4",
        "description": "Agenda:\n1. Who is who",
    }
    return Event(**{**usual, **facts})


def test_reads_who_is_asked_and_what_they_said():
    (event,) = found_in(
        an_event(
            "SUMMARY:Ovens\\, and bread",
            "DTEND:20261124T100000Z",
            "ORGANIZER;CN=Maya Alder:mailto:Maya@Alder.example",
            "ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:MAILTO:ana@northlight.example",
            "ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:jo@alder.example",
            "ATTENDEE;CUTYPE=ROOM;CN=Quay 4:mailto:quay4@alder.example",
            "ATTENDEE:MAILTO:invalid:nomail",
        )
    ).events
    assert event.title == "Ovens, and bread"
    assert event.organiser.address == "maya@alder.example"
    assert [guest.answer for guest in event.guests] == [Answer.YES, Answer.NO, Answer.WAITING]
    assert [one.address for one in event.people] == [
        "maya@alder.example",
        "ana@northlight.example",
        "jo@alder.example",
    ]


def test_knows_the_names_that_windows_gives_to_zones():
    (event,) = found_in(an_event(start="DTSTART;TZID=W. Europe Standard Time:20260701T090000")).events
    assert event.starts.astimezone(UTC) == datetime(2026, 7, 1, 7, tzinfo=UTC)


def test_a_zone_of_the_file_is_known_by_its_definition():
    zone = "\n".join(
        (
            "BEGIN:VTIMEZONE",
            "TZID:Customized Time Zone",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0530",
            "TZOFFSETTO:+0530",
            "END:STANDARD",
            "END:VTIMEZONE",
        )
    )
    (event,) = found_in(an_event(start='DTSTART;TZID="Customized Time Zone":20260701T090000'), before=zone).events
    assert event.starts.astimezone(UTC) == datetime(2026, 7, 1, 3, 30, tzinfo=UTC)


def test_a_time_without_zone_is_meant_at_home():
    (event,) = found_in(an_event(start="DTSTART:20260701T090000")).events
    assert event.starts.astimezone(UTC).hour == 7


def test_an_unknown_zone_is_said_and_the_event_is_still_there():
    found = found_in(an_event(start="DTSTART;TZID=Atlantis/Harbour:20260701T090000"))
    assert len(found.events) == 1
    assert [one.why for one in found.troubles] == [read.UNKNOWN_ZONE]


def test_whole_days_include_their_last():
    (event,) = found_in(an_event("DTEND;VALUE=DATE:20261126", start="DTSTART;VALUE=DATE:20261124")).events
    assert (event.starts, event.ends, event.is_all_day) == (date(2026, 11, 24), date(2026, 11, 25), True)


def test_a_weekly_meeting_keeps_its_hour_through_the_clock_change():
    weekly = an_event("RRULE:FREQ=WEEKLY;COUNT=4", start="DTSTART;TZID=Europe/Amsterdam:20261012T100000")
    events = found_in(weekly).events
    assert [one.starts.astimezone(AMSTERDAM).hour for one in events] == [10, 10, 10, 10]
    assert [one.starts.astimezone(UTC).hour for one in events] == [8, 8, 9, 9]
    assert len({one.original for one in events}) == 4


def test_an_occurrence_that_was_moved_keeps_its_place_in_the_series():
    weekly = an_event("RRULE:FREQ=WEEKLY;COUNT=3", start="DTSTART:20261102T090000Z")
    moved = an_event("RECURRENCE-ID:20261109T090000Z", start="DTSTART:20261110T140000Z")
    events = sorted(found_in(weekly, moved).events, key=lambda one: one.original)
    assert [one.original for one in events] == ["20261102T090000Z", "20261109T090000Z", "20261116T090000Z"]
    assert events[1].starts == datetime(2026, 11, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2"])
def test_an_event_that_repeats_without_measure_is_set_aside_and_the_next_is_read(rule):
    found = found_in(an_event(f"RRULE:{rule}"), an_event(uid="two@alder.example"))
    assert [one.uid for one in found.events] == ["two@alder.example"]
    assert len(found.troubles) == 1


def test_a_poisoned_event_is_set_aside_and_the_next_is_read():
    found = found_in(an_event(start="DTSTART:99999999T999999Z"), an_event(uid="two@alder.example"))
    assert [one.uid for one in found.events] == ["two@alder.example"]
    assert len(found.troubles) == 1


def test_more_events_than_are_read_are_said():
    many = [an_event(uid=f"{number}@alder.example") for number in range(20_050)]
    found = found_in(*many)
    assert len(found.events) <= read.MOST_EVENTS
    assert read.TOO_MANY in {one.why for one in found.troubles}


def test_a_page_of_a_web_site_is_no_calendar():
    with pytest.raises(Unreadable):
        read.read(b"<!doctype html><title>Sign in</title>", WINDOW)


def test_a_calendar_past_the_bound_is_not_read():
    with pytest.raises(Unreadable):
        read.read(a_calendar(an_event()) + b" " * MOST_BYTES, WINDOW)


def test_a_calendar_that_was_cut_off_says_so():
    found = read.read(a_calendar(an_event())[:-60], WINDOW)
    assert read.CUT_SHORT in {one.why for one in found.troubles}


def test_a_title_is_one_line_that_nobody_turns_round():
    (event,) = found_in(an_event("SUMMARY:Invoice\\n\u202egnp.exe <h1>{{ x }}\x1b[31m")).events
    assert event.title == "Invoice gnp.exe <h1>{{ x }}[31m"


def test_what_we_write_is_read_by_others_as_we_meant_it():
    (component,) = icalendar.Calendar.from_ical(write.request(a_meeting(), at=AT)).walk("VEVENT")
    assert component["DTSTART"].dt == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert [str(one) for one in component["ATTENDEE"]] == ["mailto:ana@northlight.example", "mailto:maya@alder.example"]
    assert [one.params.get("RSVP") for one in component["ATTENDEE"]] == [None, "TRUE"]
    (event,) = read.read(write.request(a_meeting(), at=AT), WINDOW).events
    assert event.guest("maya@alder.example").answer is Answer.WAITING
    assert event.description == "Agenda:\n1. Who is who"


def test_an_invitation_says_what_it_is_on_its_first_lines():
    lines = write.request(a_meeting(), at=AT).decode().split("\r\n")
    assert {"METHOD:REQUEST", "VERSION:2.0", f"PRODID:{write.PRODUCT}"} <= set(lines)
    assert "METHOD" not in write.stored(a_meeting(), at=AT).decode()


def test_a_cancellation_says_so_twice():
    text = write.cancel(a_meeting(sequence=3), at=AT).decode()
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:3" in text


@pytest.mark.parametrize("field", ["title", "location", "description"])
def test_no_word_becomes_a_line_of_the_calendar(field):
    text = write.request(a_meeting(**{field: "Talk\r\nATTENDEE:mailto:evil@example.com\r\nX-A:b"}), at=AT).decode()
    assert not [line for line in text.split("\r\n") if line.startswith(("ATTENDEE:", "X-A"))]


def test_no_name_becomes_a_line_of_the_calendar():
    guest = Guest("maya@alder.example", 'Maya"\r\nATTENDEE:mailto:evil@example.com')
    text = write.request(a_meeting(guests=(guest,)), at=AT).decode().replace("\r\n ", "")
    assert len([line for line in text.split("\r\n") if line.startswith("ATTENDEE")]) == 1


def test_refuses_what_is_no_address():
    with pytest.raises(ValueError, match="no address"):
        write.request(a_meeting(guests=(Guest("maya@alder.example\r\nX:1"),)), at=AT)


def test_a_reply_names_the_guest_alone_and_is_read_as_their_answer():
    said = Guest("maya@alder.example", "Maya Alder", Answer.YES, said="Bring cake")
    found = read.read(write.reply(a_meeting(), said, at=AT), WINDOW)
    assert found.method is Method.REPLY
    assert found.events[0].guests == (said,)


def test_an_answer_changes_one_guest_and_nothing_else():
    theirs = a_calendar(
        an_event(
            "SUMMARY:Ovens",
            "X-APPLE-TRAVEL:30",
            "ATTENDEE;RSVP=TRUE;CN=Ana:mailto:ana@northlight.example",
            "ATTENDEE;CN=Jo:mailto:jo@alder.example",
            "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:Go\nEND:VALARM",
        )
    )
    (event,) = read.read(theirs, WINDOW).events
    after = write.answered(theirs, event, ANA, at=AT)
    (again,) = read.read(after, WINDOW).events
    assert again.guest(ANA.address).answer is Answer.YES
    assert again.guest("jo@alder.example").answer is Answer.WAITING
    assert b"X-APPLE-TRAVEL:30" in after
    assert b"BEGIN:VALARM" in after


def test_a_change_of_ours_leaves_what_others_added():
    theirs = write.stored(a_meeting(), at=AT).replace(b"END:VEVENT", b"X-COLOUR:rye\r\nEND:VEVENT")
    jo = Guest("jo@alder.example", "Jo")
    moved = a_meeting(
        starts=datetime(2026, 11, 25, 9, tzinfo=UTC),
        ends=datetime(2026, 11, 25, 10, tzinfo=UTC),
        sequence=1,
        guests=(ANA, jo),
        location="",
    )
    after = write.changed(theirs, moved, at=AT)
    (event,) = read.read(after, WINDOW).events
    assert event.starts == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert [one.address for one in event.guests] == [ANA.address, jo.address]
    assert (event.location, event.sequence) == ("", 1)
    assert b"X-COLOUR:rye" in after


def test_one_occurrence_is_never_changed_by_changing_its_series():
    weekly = a_calendar(an_event("RRULE:FREQ=WEEKLY;COUNT=3"))
    event = read.read(weekly, WINDOW).events[1]
    with pytest.raises(write.NotThere):
        write.changed(weekly, event, at=AT)
