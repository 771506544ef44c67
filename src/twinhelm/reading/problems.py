"""A problem found in a file: where, what, why, and what to do, as one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from twinhelm.reading.phrases import PHRASES, Code, Effect

__all__ = ["Code", "Effect", "Misread", "Problem", "Unreadable", "excerpt", "sentence"]

_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found in a file, with its place as a spreadsheet would show it."""

    code: Code
    file: str = ""
    row: int | None = None
    column: str = ""
    """A letter and, where there is a header, its name: `C (Description)`."""
    params: Mapping[str, str | int] = field(default_factory=dict)
    counted: str = "row"
    """What `row` counts: row, line, message or card."""

    @property
    def effect(self) -> Effect:
        return PHRASES[self.code].effect

    def as_plain(self) -> dict[str, Any]:
        """For storing as JSON; `from_plain` is the way back."""
        return {
            "code": str(self.code),
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "params": dict(self.params),
            "counted": self.counted,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        return cls(**{**plain, "code": Code(plain["code"])})

    def __str__(self) -> str:
        return sentence(self)


class Unreadable(Exception):  # noqa: N818
    """The file as a whole can't be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Misread(Exception):  # noqa: N818
    """A value that can't be read; the reader of the row adds the place."""

    def __init__(self, code: Code, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """The problem in words.

    translate: turns English words with `%(name)s` marks into the reader's language.
    """
    phrase = PHRASES[problem.code]
    spoken = _Spoken({name: _short(value) for name, value in problem.params.items()})
    words = " ".join(translate(part) % spoken for part in (phrase.what, phrase.advice) if part)
    place = ", ".join(_place(problem, translate))
    return f"{place}: {words}" if place else words


def excerpt(value: str) -> str:
    """A value as it may be shown inside a sentence: one line, printable, short."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value[:_EXCERPT])
    return shown if len(value) <= _EXCERPT else shown + "…"


class _Spoken(dict[str, str | int]):
    """Parameters that never break a sentence: a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _(words: str) -> str:
    return words


_PLACES = {
    "row": _("row %(number)s"),
    "line": _("line %(number)s"),
    "message": _("message %(number)s"),
    "card": _("card %(number)s"),
}


def _short(value: str | int) -> str | int:
    return excerpt(value) if isinstance(value, str) else value


def _place(problem: Problem, translate: Callable[[str], str]) -> list[str]:
    places = [excerpt(problem.file)] if problem.file else []
    if problem.row is not None:
        places.append(translate(_PLACES[problem.counted]) % {"number": problem.row})
    if problem.column:
        places.append(translate(_("column %(column)s")) % {"column": excerpt(problem.column)})
    return places
