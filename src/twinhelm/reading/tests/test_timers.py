"""Detailed reports of Toggl Track, Harvest and Clockify."""

from datetime import UTC, date, datetime

from twinhelm.reading.rows import Kind
from twinhelm.reading.testing import FILES, file_rows, rows, understood
from twinhelm.reading.understanding import Format


def test_reads_a_toggl_detailed_report():
    first = file_rows("toggl.csv")[0]
    assert first.kind is Kind.TIME_ENTRY
    assert first.text == "Call with Alder Bakery, launch date"
    assert first.person == "ana@northlight.example"
    assert (first.client, first.project, first.task) == ("Alder Bakery", "Spring shop", "")
    assert first.started_at == datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert first.ended_at == datetime(2026, 11, 2, 8, 45, tzinfo=UTC)
    assert (first.on, first.minutes) == (date(2026, 11, 2), 45)
    assert first.labels == ("call", "launch")
    assert first.billable is True
    assert first.locator == "row 2"


def test_recognises_toggl_by_its_header():
    assert understood((FILES / "toggl.csv").read_bytes(), "anything.csv").format is Format.TOGGL


def test_keeps_two_equal_entries_apart():
    marks = [row.fingerprint for row in file_rows("toggl.csv")]
    assert len(set(marks)) == len(marks)


def test_gives_the_same_marks_again():
    assert [row.fingerprint for row in file_rows("toggl.csv")] == [row.fingerprint for row in file_rows("toggl.csv")]


def test_marks_do_not_depend_on_the_time_zone_assumed():
    from zoneinfo import ZoneInfo

    elsewhere = file_rows("toggl.csv", zone=ZoneInfo("America/Lima"))
    assert [row.fingerprint for row in elsewhere] == [row.fingerprint for row in file_rows("toggl.csv")]


def test_an_entry_without_words_says_the_project():
    assert file_rows("toggl.csv")[-1].text == "Inside Northlight"


def test_an_entry_past_midnight_ends_the_next_day():
    crossing = file_rows("toggl.csv")[3]
    assert crossing.on == date(2026, 11, 2)
    assert crossing.ended_at == datetime(2026, 11, 2, 23, 15, tzinfo=UTC)


def test_an_end_without_a_date_may_be_after_midnight():
    crossing = rows("Date,Start,End,Description\n2026-11-02,23:30,00:15,Deploy\n")[0]
    assert crossing.minutes == 45
