"""A connection to an IMAP server: to the address that was checked, under the name that its certificate must bear."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError
from imap_tools.mailbox import BaseMailBox

from twinhelm.letters.problems import Broken, LetterProblem, NoAnswer, NotSecure, WrongPassword

TIMEOUT_SECONDS = 30
LONGEST_ANSWER = 64 * 1024 * 1024
"""Bytes in one piece that a server may make us hold."""
_NEEDS_ENCRYPTION = re.compile(r"PRIVACYREQUIRED|plaintext auth|STARTTLS|LOGINDISABLED", re.IGNORECASE)
_NO_FORM = re.compile(r"unexpected|an answer of", re.IGNORECASE)
_NOT_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA)\]", re.IGNORECASE)


class Security(StrEnum):
    """How a connection is encrypted."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mailbox is and how to get in."""

    host: str
    address: str
    """The numeric one that was checked and is connected to."""
    port: int
    security: Security
    user: str
    password: str = field(repr=False)


class Connection(BaseMailBox):
    """imap-tools on a client that goes to one address only."""

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._server, self._context = server, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        kind = _TlsClient if self._server.security is Security.TLS else _Client
        client = kind(self._server, self._context)
        if self._server.security is Security.STARTTLS:
            try:
                client.starttls(self._context)
            except BaseException:
                with suppress(OSError):
                    client.shutdown()
                raise
        return client


class _Client(imaplib.IMAP4):
    """Connects to the checked address and holds no answer of any length."""

    def __init__(self, server: Server, _context: ssl.SSLContext) -> None:
        self._address = server.address
        super().__init__(server.host, server.port, timeout=TIMEOUT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return socket.create_connection((self._address, self.port), timeout)

    def read(self, size: int) -> bytes:
        if size > LONGEST_ANSWER:
            raise self.abort(f"an answer of {size} bytes")
        return super().read(size)


class _TlsClient(_Client):
    """The same, encrypted from the first byte."""

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(server, context)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        bare = super()._create_socket(timeout)
        try:
            return self._context.wrap_socket(bare, server_hostname=self.host)
        except BaseException:
            bare.close()
            raise


def connected(server: Server, context: ssl.SSLContext | None = None) -> Connection:
    """Raises WrongPassword, NoAnswer, NotSecure, Broken."""
    if any(not one.isprintable() for one in server.user + server.password) or not server.user:
        raise WrongPassword(host=server.host, words="–")
    with failures(server):
        connection = Connection(server, context or ssl.create_default_context())
    try:
        with failures(server):
            _log_in(connection, server)
    except LetterProblem:
        with suppress(Exception):
            connection.client.shutdown()
        raise
    return connection


def _log_in(connection: Connection, server: Server) -> None:
    if server.security is Security.PLAIN and "LOGINDISABLED" in connection.client.capabilities:
        raise NotSecure(host=server.host, words="it takes passwords only through an encrypted connection")
    is_plain = (server.user + server.password).isascii()
    try:
        log_in = connection.login if is_plain else connection.login_utf8
        log_in(server.user, server.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (UnexpectedCommandStatusError, imaplib.IMAP4.error) as refused:
        raise _refused(server, words_of(refused)) from None
    connection.client.state = "AUTH"
    with suppress(imaplib.IMAP4.error):
        _said, lines = connection.client.capability()
        connection.client.capabilities = tuple(words_of(lines).upper().split())


def _refused(server: Server, words: str) -> LetterProblem:
    if _NEEDS_ENCRYPTION.search(words):
        return NotSecure(host=server.host, words=words)
    if _NOT_NOW.search(words):
        return Broken(host=server.host, words=words)
    return WrongPassword(host=server.host, words=words)


@contextmanager
def failures(server: Server) -> Iterator[None]:
    """Whatever goes wrong on the wire, by its case."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NotSecure(host=server.host, words=error.verify_message or "its certificate is not its own") from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
        raise NoAnswer(host=server.host, port=server.port, words="it broke the connection") from error
    except ssl.SSLError as error:
        raise NotSecure(host=server.host, words=error.reason or "no encrypted connection") from None
    except OSError as error:
        raise NoAnswer(host=server.host, port=server.port, words=_kind_of(error)) from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise _said(server, error) from None
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise Broken(host=server.host, words=type(error).__name__) from None


def _said(server: Server, error: Exception) -> LetterProblem:
    """What imaplib calls an abort: a connection that ended, or an answer in no known form."""
    words = words_of(error)
    if "TLS not supported" in words or "starttls" in words.lower():
        return NotSecure(host=server.host, words="it offers no encryption")
    if isinstance(error, imaplib.IMAP4.abort) and not _NO_FORM.search(words):
        return NoAnswer(host=server.host, port=server.port, words=words)
    return Broken(host=server.host, words=words)


def words_of(said: Any) -> str:
    """What a server said, as one line."""
    if isinstance(said, UnexpectedCommandStatusError):
        return words_of(said.command_result[1])
    if isinstance(said, Exception):
        said = said.args[0] if said.args else type(said).__name__
    if isinstance(said, list | tuple):
        return " ".join(words_of(one) for one in said if one is not None)[:200]
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(words.split())[:200]


def _kind_of(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return type(error).__name__
