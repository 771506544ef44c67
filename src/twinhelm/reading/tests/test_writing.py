"""The CSV that the product gives out."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.reading.testing import rows
from twinhelm.reading.writing import FORMULA_SIGNS, csv_blocks, written


def _written(header, table):
    return b"".join(csv_blocks(header, table))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(sign):
    assert written(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize(
    "before", [" ", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", "\ufeff", "\0", "\x1f", "\u2028"]
)
def test_invisible_signs_before_a_formula_do_not_hide_it(before):
    assert written(f"{before}=1+1").startswith("'")


def test_a_header_is_neutralised_too():
    assert _written(["=cmd|' /C calc'!A0"], []).decode("utf-8-sig").startswith("'=")


def test_numbers_stay_numbers():
    assert [written(cell) for cell in (-5, Decimal("-1.50"), 2.5, float("nan"), None, True)] == [
        "-5",
        "-1.50",
        "2.5",
        "",
        "",
        "yes",
    ]


def test_dates_are_iso():
    assert written(date(2026, 11, 2)) == "2026-11-02"
    assert written(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2026-11-02 09:05:00+00:00"


def test_begins_with_a_mark_and_ends_lines_as_the_standard_says():
    assert _written(["Text"], [["a"]]) == b"\xef\xbb\xbfText\r\na\r\n"


def test_comes_in_pieces():
    assert len(list(csv_blocks(["Text"], ([f"{number:0100}x"] for number in range(5_000))))) > 5


def test_an_export_read_again_says_the_same():
    content = _written(["Description", "Hours"], [["=2+2 with Alder Bakery", 1.5], ["- chased feedback", 0.5]])
    assert [(row.text, row.minutes) for row in rows(content)] == [
        ("=2+2 with Alder Bakery", 90),
        ("- chased feedback", 30),
    ]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.lists(st.text() | st.text("=+-@＝ \t\r\n\x1f\u200b", max_size=6), min_size=2, max_size=2), max_size=5)
)
def test_no_cell_of_any_text_begins_like_a_formula(table):
    content = _written(["a", "b"], table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(FORMULA_SIGNS)
