"""XLSX workbooks of the same tables."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from twinhelm.reading.problems import Code, Effect, Unreadable
from twinhelm.reading.spreadsheets import SHARED_STRING_BYTES
from twinhelm.reading.testing import found, problems, rows, understood


def a_workbook(*table):
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEADER = ["Date", "Start", "Duration", "Description"]


def _refusal(content):
    with pytest.raises(Unreadable) as refused:
        understood(content, "work.xlsx")
    return refused.value.problem


def test_reads_dates_times_and_durations_as_cells_have_them():
    content = a_workbook(HEADER, [datetime(2026, 11, 2), time(9, 0), timedelta(hours=1, minutes=30), "Call"])
    row = rows(content, "work.xlsx")[0]
    assert (row.on, row.minutes, row.text, row.locator) == (date(2026, 11, 2), 90, "Call", "row 2")
    assert row.started_at.hour == 8


def test_marks_are_those_of_the_same_table_as_csv():
    sheet = rows(a_workbook(HEADER, [datetime(2026, 11, 2), time(9, 0), timedelta(hours=1), "Call"]), "work.xlsx")
    text = rows("Date,Start,Duration,Description\n2026-11-02,09:00,1:00,Call\n")
    assert sheet[0].fingerprint == text[0].fingerprint


def test_a_formula_without_a_result_is_an_empty_cell():
    assert rows(a_workbook(HEADER, ["2026-11-02", None, "=1+1", "Call"]), "work.xlsx")[0].minutes is None


def test_a_bad_cell_is_named():
    (problem,) = problems(a_workbook(HEADER, ["someday", None, "1:00", "Call"]), "work.xlsx")
    assert str(problem).startswith("work.xlsx, row 2, column A (Date): “someday” is not a date.")


def test_a_row_far_down_keeps_its_number():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.cell(500, 1, "2026-11-02")
    book.active.cell(500, 4, "Call")
    content = io.BytesIO()
    book.save(content)
    assert [row.locator for row in rows(content.getvalue(), "work.xlsx")] == ["row 500"]


@pytest.mark.parametrize("size", [0.1, 0.5, 0.95])
def test_half_a_workbook_is_refused(size):
    content = a_workbook(HEADER, ["2026-11-02", None, "1:00", "Call"])
    assert _refusal(content[: int(len(content) * size)]).code is Code.BROKEN_SPREADSHEET


def test_a_workbook_with_damaged_xml_is_refused_and_not_half_read():
    source = io.BytesIO(a_workbook(HEADER, *[["2026-11-02", None, "1:00", "Call"]] * 500))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) * 3 // 4] if "sheet1" in name else part)
    assert found(target.getvalue(), "work.xlsx")[-1].effect is Effect.FILE_REFUSED


def _bomb(name, size):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        with parts.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 1024**2 + 1):
                part.write(bytes(1024**2))
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "size"), [("xl/worksheets/sheet1.xml", 410 * 1024**2), ("xl/sharedStrings.xml", SHARED_STRING_BYTES)]
)
def test_a_bomb_is_refused_by_its_directory(name, size):
    problem = _refusal(_bomb(name, size))
    assert problem.code is Code.UNPACKS_TOO_BIG
    assert "Save the sheet as CSV" in str(problem)


def test_entities_that_multiply_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8)
    )
    source = io.BytesIO(a_workbook(HEADER, ["2026-11-02", None, "1:00", "Call"]))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if "sheet1" in name:
                part = laughs + "]>" + part.split("?>", 1)[-1].replace("Call", "&i;")
            new.writestr(name, part)
    with pytest.raises(Unreadable):
        understood(target.getvalue(), "work.xlsx")
