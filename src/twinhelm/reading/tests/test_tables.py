"""Any other table: encodings, separators, headers, dates, durations, and a mapping that is remembered."""

import json
from datetime import date

import pytest

from twinhelm.reading.problems import Code
from twinhelm.reading.rows import Kind
from twinhelm.reading.testing import FILES, file_rows, rows, understood
from twinhelm.reading.understanding import DateOrder, Field, Understanding

TABLE = "Date,Hours,Description\n2026-11-02,1.5,Call with Alder Bakery\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_reads_every_unicode_encoding_without_a_question(encoding):
    content = "Date,Hours,Description\n2026-11-02,1.5,Café – Menü\n" * 1 + "2026-11-03,1,Zürich\n" * 20
    assert rows(content.encode(encoding))[0].text == "Café – Menü"
    assert not understood(content.encode(encoding)).questions


def test_says_aloud_that_it_guessed_an_encoding_and_asks():
    understanding = understood((FILES / "german-cp1252.csv").read_bytes(), "german-cp1252.csv")
    assert understanding.encoding == "cp1252"
    assert [note.code for note in understanding.notes] == [Code.ENCODING_GUESSED]
    assert "Tätigkeit" in str(understanding.notes[0])
    assert [question.key for question in understanding.questions] == ["encoding"]


def test_an_answer_about_the_encoding_is_obeyed():
    content = "Date,Hours,Description\n2026-11-02,1,Łódź\n".encode("cp1250")
    assert rows(content, answers={"encoding": "cp1250"})[0].text == "Łódź"


def test_reads_a_german_table():
    first = file_rows("german-cp1252.csv")[0]
    assert (first.text, first.client, first.person) == ("Rücksprache zum Menü", "Bäckerei Alder", "Jörg")
    assert (first.on, first.minutes) == (date(2026, 11, 2), 90)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_finds_the_separator(sign):
    assert rows(TABLE.replace(",", sign))[0].minutes == 90


def test_believes_the_line_that_excel_writes_about_the_separator():
    assert rows("sep=;\n" + TABLE.replace(",", ";"))[0].text == "Call with Alder Bakery"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_they_like(newline):
    assert len(rows((TABLE + "2026-11-03,1,Review\n").replace("\n", newline))) == 2


def test_a_row_number_is_what_a_spreadsheet_shows():
    content = 'Date,Hours,Description\n2026-11-02,1,"two\nlines"\n\n2026-11-03,1,Review\n'
    assert [row.locator for row in rows(content)] == ["row 2", "row 4"]


def test_days_and_months_are_told_apart_by_the_values():
    assert understood("Date,Description\n03/04/2026,a\n25/04/2026,b\n").date_order is DateOrder.DAY_FIRST
    assert understood("Date,Description\n03/04/2026,a\n04/25/2026,b\n").date_order is DateOrder.MONTH_FIRST


def test_a_value_late_in_the_file_can_decide_the_order_of_dates():
    content = "Date,Description\n" + "03/04/2026,a\n" * 20_000 + "04/25/2026,b\n"
    assert not understood(content).questions


def test_asks_when_no_value_decides_the_order_of_dates():
    understanding = understood("Date,Description\n03/04/2026,a\n")
    (question,) = understanding.questions
    assert (question.key, question.default, question.sample) == ("date_order", "day first", "03/04/2026")
    assert rows("Date,Description\n03/04/2026,a\n")[0].on == date(2026, 4, 3)
    assert rows("Date,Description\n03/04/2026,a\n", answers={"date_order": "month first"})[0].on == date(2026, 3, 4)


def test_am_and_pm_speak_for_month_first():
    assert understood("Date,Start,Description\n03/04/2026,9:00 AM,a\n").date_order is DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("1:30", 90),
        ("01:30:00", 90),
        ("1.5", 90),
        ('"1,5"', 90),
        ("1h 30m", 90),
        ("1h30", 90),
        ("90 min", 90),
        ("PT1H30M", 90),
        ("47:06 min", 47),
        ("15 sec", 1),
        ("0", 0),
    ],
)
def test_reads_durations_as_people_write_them(value, minutes):
    assert rows(f"Date,Duration,Description\n2026-11-02,{value},a\n")[0].minutes == minutes


def test_a_column_of_large_numbers_counts_minutes():
    assert rows("Date,Duration,Description\n2026-11-02,45,a\n2026-11-02,90,b\n")[0].minutes == 45


def test_asks_what_small_whole_numbers_count():
    (question,) = understood("Date,Duration,Description\n2026-11-02,2,a\n").questions
    assert (question.key, question.default) == ("duration_unit", "hours")


def test_a_table_without_a_header_is_read_by_its_values():
    understanding = understood("2026-11-02,1:30,Call with Alder Bakery\n2026-11-03,0:30,Review of the shop\n")
    assert understanding.header_row == 0
    assert understanding.mapping == {"Column A": "date", "Column B": "duration", "Column C": "text"}


def test_a_mapping_is_a_plain_dict_and_is_kept_under_the_signature_of_the_header():
    content = "Wann,Wofür,Wie lange\n2026-11-02,Alder Bakery,1:30\n"
    mapping = {"Wann": "date", "Wofür": "client", "Wie lange": "duration"}
    first = understood(content).with_mapping({**mapping, "Wofür": "text", "gone": "text"})
    assert first.mapping == {"Wann": "date", "Wofür": "text", "Wie lange": "duration"}
    assert first.signature == understood("WANN, Wofür ,Wie lange\n2026-12-02,x,2:00\n").signature
    assert rows(content, mapping={**mapping, "Wofür": "text"})[0].text == "Alder Bakery"


def test_an_understanding_survives_being_stored():
    for name in ("german-cp1252.csv", "toggl.csv", "clockify.csv", "calendar.ics"):
        understanding = understood((FILES / name).read_bytes(), name)
        assert Understanding.from_plain(json.loads(json.dumps(understanding.as_plain()))) == understanding


def test_columns_with_one_name_are_told_apart():
    understanding = understood("Date,Notes,Notes\n2026-11-02,a,b\n")
    assert understanding.columns == ("Date", "Notes", "Notes (2)")
    assert [note.code for note in understanding.notes] == [Code.DUPLICATE_HEADER]


def test_a_table_without_time_is_a_list_of_lines():
    assert rows("Client,Description\nAlder Bakery,Call\n")[0].kind is Kind.LINE


def test_name_is_the_person_beside_a_description():
    row = rows("Name,Description,Hours\nAna Reyes,Call,1\n")[0]
    assert (row.person, row.text) == ("Ana Reyes", "Call")


def test_time_is_a_time_of_day_when_its_values_are():
    row = rows("Date,Time,Description\n2026-11-02,09:00,Call\n2026-11-02,14:30,Review\n")[0]
    assert (row.minutes, row.started_at.hour) == (None, 8)


def test_time_is_an_effort_when_its_values_are():
    assert rows("Date,Time,Description\n2026-11-02,0:45,Call\n2026-11-02,1:30,Review\n")[0].minutes == 45


def test_time_beside_a_duration_is_a_time_of_day():
    row = rows("Date,Time,Duration,Description\n2026-11-02,06:30,0:45,Call\n")[0]
    assert (row.minutes, row.started_at.minute) == (45, 30)


def test_reads_a_calendar_exported_as_a_table():
    content = (
        '"Subject","Start Date","Start Time","End Date","End Time","All day event","Required Attendees","Categories"\n'
        '"Kick-off","11/16/2026","9:00:00 AM","11/16/2026","10:30:00 AM","False","Ruth;Ana Reyes","Client"\n'
    )
    row = rows(content)[0]
    assert (row.text, row.minutes, row.attendees, row.labels) == ("Kick-off", 90, ("Ruth", "Ana Reyes"), ("Client",))


def test_formulas_in_cells_are_only_text():
    row = rows('Date,Hours,Description\n2026-11-02,1,"=HYPERLINK(""x"")"\n')[0]
    assert row.text == '=HYPERLINK("x")'


def test_minutes_come_from_a_column_of_minutes():
    understanding = understood("Date,Minutes,Description\n2026-11-02,5,a\n")
    assert understanding.mapping["Minutes"] == str(Field.MINUTES)
    assert rows("Date,Minutes,Description\n2026-11-02,5,a\n")[0].minutes == 5


def test_the_same_content_in_another_order_of_columns_has_the_same_marks():
    one = rows("Date,Hours,Description\n2026-11-02,1.5,Call\n")[0]
    other = rows("Description,Date,Duration\nCall,2026-11-02,1:30\n")[0]
    assert one.fingerprint == other.fingerprint
