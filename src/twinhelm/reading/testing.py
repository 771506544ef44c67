"""Builders for tests: bytes in, rows and problems out."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from twinhelm.reading.problems import Problem
from twinhelm.reading.read import read
from twinhelm.reading.rows import WorkRow
from twinhelm.reading.understand import understand
from twinhelm.reading.understanding import Assumptions, Understanding

OSLO = ZoneInfo("Europe/Oslo")
TODAY = date(2026, 11, 23)
FILES = Path(__file__).parent / "tests" / "files"


def assuming(**changes: Any) -> Assumptions:
    return Assumptions(**{"zone": OSLO, "today": TODAY, **changes})


def understood(content: bytes | str, name: str = "work.csv", **answers: str) -> Understanding:
    return understand(name, BytesIO(_bytes(content)), answers=answers)


def found(
    content: bytes | str,
    name: str = "work.csv",
    *,
    answers: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    **assumptions: Any,
) -> list[WorkRow | Problem]:
    """Everything that reading gives, in order."""
    stream = BytesIO(_bytes(content))
    understanding = understand(name, stream, answers=answers, mapping=mapping)
    return list(read(stream, understanding, assuming(**assumptions)))


def rows(content: bytes | str, name: str = "work.csv", **more: Any) -> list[WorkRow]:
    """What is read when nothing may be wrong."""
    everything = found(content, name, **more)
    problems = [str(one) for one in everything if isinstance(one, Problem)]
    assert not problems, problems
    return [one for one in everything if isinstance(one, WorkRow)]


def problems(content: bytes | str, name: str = "work.csv", **more: Any) -> list[Problem]:
    return [one for one in found(content, name, **more) if isinstance(one, Problem)]


def file_rows(name: str, **more: Any) -> list[WorkRow]:
    return rows((FILES / name).read_bytes(), name, **more)


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
