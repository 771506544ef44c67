"""A calendar file cut into its events and time zones, a line at a time; only the properties that are asked for are kept."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

LONGEST_LINE = 64 * 1024
"""Characters of a property; the rest of it is dropped."""
LONGEST_BLOCK = 512 * 1024
_PIECE = 8 * 1024


class Part(StrEnum):
    """What a block of a calendar is."""

    EVENT = "VEVENT"
    ZONE = "VTIMEZONE"
    HOME_ZONE = "X-WR-TIMEZONE"
    METHOD = "METHOD"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Block:
    """One event or zone: its unfolded properties, and the line that it begins on."""

    part: Part
    line: int
    properties: list[str]

    def has(self, *names: str) -> bool:
        return any(property_name(one) in names for one in self.properties)


def property_name(line: str) -> str:
    """`DTSTART` of `DTSTART;TZID=Europe/Oslo:20261102T090000`."""
    end = min((place for place in (line.find(":", 0, 300), line.find(";", 0, 300)) if place >= 0), default=len(line))
    return line[:end].strip().upper()


def cut_into_blocks(text: IO[str], *, kept: Collection[str]) -> Iterator[Block]:
    """Ends with a block CUT when the file ends before its calendar does.

    kept: names of the properties that the caller reads; METHOD is one of the calendar, all others are of its events.
    """
    is_open = False
    lines = unfolded(text)
    for number, line in lines:
        name, value = property_name(line), _word(line)
        if name == "BEGIN" and value in (Part.EVENT, Part.ZONE):
            yield _block(Part(value), number, line, lines, kept)
        elif name == Part.HOME_ZONE or (name == Part.METHOD and name in kept):
            yield Block(Part(name), number, [line])
        elif value == "VCALENDAR" and name in ("BEGIN", "END"):
            is_open = name == "BEGIN"
    if is_open:
        yield Block(Part.CUT, 0, [])


def _block(part: Part, first: int, begin: str, lines: Iterator[tuple[int, str]], kept: Collection[str]) -> Block:
    block, depth, size = Block(part, first, [begin]), 1, 0
    for _, line in lines:
        name = property_name(line)
        depth += {"BEGIN": 1, "END": -1}.get(name, 0)
        # Alarms inside an event have a DURATION of their own; zones need their parts.
        if depth == 0 or ((part is Part.ZONE or (depth == 1 and name in kept)) and size < LONGEST_BLOCK):
            size += len(line)
            block.properties.append(line)
        if depth == 0:
            return block
    return Block(Part.CUT, first, block.properties)


def _word(line: str) -> str:
    return line.rpartition(":")[2].strip().upper()


def unfolded(text: IO[str]) -> Iterator[tuple[int, str]]:
    """Each property in one piece, with the number of its first line."""
    number, first, pieces, size = 0, 1, list[str](), 0
    is_whole = True
    while piece := text.readline(_PIECE):
        begins, is_whole_before = is_whole, is_whole
        is_whole = piece.endswith("\n")
        number += begins
        if begins and piece[0] not in " \t":
            if pieces:
                yield first, "".join(pieces)
            first, pieces, size = number, [], 0
        if size < LONGEST_LINE:
            pieces.append((piece[1:] if is_whole_before and pieces else piece).rstrip("\r\n"))
            size += len(piece)
    if pieces:
        yield first, "".join(pieces)
