"""Fixtures of the real parts: one server for a whole run, users and modes of its own for each test."""

import uuid
from collections.abc import Iterator

import pytest

from tests.parts.dovecot import Dovecot, a_dovecot
from tests.parts.mail_sink import MailSink, Mode, a_mail_sink


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot; add a user of your own."""
    with a_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def running_sink() -> Iterator[MailSink]:
    with a_mail_sink() as sink:
        yield sink


@pytest.fixture
def mail_sink(running_sink: MailSink) -> Iterator[MailSink]:
    """A running SMTP server, empty and accepting."""
    running_sink.mails.clear()
    running_sink.log.unlink(missing_ok=True)
    running_sink.mode, running_sink.pause_seconds = Mode.ACCEPT, 0.0
    yield running_sink
    running_sink.mode, running_sink.pause_seconds = Mode.ACCEPT, 0.0


@pytest.fixture
def mail_user() -> str:
    """A name that no other test uses."""
    return f"ana-{uuid.uuid4().hex[:8]}@northlight.example"
