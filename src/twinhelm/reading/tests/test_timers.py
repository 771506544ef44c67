"""Detailed reports of Toggl Track, Harvest and Clockify."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from twinhelm.reading.problems import Code
from twinhelm.reading.rows import Kind
from twinhelm.reading.testing import FILES, file_rows, problems, rows, understood
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


def test_reads_a_harvest_detailed_report():
    first, second = file_rows("harvest.csv")
    assert first.text == "Call with Alder Bakery about the launch"
    assert (first.task, first.person, first.minutes) == ("Project Management", "Ana Reyes", 45)
    assert (first.on, first.started_at) == (date(2026, 11, 2), None)
    assert (second.text, second.task, second.billable) == ("QA", "", True)


def test_reads_a_clockify_detailed_report_with_american_dates():
    first, _ = file_rows("clockify.csv")
    assert understood((FILES / "clockify.csv").read_bytes()).format is Format.CLOCKIFY
    assert first.started_at == datetime(2026, 11, 3, 12, 15, tzinfo=UTC)
    assert (first.minutes, first.person, first.labels) == (105, "dee@northlight.example", ("content", "rooms"))


def test_passes_over_a_line_of_totals():
    content = (
        "Date,Client,Project,Task,Notes,Hours,First Name,Last Name\n2026-11-02,A,B,C,d,1,Ana,Reyes\nTotal,,,,,1,,\n"
    )
    assert [problem.code for problem in problems(content)] == [Code.TOTAL_ROW]


def test_a_duration_across_the_end_of_summer_time_counts_real_minutes():
    content = "Date,Start,End,Description\n2026-10-25,01:30,03:30,Night deploy\n"
    assert rows(content)[0].minutes == 180


def test_an_hour_that_summer_time_skips_is_no_reason_to_leave_work_out():
    row = rows("Date,Start,End,Description\n2026-03-29,02:46,03:09,Night deploy\n")[0]
    assert row.minutes == 23


def test_an_end_in_the_hour_that_comes_twice_is_its_second_coming():
    row = rows("Date,Start,End,Description\n2026-10-25,02:50,02:10,Night deploy\n")[0]
    assert row.minutes == 20


def test_a_timer_still_running_is_named():
    content = (
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        "Ana,ana@northlight.example,,,,Call,No,2026-11-02,09:00:00,,,,\n"
    )
    (problem,) = problems(content, "toggl.csv")
    assert (problem.code, problem.row) == (Code.STILL_RUNNING, 2)
