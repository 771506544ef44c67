"""What a file is and how to read it, found by its content; the name only breaks ties."""

import re
from collections.abc import Mapping
from dataclasses import replace

from twinhelm.reading.letters import Bytes, cleaned
from twinhelm.reading.problems import Code, Problem, Unreadable
from twinhelm.reading.tables import first_letters, understand_encoding, understand_table
from twinhelm.reading.understanding import Field, Format, Understanding

LARGEST_FILE = 200 * 1024 * 1024
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Outlook file"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
)
_WEB_PAGE = re.compile(r"<(?:!doctype html|html|table|\?xml)", re.IGNORECASE)
_ENVELOPE = re.compile(r"From \S{1,300} .{5,60}\d{4}")
_MAIL_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}: ?\S")
_MAIL_NAMES = frozenset(
    {"from", "to", "date", "subject", "received", "return-path", "message-id", "delivered-to", "mime-version"}
)
_HEAD = 8192
_LIST_ENDINGS = (".txt", ".md", "")


def understand(
    name: str, stream: Bytes, *, answers: Mapping[str, str] | None = None, mapping: Mapping[str, str] | None = None
) -> Understanding:
    """How `stream` is to be read; every guess is a note or a question.

    name: the file's name, or anything without an ending for a pasted list.
    answers: to earlier questions, by their key.
    mapping: a remembered or corrected one, column → field.
    Raises Unreadable.
    """
    size = _size(stream)
    _refuse_size(name, size)
    _refuse_magic(name, stream)
    found = _understand(name, stream, answers or {})
    found = replace(found, size=size)
    return found.with_mapping(mapping) if mapping else _with_text(found, answers or {})


def _understand(name: str, stream: Bytes, answers: Mapping[str, str]) -> Understanding:
    stream.seek(0)
    start = stream.read(_HEAD)
    if format_ := _by_first_bytes(start):
        return Understanding(name, format_, encoding="utf-8")
    among_prose = _ending(name) in _LIST_ENDINGS
    if start.startswith(b"PK\x03\x04"):
        sheet = understand_table(name, stream, answers, among_prose=False)
        return sheet or Understanding(name, Format.TABLE)
    encoding, questions, notes = understand_encoding(name, stream, answers)
    head = cleaned(first_letters(stream, encoding)[:_HEAD])
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return Understanding(name, Format.CALENDAR, encoding=encoding, questions=questions, notes=notes)
    _refuse_others(name, head)
    table = understand_table(name, stream, answers, among_prose=among_prose)
    return table or Understanding(name, Format.PASTED, encoding=encoding, questions=questions, notes=notes)


def _by_first_bytes(start: bytes) -> Format | None:
    """Of formats that are UTF-8 by their standard, or whose bodies may be in any encoding."""
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip().decode("latin-1")
    if head[:1] == "{":
        return Format.TRELLO
    if _ENVELOPE.match(head):
        return Format.MAILBOX
    return Format.MESSAGE if _is_message(head) else None


def _refuse_others(name: str, head: str) -> None:
    if _WEB_PAGE.match(head):
        raise Unreadable(Problem(Code.WRONG_KIND, name, params={"kind": "a web page"}))
    _refuse_other_name(name)


def _refuse_other_name(name: str) -> None:
    ending = _ending(name)
    if ending == ".mbox":
        raise Unreadable(Problem(Code.NOT_A_MAILBOX, name))
    if ending in (".ics", ".ical"):
        raise Unreadable(Problem(Code.NO_EVENTS, name))
    if ending == ".json":
        raise Unreadable(Problem(Code.NOT_TRELLO, name))


def _is_message(head: str) -> bool:
    lines = head.split("\n")[:40]
    names = set()
    for line in lines:
        if not line.strip():
            break
        if _MAIL_HEADER.match(line):
            names.add(line.split(":", 1)[0].lower())
        elif not line[0].isspace():
            return False
    return len(names & _MAIL_NAMES) >= 2


def _with_text(found: Understanding, answers: Mapping[str, str]) -> Understanding:
    column = answers.get("text")
    if not column or column not in found.columns:
        return found
    return found.with_mapping({**found.mapping, column: str(Field.TEXT)})


def _size(stream: Bytes) -> int:
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    return size


def _refuse_size(name: str, size: int) -> None:
    if size == 0:
        raise Unreadable(Problem(Code.EMPTY, name))
    if size > LARGEST_FILE:
        params = {"megabytes": size // 1024**2, "limit": LARGEST_FILE // 1024**2}
        raise Unreadable(Problem(Code.TOO_BIG, name, params=params))


def _refuse_magic(name: str, stream: Bytes) -> None:
    start = stream.read(16)
    stream.seek(0)
    for mark, kind in _MAGIC:
        if start.startswith(mark):
            raise Unreadable(Problem(Code.WRONG_KIND, name, params={"kind": kind}))


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].casefold() if dot > 0 else ""
