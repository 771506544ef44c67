"""A mailbox on an IMAP server: its folders, what arrived after a given mail, what arrives now."""

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Self

from imap_tools.errors import UnexpectedCommandStatusError

from twinhelm.letters.connection import Connection, Server, connected, failures, words_of
from twinhelm.letters.problems import Broken, NoSuchFolder, NumberedAnew

LARGEST = 50 * 1024 * 1024
BEGINNING = 256 * 1024
"""Bytes of a larger mail that are fetched."""
_NUMBERS_AT_ONCE = 500
_MOST_NUMBERS_AT_ONCE = 50_000
_LOOK_EVERY_SECONDS = 1.0
_ASK_EVERY_SECONDS = 20.0

_UID = re.compile(rb"\bUID (\d+)")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)")
_INTERNAL_DATE = re.compile(rb'\bINTERNALDATE "([^"]*)"')
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_NOT_THERE = re.compile(r"nonexistent|doesn.t exist|does not exist|not exist|unknown|not found|no such", re.IGNORECASE)
_NEWS = re.compile(rb"\b(EXISTS|RECENT|EXPUNGE|FETCH)\b")


class Role(StrEnum):
    """What a folder is for."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    JUNK = "junk"
    TRASH = "trash"
    ARCHIVE = "archive"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a mailbox."""

    name: str
    role: Role
    can_be_opened: bool


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """How a folder numbers its mails."""

    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail on the server; its bytes come when they are asked for."""

    uid: int
    flags: tuple[str, ...]
    internal_at: datetime | None
    size: int
    _fetch: Callable[[], bytes | None] = field(repr=False, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether `raw` gives all of it and not only the beginning."""
        return self.size <= LARGEST

    def raw(self) -> bytes | None:
        """None when it has gone meanwhile."""
        return self._fetch()


class Box:
    """One connection to one mailbox. Every method raises a LetterProblem that names its case."""

    def __init__(self, connection: Connection, server: Server) -> None:
        self._connection = connection
        self._server = server
        self._open = ""

    @classmethod
    def connect(cls, server: Server, *, context: ssl.SSLContext | None = None) -> Self:
        """context: for tests and houses with an authority of their own.

        Raises WrongPassword, NoAnswer, NotSecure, Broken.
        """
        return cls(connected(server, context), server)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Never raises: what was asked has been answered."""
        with suppress(Exception):
            self._connection.logout()
        with suppress(Exception):
            self._connection.client.shutdown()

    def folders(self) -> list[Folder]:
        with failures(self._server):
            listed = self._connection.folder.list()
        taken: set[Role] = set()
        found = []
        for one in listed:
            flags = {flag.lower() for flag in one.flags}
            role = _role(one.name, one.delim, flags)
            if role in taken:
                role = Role.OTHER
            taken |= {role} - {Role.OTHER}
            found.append(Folder(one.name, role, not flags & {"\\noselect", "\\nonexistent"}))
        return found

    def status(self, folder: str) -> FolderStatus:
        with failures(self._server), _in(folder):
            said = self._connection.folder.status(folder, ("UIDVALIDITY", "UIDNEXT", "MESSAGES"))
        try:
            return FolderStatus(said["UIDVALIDITY"], said["UIDNEXT"], said["MESSAGES"])
        except KeyError as missing:
            raise Broken(host=self._server.host, words=f"no {missing.args[0]}") from None

    def fetch(self, folder: str, after_uid: int, at_most: int, *, uidvalidity: int | None = None) -> Iterator[Arrival]:
        """In the order of their numbers, without marking anything as read; give the last number to go on.

        uidvalidity: as remembered together with after_uid.
        Raises NumberedAnew, NoSuchFolder, NoAnswer, Broken.
        """
        numbered, uidnext = self._examine(folder)
        if uidvalidity is not None and numbered != uidvalidity:
            raise NumberedAnew(folder=folder)
        yield from islice(self._all(folder, after_uid + 1, uidnext - 1), at_most)

    def idle(self, folder: str, seconds: float, stop: Callable[[], bool], *, known_uidnext: int = 0) -> bool:
        """Waits for news in the folder; true when there are some. Ends early when the server tires.

        known_uidnext: what the caller has seen; mail that arrived since is news at once.
        stop: asked once a second.
        """
        _numbered, uidnext = self._examine(folder)
        if known_uidnext and uidnext > known_uidnext:
            return True
        deadline = time.monotonic() + seconds
        with failures(self._server):
            if "IDLE" in self._connection.client.capabilities:
                return self._listen(deadline, stop)
            return self._ask_again(deadline, stop)

    def append(self, folder: str, raw: bytes, flags: tuple[str, ...] = ("\\Seen",), at: datetime | None = None) -> None:
        """Puts a mail there, as a copy of what was sent."""
        lines = re.sub(rb"\r?\n", b"\r\n", raw)
        with failures(self._server), _in(folder):
            self._connection.append(lines, folder, dt=at, flag_set=flags)

    def _examine(self, folder: str) -> tuple[int, int]:
        """Opens the folder afresh, so that it shows what has arrived, and says its UIDVALIDITY and UIDNEXT."""
        self._open = ""
        with failures(self._server), _in(folder):
            self._connection.folder.set(folder, readonly=True)
            numbers = [self._connection.client.response(name)[1][-1] for name in ("UIDVALIDITY", "UIDNEXT")]
            self._open = folder
            if all(isinstance(number, bytes) and number.isdigit() for number in numbers):
                return int(numbers[0]), int(numbers[1])
        status = self.status(folder)
        return status.uidvalidity, status.uidnext

    def _all(self, folder: str, first: int, last: int) -> Iterator[Arrival]:
        """In ranges of numbers, so that no answer is large; those of an old folder have wide gaps."""
        width = _NUMBERS_AT_ONCE
        while first <= last:
            found = self._numbered(folder, first, min(first + width - 1, last))
            yield from found
            first += width
            width = min(width * 4, _MOST_NUMBERS_AT_ONCE) if len(found) < width // 8 else _NUMBERS_AT_ONCE

    def _numbered(self, folder: str, first: int, last: int) -> list[Arrival]:
        with failures(self._server):
            said, lines = self._connection.client.uid(
                "FETCH", f"{first}:{last}", "(UID FLAGS INTERNALDATE RFC822.SIZE)"
            )
        if said != "OK":
            raise Broken(host=self._server.host, words=words_of(lines))
        found = [one for line in lines if isinstance(line, bytes) and (one := self._arrival(folder, line))]
        return sorted((one for one in found if first <= one.uid <= last), key=lambda one: one.uid)

    def _arrival(self, folder: str, line: bytes) -> Arrival | None:
        uid, size = _UID.search(line), _SIZE.search(line)
        if not uid or not size:
            return None
        flags, date = _FLAGS.search(line), _INTERNAL_DATE.search(line)
        number, octets = int(uid[1]), int(size[1])
        return Arrival(
            uid=number,
            flags=tuple(flags[1].decode("ascii", "replace").split()) if flags else (),
            internal_at=_moment(date[1].decode("ascii", "replace")) if date else None,
            size=octets,
            _fetch=lambda: self._raw(folder, number, is_whole=octets <= LARGEST),
        )

    def _raw(self, folder: str, uid: int, *, is_whole: bool) -> bytes | None:
        if self._open != folder:
            self._examine(folder)
        wanted = "(UID BODY.PEEK[])" if is_whole else f"(UID BODY.PEEK[]<0.{BEGINNING}>)"
        with failures(self._server):
            said, lines = self._connection.client.uid("FETCH", str(uid), wanted)
        if said != "OK":
            raise Broken(host=self._server.host, words=words_of(lines))
        for line in lines:
            if isinstance(line, tuple) and b"BODY[]" in line[0]:
                return bytes(line[1])
        return None

    def _listen(self, deadline: float, stop: Callable[[], bool]) -> bool:
        idle: Any = self._connection.idle
        idle.start()
        has_news = False
        while not has_news and not stop() and (left := deadline - time.monotonic()) > 0:
            began, wait = time.monotonic(), min(left, _LOOK_EVERY_SECONDS)
            lines = idle.poll(timeout=wait)
            has_news = any(_NEWS.search(line) for line in lines)
            if not lines and time.monotonic() - began < wait / 2:
                break  # readable and nothing to read: the server has gone, or is about to say so
        idle.stop()
        return has_news

    def _ask_again(self, deadline: float, stop: Callable[[], bool]) -> bool:
        """For servers that can't call: asks now and then."""
        client = self._connection.client
        asked = time.monotonic()
        while not stop() and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_EVERY_SECONDS))
            if time.monotonic() - asked >= _ASK_EVERY_SECONDS:
                asked = time.monotonic()
                client.untagged_responses.clear()
                client.noop()
                if any(name in client.untagged_responses for name in ("EXISTS", "RECENT", "EXPUNGE")):
                    return True
        return False


@contextmanager
def _in(folder: str) -> Iterator[None]:
    """Turns a refusal that is about the folder into NoSuchFolder."""
    if not folder or any(not one.isprintable() for one in folder):
        raise NoSuchFolder(folder=folder)
    try:
        yield
    except UnexpectedCommandStatusError as error:
        if _NOT_THERE.search(words_of(error)):
            raise NoSuchFolder(folder=folder) from None
        raise


_BY_FLAG = {
    "\\sent": Role.SENT,
    "\\drafts": Role.DRAFTS,
    "\\junk": Role.JUNK,
    "\\trash": Role.TRASH,
    "\\archive": Role.ARCHIVE,
    "\\all": Role.ARCHIVE,
}
_BY_NAME = {
    "sent": Role.SENT,
    "sent items": Role.SENT,
    "sent messages": Role.SENT,
    "gesendet": Role.SENT,
    "gesendete objekte": Role.SENT,
    "drafts": Role.DRAFTS,
    "entwürfe": Role.DRAFTS,
    "junk": Role.JUNK,
    "junk e-mail": Role.JUNK,
    "spam": Role.JUNK,
    "trash": Role.TRASH,
    "deleted items": Role.TRASH,
    "deleted messages": Role.TRASH,
    "papierkorb": Role.TRASH,
    "archive": Role.ARCHIVE,
    "archiv": Role.ARCHIVE,
}


def _role(name: str, delimiter: str, flags: set[str]) -> Role:
    """By what the server says, else by the usual names."""
    if name.upper() == "INBOX":
        return Role.INBOX
    for flag, role in _BY_FLAG.items():
        if flag in flags:
            return role
    last = name.rpartition(delimiter)[2] if delimiter and delimiter != "NIL" else name
    return _BY_NAME.get(last.lower(), Role.OTHER)


def _moment(words: str) -> datetime | None:
    try:
        return parsedate_to_datetime(words.strip()).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
