"""Placeholders of texts to clients: a closed list of names in single braces; nothing a person writes is ever run."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

NAMES = (
    "contact",
    "client",
    "account_lead",
    "production_lead",
    "former_lead",
    "effective_day",
    "copied_until",
    "meeting",
    "page",
)
LONGEST = 6000
"""Letters of one part."""
LONGEST_SHOWN = 40
_MARK = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")
_DOUBLED = re.compile(r"\{\{[ \t]*(" + "|".join(NAMES) + r")[ \t]*\}\}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SCHEME = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,15}://")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: as it was written, or a placeholder with what it becomes."""

    text: str
    name: str = ""
    """Empty: as it was written."""
    is_missing: bool = False
    """A placeholder that nothing is known for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a text has something in braces that isn't on the list."""

    found: str
    line: int
    is_too_long: bool = False


def fault_in(text: str) -> Fault | None:
    """The first one. Takes one pass, however the braces are nested."""
    if len(text) > LONGEST:
        return Fault("", 0, is_too_long=True)
    if doubled := _DOUBLED.search(text):
        return _at(text, doubled)
    for mark in _MARK.finditer(text):
        if mark[0] not in ("{{", "}}") and mark[1] not in NAMES:
            return _at(text, mark)
    return None


def used_in(*texts: str) -> frozenset[str]:
    """Names of the list that stand in these texts."""
    return frozenset(mark[1] for text in texts for mark in _MARK.finditer(text[:LONGEST]) if mark[1] in NAMES)


def pieces(text: str, words: Mapping[str, str]) -> Iterator[Piece]:
    """The text with its placeholders filled once: what they become is never read for placeholders again.

    A name without words is marked as missing; doubled braces and everything else stays as it was written.
    """
    last = 0
    for mark in _MARK.finditer(text):
        if mark[1] not in NAMES:
            continue
        if mark.start() > last:
            yield Piece(text[last : mark.start()])
        value = words.get(mark[1], "")
        yield Piece(value or mark[0], mark[1], is_missing=not value)
        last = mark.end()
    if last < len(text):
        yield Piece(text[last:])


def filled(text: str, words: Mapping[str, str]) -> str:
    return "".join(piece.text for piece in pieces(text, words))


def as_html(text: str, words: Mapping[str, str]) -> str:
    """Paragraphs and line breaks; everything is escaped and the only link is that of the page."""
    return "".join(f"<p>{'<br>'.join(_lines_of(paragraph, words))}</p>" for paragraph in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    return [one for one in re.split(r"\n[ \t]*\n", text.strip("\n")) if one.strip()]


def _lines_of(paragraph: str, words: Mapping[str, str]) -> Iterator[str]:
    for line in paragraph.split("\n"):
        yield "".join(_markup(piece) for piece in pieces(line, words))


def _markup(piece: Piece) -> str:
    safe = escape(piece.text)
    return f'<a href="{safe}">{safe}</a>' if piece.name == "page" and not piece.is_missing else safe


def tidy(text: str) -> str:
    """Typed text without what nobody sees and with plain line ends."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_word(value: str) -> str:
    """A name from somewhere, fit for a letter: one line, nothing unseen, and no address that a program would open."""
    return _SCHEME.sub("", " ".join(_UNSEEN.sub("", value.replace("\n", " ")).split()))[:120]


def _at(text: str, mark: re.Match[str]) -> Fault:
    line = text.count("\n", 0, mark.start())
    if len(mark[0]) > 1:
        return Fault(mark[0][:LONGEST_SHOWN], line + 1)
    around = text.split("\n")[line]
    column = mark.start() - (text.rfind("\n", 0, mark.start()) + 1)
    shown = around[max(0, column + 1 - LONGEST_SHOWN) : column + 1] if mark[0] == "}" else around[column:]
    return Fault(shown[:LONGEST_SHOWN], line + 1)
