"""Events of calendars: zones, series, what is not work, and what is broken."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from twinhelm.reading import calendars
from twinhelm.reading.problems import Code, Effect, Problem
from twinhelm.reading.rows import Kind, WorkRow
from twinhelm.reading.testing import FILES, found, problems, rows, understood
from twinhelm.reading.understanding import Format

ANA = "ana@northlight.example"


def a_calendar(*events, before=""):
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{before}{''.join(events)}END:VCALENDAR\r\n"


def an_event(*lines, start="DTSTART:20261102T090000Z", uid="one"):
    body = "\r\n".join([f"UID:{uid}", "SUMMARY:Call with Alder Bakery", start, *lines])
    return f"BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\n"


@pytest.fixture
def everything():
    return found((FILES / "calendar.ics").read_bytes(), "calendar.ics", person=ANA)


def _named(everything, text):
    return [row for row in everything if isinstance(row, WorkRow) and row.text == text]


def test_recognises_a_calendar():
    assert understood((FILES / "calendar.ics").read_bytes(), "anything").format is Format.CALENDAR


def test_an_event_is_a_row_with_its_people(everything):
    (kickoff,) = _named(everything, "Kick-off with Hollis Health, new bookings form")
    assert kickoff.kind is Kind.EVENT
    assert (kickoff.started_at, kickoff.minutes) == (datetime(2026, 11, 2, 8, 0, tzinfo=UTC), 90)
    assert kickoff.attendees == (ANA, "ruth@hollis-health.example")
    assert kickoff.labels == ("Client", "Kick-off")
    assert kickoff.person == ANA
    assert kickoff.locator == "event kickoff@northlight.example"


def test_a_series_keeps_its_clock_time_across_the_end_of_summer_time(everything):
    weekly = _named(everything, "Weekly with Alder Bakery")
    assert [row.started_at.hour for row in weekly] == [8, 8, 8, 9, 9, 9]


def test_a_series_leaves_out_its_exceptions_and_moves_what_was_moved(everything):
    assert date(2026, 10, 26) not in {row.on for row in _named(everything, "Weekly with Alder Bakery")}
    (moved,) = _named(everything, "Weekly with Alder Bakery (moved)")
    assert (moved.started_at, moved.minutes) == (datetime(2026, 11, 9, 13, 0, tzinfo=UTC), 60)


def test_a_time_without_zone_is_in_the_zone_assumed(everything):
    assert _named(everything, "Lunch with the Hollis team")[0].started_at == datetime(2026, 11, 6, 11, 0, tzinfo=UTC)


def test_an_event_of_a_whole_day_has_a_day_and_no_minutes(everything):
    (workshop,) = _named(everything, "Workshop at Fjord Hotels")
    assert (workshop.on, workshop.started_at, workshop.minutes) == (date(2026, 11, 5), None, None)


def test_says_what_it_passed_over_and_why(everything):
    passed = {one.code: one for one in everything if isinstance(one, Problem)}
    assert set(passed) == {Code.CANCELLED_EVENT, Code.DECLINED_EVENT, Code.FREE_EVENT}
    assert {one.effect for one in passed.values()} == {Effect.SKIPPED}
    assert str(passed[Code.DECLINED_EVENT]) == "calendar.ics, line 57: The event “Not for me” was declined."


def test_what_a_colleague_declined_is_still_mine():
    everything = found((FILES / "calendar.ics").read_bytes(), "calendar.ics", person="pim@northlight.example")
    assert _named(everything, "Not for me")


def test_marks_stay_the_same_when_the_calendar_is_read_again(everything):
    again = found((FILES / "calendar.ics").read_bytes(), "calendar.ics", person=ANA)
    assert [one.fingerprint for one in again if isinstance(one, WorkRow)] == [
        one.fingerprint for one in everything if isinstance(one, WorkRow)
    ]


def test_two_files_may_mean_different_zones_by_one_name():
    def defined(offset):
        return (
            "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )

    event = an_event(start="DTSTART;TZID=Customized Time Zone:20261102T090000")
    hours = [rows(a_calendar(event, before=defined(offset)))[0].started_at.hour for offset in ("+0200", "-0500")]
    assert hours == [7, 14]


@pytest.mark.filterwarnings("ignore:Timezone")
@pytest.mark.parametrize(
    "zone",
    ["W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Oslo", '"Europe/Oslo"'],
)
def test_knows_zones_by_the_names_of_other_programs(zone):
    event = an_event(start=f"DTSTART;TZID={zone}:20261102T090000")
    assert rows(a_calendar(event))[0].started_at.hour == 8


def test_an_unknown_zone_is_said_and_the_assumed_one_taken():
    row, noted = found(a_calendar(an_event(start="DTSTART;TZID=Mars/Base:20261102T090000")))
    assert (noted.code, noted.effect) == (Code.UNKNOWN_ZONE, Effect.NOTED)
    assert row.started_at.hour == 8


@pytest.mark.parametrize("zone", ["../../etc/passwd", "a" * 150, "\0", "CON"])
def test_a_zone_never_reaches_the_file_system(zone):
    assert any(
        isinstance(one, WorkRow) for one in found(a_calendar(an_event(start=f"DTSTART;TZID={zone}:20261102T090000")))
    )


def test_a_zone_that_changes_every_second_is_not_laid_out():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Mad\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    _, noted = found(a_calendar(an_event(start="DTSTART;TZID=Mad:20261102T090000"), before=zone))
    assert noted.code is Code.UNKNOWN_ZONE


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", Code.TOO_MANY_REPEATS),
        ("FREQ=SECONDLY;COUNT=1000000", Code.TOO_MANY_REPEATS),
        ("FREQ=MINUTELY;INTERVAL=1", Code.TOO_MANY_REPEATS),
        ("FREQ=DAILY;INTERVAL=0", Code.UNUSUAL_REPEAT),
        ("FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3", Code.UNUSUAL_REPEAT),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Code.UNUSUAL_REPEAT),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", Code.UNUSUAL_REPEAT),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", Code.UNUSUAL_REPEAT),
        ("FREQ=FORTNIGHTLY", Code.BROKEN_EVENT),
        ("FREQ=WEEKLY;UNTIL=tomorrow", Code.BROKEN_EVENT),
    ],
)
def test_a_series_without_measure_is_named_and_the_other_events_are_read(rule, code):
    everything = found(a_calendar(an_event(f"RRULE:{rule}"), an_event(uid="two")))
    (problem,) = (one for one in everything if isinstance(one, Problem))
    assert (problem.code, problem.effect, problem.row) == (code, Effect.LEFT_OUT, 3)
    assert "Call with Alder Bakery" in str(problem)
    assert [row.locator for row in everything if isinstance(row, WorkRow)] == ["event two"]


def test_a_start_that_is_no_date_is_named_in_plain_words():
    everything = found(a_calendar(an_event(start="DTSTART:banana"), an_event(uid="two")))
    (problem,) = (one for one in everything if isinstance(one, Problem))
    assert "its start can’t be read" in str(problem)


def test_a_million_days_are_laid_out_inside_the_window_only():
    event = an_event("DURATION:PT15M", "RRULE:FREQ=DAILY;COUNT=1000000")
    found_rows = rows(a_calendar(event), window=(date(2026, 11, 1), date(2026, 11, 30)))
    assert len(found_rows) == 29


def test_more_series_than_can_be_kept_are_named(monkeypatch):
    monkeypatch.setattr(calendars, "MOST_KEPT", 1)
    content = a_calendar(an_event("RRULE:FREQ=DAILY;COUNT=2"), an_event("RRULE:FREQ=DAILY;COUNT=2", uid="two"))
    assert [one.code for one in found(content) if isinstance(one, Problem)] == [Code.TOO_MANY_REPEATS]


def test_events_outside_the_window_are_counted():
    everything = found(a_calendar(an_event(), an_event(start="DTSTART:20200101T090000Z", uid="old")))
    assert [one.params["count"] for one in everything if isinstance(one, Problem)] == [1]


def test_a_moved_meeting_is_known_again():
    before = rows(a_calendar(an_event()))[0]
    after = rows(a_calendar(an_event(start="DTSTART:20261103T090000Z")))[0]
    assert before.fingerprint == after.fingerprint


def test_different_meetings_under_one_uid_are_all_kept():
    events = [an_event(start=f"DTSTART:202611{day:02}T090000Z") for day in (2, 3, 4)]
    assert len({row.fingerprint for row in rows(a_calendar(*events))}) == 3


def test_the_same_event_twice_counts_once():
    everything = found(a_calendar(an_event(), an_event()))
    assert [type(one) for one in everything] == [WorkRow, Problem]
    assert everything[1].code is Code.SEEN_ALREADY


def test_a_calendar_without_events_is_refused():
    (problem,) = problems(a_calendar())
    assert (problem.code, problem.effect) == (Code.NO_EVENTS, Effect.FILE_REFUSED)


@pytest.mark.parametrize("size", [0.3, 0.6, 0.9, 0.98])
def test_half_a_calendar_is_refused(size):
    content = (FILES / "calendar.ics").read_bytes()
    last = found(content[: int(len(content) * size)], "calendar.ics")[-1]
    assert (last.code, last.effect) == (Code.CUT_CALENDAR, Effect.FILE_REFUSED)


@pytest.mark.parametrize(
    "line",
    ["DTEND:soon", "DTEND:20261102T080000Z", "DURATION:a while", "DTSTART:20261102T090000Z", "RDATE:x", "ATTENDEE"],
)
def test_a_broken_event_never_stops_the_next(line):
    everything = found(a_calendar(an_event(line), an_event(uid="two")))
    assert "event two" in [one.locator for one in everything if isinstance(one, WorkRow)]


def test_a_line_of_ten_megabytes_is_passed_over():
    event = an_event(f"DESCRIPTION:{'x' * 10_000_000}", "X-LONG:" + "y" * 100)
    assert len(rows(a_calendar(event))) == 1


def test_text_is_read_in_its_own_zone_when_the_calendar_names_one():
    row = rows(
        a_calendar(an_event(start="DTSTART:20261102T090000"), before="X-WR-TIMEZONE:America/New_York\r\n"),
        zone=ZoneInfo("Europe/Oslo"),
    )[0]
    assert row.started_at.hour == 14


def test_reads_the_file_without_an_owner():
    assert all(row.person == "" for row in _file_rows_without_problems())


def _file_rows_without_problems():
    return [one for one in found((FILES / "calendar.ics").read_bytes(), "calendar.ics") if isinstance(one, WorkRow)]
