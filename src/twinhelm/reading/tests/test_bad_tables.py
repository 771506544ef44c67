"""Tables that are damaged, misnamed or absurd: each gets a sentence with file, row and column."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.reading.problems import Code, Effect, Problem, Unreadable
from twinhelm.reading.records import LONGEST_CELL, Records
from twinhelm.reading.rows import WorkRow
from twinhelm.reading.testing import FILES, found, problems, rows, understood
from twinhelm.reading.understand import understand

HEADER = "Date,Start,End,Duration,Description\n"
GOOD = "2026-11-02,09:00,10:00,1:00,Call with Alder Bakery\n"


def _refusal(content, name="work.csv"):
    with pytest.raises(Unreadable) as refused:
        understood(content, name)
    return refused.value.problem


def _only(content, name="work.csv"):
    (problem,) = problems(content, name)
    return problem


def _row(cells):
    return _only(HEADER + GOOD + cells + "\n" + GOOD)


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_refuses_an_empty_file(content):
    assert _refusal(content).code is Code.EMPTY


def test_refuses_a_header_without_rows():
    assert str(_refusal(HEADER)) == (
        "work.csv: There is a header but no row below it. Choose a period that has entries and export it again."
    )


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Outlook file"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_a_file_is_what_its_content_says_and_not_its_name(start, kind):
    problem = _refusal(start + b"\0" * 500, "work.csv")
    assert (problem.code, problem.params) == (Code.WRONG_KIND, {"kind": kind})


def test_refuses_a_web_page_named_csv():
    assert _refusal("<!DOCTYPE html><html><table></table></html>").params == {"kind": "a web page"}


def test_refuses_bytes_that_are_no_text():
    assert _refusal(bytes(range(256)) * 20).code is Code.BINARY


def test_an_archive_is_not_a_spreadsheet():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("../../work.csv", HEADER + GOOD)
    assert _refusal(archive.getvalue(), "work.xlsx").params == {"kind": "a ZIP archive"}


def test_refuses_rows_with_three_different_separators_and_names_them():
    problem = _refusal("Date,Hours,Description\n2026-11-02;1;Call\n2026-11-03\t1\tReview\n2026-11-04;2;Test\n")
    assert problem.code is Code.MIXED_SEPARATORS
    assert "comma (row 1), semicolon (row 2), tab (row 3)" in str(problem)


def test_says_which_separator_it_took_when_three_would_do():
    content = "".join(f"a{n},b{n};c{n},d{n}\te{n};f{n}\n" for n in range(9))
    understanding = understood(content)
    assert [note.code for note in understanding.notes] == [Code.SEPARATOR_CHOSEN]
    assert "because" in str(understanding.notes[0])
    assert [question.key for question in understanding.questions][:1] == ["delimiter"]


def test_a_chosen_separator_is_obeyed():
    content = "Date,Hours,Description\n2026-11-02;1;Call\n"
    assert understood(content, delimiter=";").delimiter == ";"


def test_half_a_file_cut_inside_quotes_is_refused_with_its_place():
    everything = found(HEADER + GOOD + '2026-11-03,09:00,10:00,1:00,"Call with Al', "toggl.csv")
    last = everything[-1]
    assert isinstance(last, Problem)
    assert (last.code, last.effect, last.row, last.column) == (Code.CUT_IN_QUOTES, Effect.FILE_REFUSED, 3, "E")
    assert str(last).startswith("toggl.csv, row 3, column E: ")


def test_half_a_file_cut_between_cells_is_refused_with_its_place():
    last = found(HEADER + GOOD + "2026-11-03,09:0")[-1]
    assert (last.code, last.effect, last.row) == (Code.CUT_IN_ROW, Effect.FILE_REFUSED, 3)


def test_a_file_of_short_rows_is_not_taken_for_half_a_file():
    content = HEADER + GOOD + "2026-11-03,09:00\n" + "2026-11-03,09:00"
    assert {one.code for one in problems(content)} == {Code.TOO_FEW_CELLS}


@pytest.mark.parametrize(
    "cell", ["x" * 10_000_000, f'"{"x" * 10_000_000}"', '"' + 'x""' * 3_000_000 + '"', '"' + "x\n" * 5_000_000 + '"']
)
def test_a_cell_of_ten_megabytes_is_passed_over_and_the_next_row_read(cell):
    everything = found(f"{HEADER}{GOOD}2026-11-03,09:00,10:00,1:00,{cell}\n{GOOD}")
    (problem,) = (one for one in everything if isinstance(one, Problem))
    assert (problem.code, problem.row, problem.column) == (Code.CELL_TOO_LONG, 3, "E")
    assert [one.locator for one in everything if isinstance(one, WorkRow)] == ["row 2", "row 4"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(['"', ",", "\n", "\r\n", "x" * 40_000, "ä"]), min_size=4, max_size=60), st.integers(0, 2)
)
def test_the_rows_around_a_long_cell_are_read_whatever_it_holds(pieces, column):
    long = "".join(pieces) + "x" * 140_000
    table = [[f"{row}-{cell}" for cell in range(3)] for row in range(4)]
    table[2][column] = long
    content = io.StringIO(newline="")
    csv.writer(content).writerows(table)
    read = list(Records(io.BytesIO(content.getvalue().encode()), "utf-8", ","))
    assert [record.cells for record in read] == [table[0], table[1], [], table[3]]
    assert (read[2].problem.row, read[2].problem.column) == (3, "ABC"[column])


def test_a_long_cell_just_over_the_limit_is_named():
    assert _row(f"2026-11-03,09:00,10:00,1:00,{'x' * (LONGEST_CELL + 1)}").column == "E"


def test_nul_bytes_are_taken_out_and_said():
    everything = found(HEADER + GOOD * 40 + "2026-11-03,09:00,10:00,1:00,Call\0 Alder\n")
    assert everything[-2].code is Code.ODD_CHARACTERS
    assert (everything[-2].effect, everything[-2].row, everything[-2].column) == (Effect.NOTED, 42, "E (Description)")
    assert everything[-1].text == "Call Alder"


def test_a_cell_in_another_encoding_is_repaired_and_said():
    content = HEADER.encode() + "2026-11-02,09:00,10:00,1:00,Café für Zoë\n".encode() + b"2026-11-03,,,1:00,Men\xfc\n"
    noted, row = found(content)[1:]
    assert (noted.code, noted.row, noted.column) == (Code.BYTES_REPAIRED, 3, "E (Description)")
    assert row.text == "Menü"


def test_too_many_cells():
    problem = _row("2026-11-03,09:00,10:00,1:00,Call, with Bob")
    assert (problem.code, problem.row, problem.column) == (Code.TOO_MANY_CELLS, 3, "F")
    assert problem.params == {"found": 6, "expected": 5}


def test_empty_cells_too_many_do_no_harm():
    assert len(rows(HEADER + GOOD.replace("\n", ",,\n"))) == 1


def test_too_few_cells():
    assert _row("2026-11-03,09:00").code is Code.TOO_FEW_CELLS


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("someday,09:00,10:00,1:00,a", Code.BAD_DATE, "A (Date)"),
        ("2026-02-30,09:00,10:00,1:00,a", Code.BAD_DATE, "A (Date)"),
        ("20260-11-02,09:00,10:00,1:00,a", Code.IMPOSSIBLE_DATE, "A (Date)"),
        ("1026-11-02,09:00,10:00,1:00,a", Code.IMPOSSIBLE_DATE, "A (Date)"),
        ("2026-11-02,25:61,10:00,1:00,a", Code.BAD_TIME, "B (Start)"),
        ("2026-11-02,09:00,10:00,-1:30,a", Code.NEGATIVE_DURATION, "D (Duration)"),
        ("2026-11-02,09:00,10:00,24:00:01,a", Code.LONGER_THAN_A_DAY, "D (Duration)"),
        ("2026-11-02,09:00,10:00,99999999,a", Code.LONGER_THAN_A_DAY, "D (Duration)"),
        ("2026-11-02,09:00,10:00,ages,a", Code.BAD_DURATION, "D (Duration)"),
        ("2026-11-02,10:00,2026-11-02 09:00,,a", Code.ENDS_BEFORE_START, "C (End)"),
        ("2026-11-02,18:00,09:00,,a", Code.ENDS_BEFORE_START, "C (End)"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named(cells, code, column):
    problem = _row(cells)
    assert (problem.code, problem.effect, problem.row, problem.column) == (code, Effect.LEFT_OUT, 3, column)


def test_a_date_against_the_order_of_the_others_is_named():
    content = "Date,Description\n" + "25/04/2026,a\n" * 5 + "04/25/2026,b\n"
    problem = _only(content)
    assert (problem.code, problem.row) == (Code.DATE_IN_OTHER_ORDER, 7)
    assert "day first" in str(problem)


def test_a_sentence_names_file_row_and_column_and_says_what_to_do():
    assert str(_row("2026-11-02,09:00,10:00,-1:30,a")) == (
        "work.csv, row 3, column D (Duration): “-1:30” is less than no time."
        " Correct it in the file, or leave the row out."
    )


def test_a_sentence_shows_hostile_values_short_and_on_one_line():
    cells = f'"x\nSubject: \x1b[31m{"y" * 500}",09:00,10:00,1:00,a\n'
    shown = str(problems(HEADER + GOOD + cells)[-1])
    assert len(shown) < 250
    assert shown.isprintable()


def test_refuses_a_file_without_a_column_of_words():
    content = "Date,Hours\n2026-11-02,1\n"
    (question,) = (one for one in understood(content).questions if one.key == "text")
    assert question.options == ("Date", "Hours")
    with pytest.raises(Unreadable) as refused:
        found(content)
    assert refused.value.problem.code is Code.NO_TEXT_COLUMN


def test_refuses_an_encoding_that_does_not_exist():
    with pytest.raises(Unreadable) as refused:
        understood(HEADER + GOOD, encoding="klingon")
    assert refused.value.problem.code is Code.UNKNOWN_ENCODING


def test_refuses_a_file_past_the_limit_without_reading_it(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as sparse:
        sparse.truncate(201 * 1024 * 1024)
    with path.open("rb") as stream, pytest.raises(Unreadable) as refused:
        understand("large.csv", stream)
    assert refused.value.problem.code is Code.TOO_BIG


def test_the_next_file_is_read_after_a_bad_one():
    with pytest.raises(Unreadable):
        understood(b"\0\1\2" * 100)
    assert rows((FILES / "toggl.csv").read_bytes())
