"""A mail cut into its parts: the parser of the standard library sees headers only, bodies stay slices of the bytes."""

import binascii
import email.parser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

MOST_HEADERS = 256 * 1024
MOST_PART_HEADERS = 16 * 1024
LONGEST_FIELD = 64 * 1024
LONGEST_PART_FIELD = 4 * 1024
MOST_BOUNDARIES = 100
MOST_DELIMITERS = 3_000
MOST_DASHED_LINES = 100_000
MOST_PARTS = 1_000

_BOUNDARY = re.compile(rb"""boundary[ \t]{0,9}=[ \t]{0,9}(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE)
_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,9}:")
_EMPTY_PARAMETERS = re.compile(rb";[;\s]*;")
_BLANK = re.compile(rb"\n\r?\n|\r\r")
_LINE_END = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the tree, with where its body stands."""

    fields: Message
    start: int
    end: int

    @property
    def media_type(self) -> str:
        return self.fields.get_content_type()


@dataclass(slots=True)
class Outline:
    """The skeleton of a mail: every body replaced by a mark that says which bytes it was."""

    lines: list[bytes]
    has_left_out_headers: bool = False
    has_left_out_parts: bool = False


class Mime:
    """The tree of a mail over its bytes.

    Cost: one pass over the bytes; the parser works on the headers alone.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._mark = _unused_mark(raw)
        self.outline = _Outliner(raw, self._mark).outline()
        self.top: Message = _parsed(b"".join(self.outline.lines))
        self._slice = re.compile(rb"%s-(\d+)-(\d+)\." % self._mark)

    def children(self, part: Message) -> list[Message]:
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            return [one for one in held if isinstance(one, Message)]
        return []

    def leaf(self, part: Message) -> Part:
        """A mail within the mail is a leaf too: its bytes are what its reader wants."""
        held: object = part
        while isinstance(held, Message):
            inner = held.get_payload()
            held = inner[0] if isinstance(inner, list) and inner else inner
        letters = held.encode("ascii", "replace") if isinstance(held, str) else b""
        found = list(self._slice.finditer(letters))
        if not found:
            return Part(part, 0, 0)
        start, end = int(found[0][1]), int(found[-1][2])
        return Part(part, start, max(start, end))

    def body(self, part: Part) -> bytes:
        """Decoded from its transfer encoding, leniently."""
        sliced = memoryview(self.raw)[part.start : part.end]
        encoding = str(part.fields.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding == "base64":
            return _of_base64(sliced)
        if encoding in ("quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"):
            holder = Message()
            holder["Content-Transfer-Encoding"] = encoding
            holder.set_payload(bytes(sliced).decode("ascii", "surrogateescape"))
            decoded = holder.get_payload(decode=True)
            return decoded if isinstance(decoded, bytes) else b""
        return bytes(sliced)

    def size(self, part: Part) -> int:
        """Of the decoded body, without decoding it; exact for all but odd line breaks."""
        length = part.end - part.start
        if str(part.fields.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
            return length
        line = self.raw.find(b"\n", part.start, part.end) - part.start + 1
        letters = (
            length - (length // line * (2 if self.raw[part.start + line - 2] == 13 else 1)) if line > 1 else length
        )
        return letters * 3 // 4


class _Outliner:
    """Walks over the bytes once and notes what the parser has to see."""

    def __init__(self, raw: bytes, mark: bytes) -> None:
        self._raw, self._mark = raw, mark
        self._boundaries = _boundaries(raw)
        self._outline = Outline([])

    def outline(self) -> Outline:
        start, is_top = 0, True
        for first, last in self._delimiters():
            self._block(start, first, is_top=is_top)
            self._outline.lines.append(self._raw[first:last])
            start, is_top = last, False
        self._block(start, len(self._raw), is_top=is_top)
        return self._outline

    def _delimiters(self) -> Iterator[tuple[int, int]]:
        """Places of lines that begin or end a part."""
        if not self._boundaries:
            return
        taken = 0
        for seen, start in enumerate(self._dashed_lines()):
            found = _LINE_END.search(self._raw, start, start + 300)
            end = found.end() if found else min(len(self._raw), start + 300)
            line = self._raw[start + 2 : end].rstrip()
            if line in self._boundaries or (line.endswith(b"--") and line[:-2] in self._boundaries):
                yield start, end
                taken += 1
            if taken >= MOST_DELIMITERS or seen >= MOST_DASHED_LINES:
                self._outline.has_left_out_parts = True
                return

    def _dashed_lines(self) -> Iterator[int]:
        if self._raw.startswith(b"--"):
            yield 0
        place = self._raw.find(b"\n--")
        while place != -1:
            yield place + 1
            place = self._raw.find(b"\n--", place + 3)

    def _block(self, start: int, end: int, *, is_top: bool) -> None:
        """Headers as they stand, within bounds, and a mark for the body."""
        body = self._headers(start, end, is_top=is_top)
        self._outline.lines.append(b"\n%s-%d-%d.\n" % (self._mark, body, self._without_last_break(start, end)))

    def _headers(self, start: int, end: int, *, is_top: bool) -> int:
        """Where the body begins."""
        raw, lines = self._raw, self._outline.lines
        most, longest = (MOST_HEADERS, LONGEST_FIELD) if is_top else (MOST_PART_HEADERS, LONGEST_PART_FIELD)
        kept = field = 0
        place = self._past_envelope(start, end) if is_top else start
        while place < end:
            if kept >= most:
                return self._next_blank(place, end)
            found = _LINE_END.search(raw, place, end)
            stop = found.end() if found else end
            if found and found.start() == place:
                return stop
            is_continued = raw[place] in b" \t"
            if not is_continued and not _FIELD.match(raw, place, stop):
                return place
            field = field + stop - place if is_continued else stop - place
            room = min(stop - place, longest - (field - (stop - place)), most - kept)
            if room < stop - place:
                self._outline.has_left_out_headers = True
            if room > 1:
                lines.append(_tidy(raw[place : place + room]))
                kept += room
            place = stop
        return end

    def _next_blank(self, start: int, end: int) -> int:
        """Past the first blank line: where the body begins when there are more headers than are looked at."""
        self._outline.has_left_out_headers = True
        found = _BLANK.search(self._raw, start, end)
        return found.end() if found else end

    def _past_envelope(self, start: int, end: int) -> int:
        """The line that a mailbox file puts before each mail."""
        if not self._raw.startswith((b"From ", b">From ")):
            return start
        found = _LINE_END.search(self._raw, start, end)
        return found.end() if found else start

    def _without_last_break(self, start: int, end: int) -> int:
        """The line break before a delimiter belongs to the delimiter."""
        if end == len(self._raw):
            return end
        if end - 1 >= start and self._raw[end - 1] == 10:
            end -= 1
        return end - 1 if end - 1 >= start and self._raw[end - 1] == 13 else end


def _tidy(line: bytes) -> bytes:
    return _EMPTY_PARAMETERS.sub(b";", line.rstrip(b"\r\n").replace(b"\r", b" ").replace(b"\0", b"")) + b"\n"


def _boundaries(raw: bytes) -> frozenset[bytes]:
    found: set[bytes] = set()
    for match in _BOUNDARY.finditer(raw):
        found.add((match[1] or match[2]).rstrip())
        if len(found) >= MOST_BOUNDARIES:
            break
    return frozenset(found)


def _unused_mark(raw: bytes) -> bytes:
    number = 0
    while (mark := b"part%d" % number) + b"-" in raw:
        number += 1
    return mark


def _parsed(skeleton: bytes) -> Message:
    parser = email.parser.BytesParser(policy=compat32)
    try:
        return parser.parsebytes(skeleton)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return parser.parsebytes(skeleton, headersonly=True)


def _of_base64(letters: memoryview) -> bytes:
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(letters))
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
