"""JSON of another program in memory, refused before it can grow there without bound."""

import json
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from twinhelm.reading.json_shape import has_sane_shape
from twinhelm.reading.letters import Bytes, blocks, cleaned, find_encoding, open_text, repaired
from twinhelm.reading.problems import Code, Misread, Problem, Unreadable

LARGEST_EXPORT = 64 * 1024 * 1024
MOST_VALUES = 4_000_000
"""Each takes 50 to 100 bytes of memory."""


def load(name: str, stream: Bytes) -> Any:
    """Raises Unreadable."""
    size = stream.seek(0, 2)
    if size > LARGEST_EXPORT:
        params = {"megabytes": size // 1024**2, "limit": LARGEST_EXPORT // 1024**2}
        raise Unreadable(Problem(Code.TOO_BIG, name, params=params))
    if not has_sane_shape(stream):
        raise Unreadable(Problem(Code.ABSURD_JSON, name))
    stream.seek(0)
    if sum(block.count(b",") + block.count(b"[") + block.count(b"{") for block in blocks(stream)) > MOST_VALUES:
        raise Unreadable(Problem(Code.TOO_MANY_TASKS, name, params={"limit": MOST_VALUES}))
    try:
        return json.loads(_text(stream))
    except (ValueError, RecursionError, Misread) as error:
        raise Unreadable(_broken(name, error)) from error


def _text(stream: Bytes) -> str:
    """Raises Misread."""
    encoding = find_encoding(stream).name
    stream.seek(0)
    return repaired(open_text(stream, encoding).read()).removeprefix("\ufeff")


def _broken(name: str, error: Exception) -> Problem:
    if isinstance(error, Misread):
        return Problem(error.code, name, params=error.params)
    if not isinstance(error, json.JSONDecodeError):
        return Problem(Code.BROKEN_TASKS, name, params={"reason": str(error)[:100]})
    is_cut = not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated")
    reason = f"{error.msg}, {error.lineno}:{error.colno}"
    return Problem(Code.CUT_TASKS if is_cut else Code.BROKEN_TASKS, name, params={} if is_cut else {"reason": reason})


def records(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return None
    try:
        found = datetime.fromisoformat(cleaned(value))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(value: object, zone: tzinfo) -> date | None:
    """A date stays what it is; a moment is the day it falls on where the agency is."""
    found = moment(value)
    if found is None or not 1990 <= found.year <= 2200:
        return None
    return found.date() if len(str(value)) == len("2026-11-23") else found.astimezone(zone).date()
