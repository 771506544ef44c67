"""Ways for a mail to leave: SMTP, a folder, the console."""

import re
import smtplib
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 20
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class NotDelivered(Exception):  # noqa: N818  names the outcome
    """The mail did not leave, or nobody knows."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Rejected(NotDelivered):
    """The other side will never take this mail."""


class Delayed(NotDelivered):
    """The other side has not got it and may take it later."""


class PasswordRefused(Delayed):
    """The other side does not take our name and password; a person has to look."""


class NotSafe(Delayed):
    """The other side offers no encryption, or a certificate that is not its own; a person has to look."""


class Uncertain(NotDelivered):
    """The last line was sent and no answer came back."""


class Withdrawn(NotDelivered):
    """Cancelled, or taken by another worker, at the last moment."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail from one address to one or several."""

    sender: str
    recipient: str
    mail: EmailMessage
    others: tuple[str, ...] = ()
    """Further recipients: all of them get it, or nobody."""
    raw: bytes = b""
    """The mail as it was composed and kept; empty: `mail` is written out."""

    @property
    def lines(self) -> bytes:
        return self.raw or self.mail.as_bytes(policy=SMTP_POLICY)

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.recipient, *self.others)))


class Transport(Protocol):
    """Carries one mail."""

    def deliver(self, envelope: Envelope, claim: Callable[[], None]) -> str:
        """Calls `claim` at the last moment. Returns a note for the person who looks.

        Raises Rejected, Delayed, Uncertain, and Withdrawn from `claim`.
        """
        ...


class Way(Protocol):
    """A way for mail to leave that an area above knows: a member's own mail server, for instance."""

    def transport(self, way_id: int) -> Transport:
        """Raises Rejected, Delayed."""
        ...

    def settled(self, mail_id: int) -> None:
        """A mail has left this way, or perhaps, or can't."""
        ...


ways: dict[str, Way] = {}


def register(name: str, way: Way) -> None:
    """The name stands in the database: never rename one."""
    ways[name] = way


def transport_of(way: str, way_id: int | None) -> Transport:
    """The registered way's; without one, the product's own.

    Raises Rejected, Delayed.
    """
    if not way:
        return transport()
    if way not in ways or way_id is None:
        raise Rejected(_("The way by which this mail was to leave is no longer there."))
    return ways[way].transport(way_id)


def transport() -> Transport:
    """The one that TWINHELM_EMAIL_URL names; without it mails are kept in a folder."""
    address = urlsplit(settings.EMAIL_URL)
    if address.scheme in {"smtp", "smtps"}:
        return SmtpTransport.from_address(address)
    if address.scheme == "console":
        return ConsoleTransport()
    return FolderTransport(Path(settings.HOME) / "mail")


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Keeps mails as files when no mail server is set."""

    folder: Path

    def deliver(self, envelope: Envelope, claim: Callable[[], None]) -> str:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        claim()
        path = self.folder / f"{envelope.mail['Message-ID'].strip('<>').partition('@')[0]}.eml"
        path.touch(mode=0o600)
        path.write_bytes(envelope.lines)
        return _("Kept in the folder “mail”: no mail server is set.")


class ConsoleTransport:
    """Prints mails."""

    def deliver(self, envelope: Envelope, claim: Callable[[], None]) -> str:
        claim()
        sys.stdout.write(f"{envelope.lines.decode('utf-8', 'replace')}\n")
        sys.stdout.flush()
        return _("Printed on the console: no mail server is set.")


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Speaks SMTP line by line, because the claim belongs between the text and its last dot."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool
    is_starttls: bool
    address: str = ""
    """The numeric one that was checked and is connected to; without it, whatever the host's name leads to."""
    context: ssl.SSLContext | None = field(default=None, repr=False, compare=False)
    """For houses with an authority of their own."""

    @classmethod
    def from_address(cls, address: SplitResult) -> "SmtpTransport":
        """`smtps://user:password@host`, or `smtp://…`, which insists on STARTTLS unless on loopback or `?starttls=no`."""
        host, is_tls = address.hostname or "localhost", address.scheme == "smtps"
        asked = parse_qs(address.query).get("starttls", ["no" if host in LOOPBACK else "yes"])[0]
        return cls(
            host=host,
            port=address.port or (465 if is_tls else 587),
            user=unquote(address.username or ""),
            password=unquote(address.password or ""),
            is_tls=is_tls,
            is_starttls=not is_tls and asked != "no",
        )

    def deliver(self, envelope: Envelope, claim: Callable[[], None]) -> str:
        server = self.connect()
        try:
            self.send_all_but_the_dot(server, envelope)
            claim()
            self.send_the_dot(server)
            server.putcmd("quit")
        finally:
            server.close()
        return ""

    def try_out(self) -> None:
        """Connects and signs in, and sends nothing. Raises as `deliver` does."""
        self.connect().close()

    def connect(self) -> smtplib.SMTP:
        try:
            return self.greeted()
        except smtplib.SMTPAuthenticationError as problem:
            raise self.refused(problem) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSafe(_("The mail server %(host)s offers no encryption.") % {"host": self.host}) from None
        except ssl.SSLCertVerificationError:
            raise NotSafe(
                _("The certificate of the mail server %(host)s is not its own.") % {"host": self.host}
            ) from None
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            raise Delayed(self.no_answer(problem)) from None

    def greeted(self) -> smtplib.SMTP:
        context = self.context or ssl.create_default_context()
        server = (
            _TlsClient(self.host, self.port, self.address, context)
            if self.is_tls
            else _Client(self.host, self.port, self.address)
        )
        try:
            server.ehlo_or_helo_if_needed()
            if self.is_starttls:
                server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
            if self.user and (self.is_tls or self.is_starttls or server.has_extn("auth")):
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def refused(self, problem: smtplib.SMTPAuthenticationError) -> Delayed:
        if 400 <= problem.smtp_code < 500:
            return Delayed(self.said(problem.smtp_code, problem.smtp_error))
        return PasswordRefused(_("The mail server %(host)s refuses our name and password.") % {"host": self.host})

    def send_all_but_the_dot(self, server: smtplib.SMTP, envelope: Envelope) -> None:
        lines = dotted(envelope.lines)
        options = [f"size={len(lines)}"] if server.has_extn("size") else []
        try:
            self.expect(server.mail(envelope.sender, options), {250})
            for recipient in envelope.recipients:
                self.expect(server.rcpt(recipient), {250, 251}, about=recipient if envelope.others else "")
            self.expect(server.docmd("DATA"), {354})
            server.send(lines)
        except (OSError, smtplib.SMTPException) as problem:
            raise Delayed(self.no_answer(problem)) from None

    def send_the_dot(self, server: smtplib.SMTP) -> None:
        try:
            server.send(b".\r\n")
            reply = server.getreply()
        except (OSError, smtplib.SMTPException):
            raise Uncertain(_("The connection to %(host)s broke before it answered.") % {"host": self.host}) from None
        self.expect(reply, {250})

    def expect(self, reply: tuple[int, bytes], wanted: set[int], *, about: str = "") -> None:
        """about: the recipient that the answer is about, where there are several."""
        code, words = reply
        if code in wanted:
            return
        sentence = self.said(code, words)
        if about:
            sentence = _("Nobody got it, because of %(recipient)s. %(sentence)s") % {
                "recipient": about,
                "sentence": sentence,
            }
        raise Rejected(sentence) if 500 <= code < 600 else Delayed(sentence)

    def said(self, code: int, words: bytes | str) -> str:
        return _("The mail server %(host)s said: %(code)s %(words)s") % {
            "host": self.host,
            "code": code,
            "words": (words.decode("utf-8", "replace") if isinstance(words, bytes) else words)[:200],
        }

    def no_answer(self, problem: Exception) -> str:
        return _("The mail server %(host)s:%(port)s does not answer (%(kind)s).") % {
            "host": self.host,
            "port": self.port,
            "kind": type(problem).__name__,
        }


class _Client(smtplib.SMTP):
    """Connects to the checked address; the certificate must bear the host's name all the same."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._checked_address = address or host
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)

    def _get_socket(self, _host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self._checked_address, port), timeout)


class _TlsClient(_Client):
    """The same, encrypted from the first byte."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(host, port, address)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


def dotted(lines: bytes) -> bytes:
    """Lines that begin with a dot get another one, and the text ends with a line break. Source: RFC 5321, 4.5.2."""
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"
