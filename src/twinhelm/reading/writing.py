"""CSV as the product gives it out: RFC 4180, UTF-8 with a mark, ISO dates, and never a live formula."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet calculate when a cell begins with it; the last four are full width."""

_MARK = "\ufeff"
_BLOCK = 64 * 1024
# Spaces and invisible signs, which a spreadsheet may pass over before it looks at a cell's first sign.
_PASSED_OVER = (
    "".join({chr(code) for code in (*range(0x3001), 0xFEFF) if not chr(code).isprintable()} - {*"\t\r\n"}) + " "
)


def csv_blocks(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A table as pieces of a CSV file, in bounded memory; numbers stay numbers, all else is text."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    page.write(_MARK)
    writer.writerow([_neutral(name) for name in header])
    for row in rows:
        writer.writerow([written(cell) for cell in row])
        if page.tell() >= _BLOCK:
            yield page.getvalue().encode("utf-8", "replace")
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode("utf-8", "replace")


def written(cell: object) -> str:
    """A value as a cell of text that no spreadsheet runs."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | Decimal):
        return str(cell)
    if isinstance(cell, float):
        return repr(cell) if math.isfinite(cell) else ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return _neutral(str(cell))


def _neutral(text: str) -> str:
    text = text.replace("\0", "")
    return f"'{text}" if _looks_like_formula(text) else text


def taken_back(cell: str) -> str:
    """A cell of a file that the product gave out, as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") and _looks_like_formula(cell[1:]) else cell


def _looks_like_formula(text: str) -> bool:
    return text.lstrip(_PASSED_OVER).startswith(FORMULA_SIGNS)
