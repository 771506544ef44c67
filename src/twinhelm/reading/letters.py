"""Bytes to letters: which encoding a file has, and lines of it without ever holding the whole."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from twinhelm.reading.problems import Code, Misread, excerpt

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac-roman")
"""What a person can choose from; the first two are recognised for certain."""

SAMPLE_BYTES = 256 * 1024
_BLOCK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEEN_IN_TEXT = bytes(set(range(256)) - set(range(9)) - set(range(14, 32)))
_MOST_CONTROLS = 0.08
_STRAY = re.compile("[\udc80-\udcff]")
_LETTERS = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


class Encoding(NamedTuple):
    """An encoding, and the piece of the file that made a guess necessary."""

    name: str
    sample: str = ""


class Bytes(Protocol):
    """A binary file that can be read again from its start."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...


class Counted:
    """A binary file that counts what was read of it, all passes together."""

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self.count += len(piece)
        return piece

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True


class _Raw(io.RawIOBase):
    """What io's own readers want below them; closing it leaves the caller's file open."""

    def __init__(self, stream: Bytes) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, target: "WriteableBuffer", /) -> int:
        view = memoryview(target)
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def find_encoding(stream: Bytes) -> Encoding:
    """Reads the whole stream once, a block at a time, and leaves it at its start.

    Raises Misread(BINARY) for what is no text.
    """
    stream.seek(0)
    start = stream.read(SAMPLE_BYTES)
    stream.seek(0)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name)
    if b"\0" in start and (name := _of_two_bytes(start)):
        return Encoding(name)
    if len(start.translate(None, _SEEN_IN_TEXT)) > len(start) * _MOST_CONTROLS:
        raise Misread(Code.BINARY)
    try:
        return _eight_bits(stream)
    finally:
        stream.seek(0)


def open_text(stream: Bytes, encoding: str) -> io.TextIOWrapper:
    """Lines end with `\\n` whatever the file has; bytes that do not fit become marks that `repaired` undoes."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(open_bytes(stream), encoding=encoding, errors=errors, newline=None)


def open_bytes(stream: Bytes) -> io.BufferedReader:
    return io.BufferedReader(_Raw(stream), 64 * 1024)


def has_strays(text: str) -> bool:
    return not text.isascii() and _STRAY.search(text) is not None


def repaired(text: str) -> str:
    """Bytes that were not UTF-8, read as Windows-1252, the most likely other one."""
    return _STRAY.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def has_odd_characters(text: str) -> bool:
    return _UNWANTED.search(text) is not None


def cleaned(text: str) -> str:
    """Without the control characters that no database or page wants, and without space around."""
    if text.isprintable():
        return text.strip()
    return _UNWANTED.sub("", text).strip()


def blocks(stream: Bytes) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _of_two_bytes(start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2 or 1
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _eight_bits(stream: Bytes) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strays = letters = 0
    sample = ""
    for block in blocks(stream):
        text = decoder.decode(block)
        if text.isascii():
            continue
        letters += len(_LETTERS.findall(text))
        found = _STRAY.findall(text)
        strays += len(found)
        sample = sample or _around_first_stray(text)
    if strays == 0 or letters > strays:
        return Encoding("utf-8")
    return Encoding("cp1252", sample)


def _around_first_stray(text: str) -> str:
    found = _STRAY.search(text)
    if not found:
        return ""
    piece = text[max(0, found.start() - 10) : found.end() + 10]
    return excerpt(repaired(piece).replace("\n", " ").replace("\r", " ").strip())
