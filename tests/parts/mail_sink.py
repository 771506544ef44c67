"""A mail server that takes everything, and writes down what it took before it says so."""

import asyncio
import os
import re
import socket
import ssl
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.parts.certificates import Certificates, certificates

HOST = "localhost"


class Mode(StrEnum):
    """How the sink behaves from now on."""

    ACCEPT = "accept"
    REJECT = "reject"
    """Says no, for ever, to what it was sent."""
    REJECT_RECIPIENTS = "reject_recipients"
    """Says no, for ever, to recipients that begin with `nobody`."""
    DELAY_RECIPIENTS = "delay_recipients"
    """Says later to recipients that begin with `nobody`."""
    HANG = "hang"
    """Takes what it was sent and says nothing for a minute."""
    DROP_AFTER_TEXT = "drop"
    """Takes and writes down what it was sent, then breaks the connection instead of answering."""


@dataclass(frozen=True)
class Taken:
    """One mail as it came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    user: str


class MailSink:
    """A running sink. `log` has one line `Message-ID<TAB>recipients` for each mail, on disk before the answer."""

    def __init__(self, log: Path, *, password: str = "", files: Certificates | None = None) -> None:
        self.log = log
        self.mode = Mode.ACCEPT
        self.mails: list[Taken] = []
        self.password = password
        self.files = files
        self.port = 0
        self.pause_seconds = 0.0
        """How long it thinks between writing down and answering: the moment that a kill may hit."""
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """For TWINHELM_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self) -> Counter[str]:
        """How often each Message-ID was taken, by the log, which outlives every kill."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return Counter(line.partition("\t")[0] for line in lines)

    def start(self, port: int = 0) -> None:
        self.port = port or self.port or _a_free_port()
        self._controller = _controller(self)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop(no_assert=True)
        self._controller = None

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody") and self.mode is Mode.REJECT_RECIPIENTS:
            return "550 5.1.1 There is nobody of that name"
        if address.startswith("nobody") and self.mode is Mode.DELAY_RECIPIENTS:
            return "451 4.3.0 Not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.mode is Mode.REJECT:
            return "554 5.7.1 We do not want this"
        if self.mode is Mode.HANG:
            await asyncio.sleep(60)
        self._write_down(envelope, session)
        if self.mode is Mode.DROP_AFTER_TEXT:
            server.transport.abort()
        time.sleep(self.pause_seconds)
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _how: str, given: LoginPassword) -> AuthResult:
        if isinstance(given, LoginPassword) and given.password.decode() == self.password:
            return AuthResult(success=True, auth_data=given.login.decode())
        return AuthResult(success=False, handled=False)

    def _write_down(self, envelope: Any, session: Any) -> None:
        content = bytes(envelope.content)
        found = re.search(rb"(?mi)^Message-ID:\s*(<[^>]+>)", content)
        recipients = tuple(envelope.rcpt_tos)
        with self.log.open("a") as log:
            log.write(f"{found[1].decode() if found else '-'}\t{','.join(recipients)}\n")
            log.flush()
            os.fsync(log.fileno())
        self.mails.append(Taken(envelope.mail_from, recipients, content, session.auth_data or ""))


@contextmanager
def a_mail_sink(log: Path | None = None, *, password: str = "", offers_starttls: bool = False) -> Iterator[MailSink]:
    """password: when given, mails are taken only from those who know it."""
    with tempfile.TemporaryDirectory(prefix="twinhelm-sink-") as folder:
        files = certificates(Path(folder), HOST) if offers_starttls else None
        sink = MailSink(log or Path(folder) / "taken.log", password=password, files=files)
        sink.start()
        try:
            yield sink
        finally:
            sink.stop()


def _controller(sink: MailSink) -> Controller:
    settings: dict[str, Any] = {"data_size_limit": 64 * 1024 * 1024}
    if sink.password:
        settings |= {"authenticator": sink.authenticate, "auth_required": True, "auth_require_tls": False}
    if sink.files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sink.files.cert, sink.files.key)
        settings["tls_context"] = context
    warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
    return Controller(sink, hostname="127.0.0.1", port=sink.port, **settings)


def _a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
