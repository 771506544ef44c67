"""The words of a brief: bringing together what two people wrote, and showing word by word what changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

FIELDS = ("what", "why", "goal", "criteria", "not_wanted", "references")
Words = Mapping[str, Any]
SAME, ADDED, REMOVED = "same", "added", "removed"
PIECES = re.compile(r"\s+|[^\s]+")
LONGEST_COMPARED = 4_000
"""Pieces; longer texts are shown as a whole, old and new."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What is to be written, and in which fields two people said different things."""

    written: dict[str, Any]
    clashing: tuple[str, ...]


def merged(base: Words, mine: Words, theirs: Words) -> Merge:
    """base: as it read when the page was opened; theirs: as it reads now. Who left a field alone gives way in it."""
    written: dict[str, Any] = {}
    clashing: list[str] = []
    for name, value in mine.items():
        if value in (base.get(name), theirs.get(name)):
            continue
        if theirs.get(name) == base.get(name):
            written[name] = value
        else:
            clashing.append(name)
    return Merge(written, tuple(clashing))


def changed_fields(before: Words, after: Words) -> list[str]:
    return [name for name in FIELDS if (before.get(name) or None) != (after.get(name) or None)]


def word_by_word(before: str, after: str) -> list[Piece]:
    """Neighbouring pieces of one kind are one."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    if len(old) + len(new) > LONGEST_COMPARED:
        return joined([Piece(REMOVED, before), Piece(ADDED, after)])
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(old[i1:i2])))
            continue
        found += [Piece(REMOVED, "".join(old[i1:i2])), Piece(ADDED, "".join(new[j1:j2]))]
    return joined(found)


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def as_text(name: str, value: Any) -> str:
    """One field of the words of a brief, as it is compared and shown."""
    if name == "criteria":
        return "\n".join(value or [])
    if name == "references":
        return "\n".join(f"{one['name']} {one['url']}".strip() for one in value or [])
    if name == "goal":
        return value["name"] if value else ""
    return value or ""
