"""Lists as people write them."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.reading.problems import Code
from twinhelm.reading.rows import Kind
from twinhelm.reading.testing import found, problems, rows, understood
from twinhelm.reading.understanding import Format

MONDAY = date(2026, 11, 23)


def _line(text):
    (row,) = rows(text, "list")
    return row


@pytest.mark.parametrize(
    ("line", "text", "minutes"),
    [
        ("2h Acme - call", "Acme - call", 120),
        ("Acme call 1:30", "Acme call", 90),
        ("1:30 Acme call", "Acme call", 90),
        ("- chased feedback (30 min)", "chased feedback", 30),
        ("* [x] Loaded 12 pages, 45m", "Loaded 12 pages", 45),
        ("1. 1,5 h Review of the shop", "Review of the shop", 90),
        ("2) 1h30 QA checkout", "QA checkout", 90),
        ("☑ 1h 30m kick-off", "kick-off", 90),
        ("2 hrs with Fjord Hotels", "with Fjord Hotels", 120),
        ("Plan the sprint", "Plan the sprint", None),
        ("Wrote 3 pages of copy", "Wrote 3 pages of copy", None),
        ("reviewed 2-3 designs", "reviewed 2-3 designs", None),
        ("Moved 404 page to HTML5", "Moved 404 page to HTML5", None),
        ("2 Stunden Abstimmung", "Abstimmung", 120),
        ("half of the 20 min video cut, 2h", "half of the 20 min video cut", 120),
    ],
)
def test_finds_the_effort_where_there_is_one(line, text, minutes):
    row = _line(line)
    assert (row.kind, row.text, row.minutes) == (Kind.LINE, text, minutes)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("Mon 2h call", MONDAY),
        ("Friday: 2h call", date(2026, 11, 20)),
        ("2026-11-03 2h call", date(2026, 11, 3)),
        ("3 Nov - 2h call", date(2026, 11, 3)),
        ("Nov 3: 2h call", date(2026, 11, 3)),
        ("03.11. 2h call", date(2026, 11, 3)),
        ("3/11/2026 2h call", date(2026, 11, 3)),
        ("Di 3.11. 2h call", date(2026, 11, 3)),
        ("24 Dec 2h call", date(2025, 12, 24)),
        ("May meeting 2h", None),
    ],
)
def test_finds_the_day_where_there_is_one(line, on):
    assert _line(line).on == on


def test_a_span_of_time_gives_start_and_minutes():
    row = _line("Mon 10:00-11:30 QA checkout")
    assert (row.text, row.minutes) == ("QA checkout", 90)
    assert row.started_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert row.ended_at == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "minutes"),
    [("10am – 11.30am stand-up", 90), ("1-2pm call", 60), ("call 9:00 to 10:00", 60), ("23:30-00:15 deploy", 45)],
)
def test_a_span_may_be_written_in_many_ways(line, minutes):
    assert _line(line).minutes == minutes


def test_a_morning_clock_is_a_start_and_not_nine_hours():
    row = _line("Mon 09:00 standup with Bob")
    assert (row.minutes, row.started_at) == (None, datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def test_a_line_that_is_only_a_day_counts_for_those_below():
    assert [row.on.day for row in rows("Monday\n2h call\n1h review\n\nFri 20 Nov:\n- test\n", "list")] == [23, 23, 20]


def test_lines_with_commas_are_no_table():
    content = "Call with Acme, Bob\nReview, shop\nTest, checkout\n"
    assert understood(content, "list").format is Format.PASTED
    assert len(rows(content, "list")) == 3


def test_what_was_copied_out_of_a_spreadsheet_is_a_table():
    content = "2026-11-02\tCall with Alder Bakery\t1:30\n2026-11-03\tReview of the shop\t0:45\n"
    assert understood(content, "list").format is Format.TABLE
    assert [(row.text, row.minutes) for row in rows(content, "list")] == [
        ("Call with Alder Bakery", 90),
        ("Review of the shop", 45),
    ]


def test_a_table_with_known_names_may_be_pasted():
    assert rows("Date,Hours,Description\n2026-11-02,2,Call\n", "list")[0].minutes == 120


def test_equal_lines_are_both_kept_and_known_again():
    marks = [row.fingerprint for row in rows("2h call\n2h call\n", "list")]
    assert len(set(marks)) == 2
    assert marks == [row.fingerprint for row in rows("- 2h call\n- 2h  Call\n", "list")]


def test_a_line_with_effort_and_no_words_is_named():
    (problem,) = problems("call\n2h\nreview\n", "list")
    assert (problem.code, problem.row) == (Code.NO_WORDS, 2)
    assert str(problem).startswith("list, line 2: ")


def test_a_line_of_ten_megabytes_is_passed_over():
    everything = found(f"call\n{'x' * 10_000_000}\nreview\n", "list")
    assert [getattr(one, "text", None) or one.code for one in everything] == ["call", Code.LINE_TOO_LONG, "review"]


def test_more_than_a_day_in_one_line_is_named():
    assert [one.code for one in problems("call 26h\n", "list")] == [Code.LONGER_THAN_A_DAY]


def test_formulas_stay_text():
    assert _line("=SUM(A1:A3) checked").text == "=SUM(A1:A3) checked"
