"""Outgoing mail: what is posted, what leaves, and what is said about it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives, send_mail

from twinhelm.foundation import clock, mail, sending
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.choices import MailKind, MailState
from twinhelm.foundation.models import Job, OutgoingMail
from twinhelm.foundation.testing import run_jobs

pytestmark = pytest.mark.django_db


class Sink:
    """A mail server that keeps what it gets and answers as the test wants."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.reply_to_recipient = "250 OK"
        self.reply_to_text = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.reply_to_recipient

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content.decode())
        if self.reply_to_text == "hang up":
            server.transport.abort()
        return self.reply_to_text


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    yield sink
    controller.stop()


def a_mail(**wanted) -> OutgoingMail:
    given = {"to": "rosa@alder.example", "subject": "Your new page", "text": "Hello.\n.\nBye.", "kind": MailKind.CLIENT}
    return mail.post(**{**given, **wanted})


def after_sending(one: OutgoingMail) -> OutgoingMail:
    run_jobs()
    one.refresh_from_db()
    return one


def test_a_posted_mail_arrives_whole(sink):
    one = after_sending(a_mail(html="<p>Hello</p>"))
    assert one.state == MailState.SENT
    assert len(sink.mails) == 1
    assert "Subject: Your new page" in sink.mails[0]
    assert "Hello.\r\n.\r\nBye." in sink.mails[0]
    assert one.message_id in sink.mails[0]
    assert "text/html" in sink.mails[0]


def test_the_same_key_makes_one_mail(sink):
    assert a_mail(key="request:7:decided") == a_mail(key="request:7:decided")
    run_jobs()
    a_mail(key="request:7:decided")
    run_jobs()
    assert len(sink.mails) == 1


@pytest.mark.parametrize(
    "to", ["a@b.example,c@d.example", "a@b.example\nBcc: c@d.example", "Ana <a@b.example>", "", "a@b.example\x00"]
)
def test_refuses_more_or_less_than_one_address(to):
    with pytest.raises(Invalid):
        a_mail(to=to)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: c@d.example", "Hello\nX: y", "Hello\x00", "h" * 251])
def test_refuses_a_subject_that_is_not_one_line(subject):
    with pytest.raises(Invalid):
        a_mail(subject=subject)


def test_a_refused_recipient_is_a_failure_with_the_servers_words(sink):
    sink.reply_to_recipient = "550 No such user here"
    one = after_sending(a_mail())
    assert one.state == MailState.FAILED
    assert "No such user here" in one.reason


def test_a_busy_server_is_tried_again_later(sink):
    sink.reply_to_text = "451 Try again later"
    one = after_sending(a_mail())
    assert (one.state, one.claimed_at) == (MailState.WAITING, None)
    sink.reply_to_text = "250 OK"
    Job.objects.update(run_at=clock.now())
    assert after_sending(one).state == MailState.SENT


def test_a_dead_server_is_tried_again_later(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    one = after_sending(a_mail())
    assert one.state == MailState.WAITING
    assert "127.0.0.1:1" in one.reason


def test_no_answer_after_the_last_line_leaves_a_question_about_a_clients_mail(sink):
    sink.reply_to_text = "hang up"
    one = after_sending(a_mail())
    assert one.state == MailState.AMBIGUOUS
    Job.objects.update(run_at=clock.now())
    run_jobs()
    assert len(sink.mails) == 1


def test_a_sign_in_mail_without_an_answer_goes_out_again_under_the_same_id(sink):
    sink.reply_to_text = "hang up"
    one = after_sending(a_mail(kind=MailKind.SIGN_IN))
    sink.reply_to_text = "250 OK"
    Job.objects.update(run_at=clock.now())
    assert after_sending(one).state == MailState.SENT
    assert len(sink.mails) == 2
    assert all(one.message_id in copy for copy in sink.mails)


def test_a_clients_mail_that_was_in_a_dead_workers_hands_is_not_sent_again(sink):
    one = a_mail()
    sending.claim(one)
    assert after_sending(one).state == MailState.AMBIGUOUS
    assert not sink.mails


def test_a_late_sign_in_mail_is_dropped(sink):
    one = after_sending(a_mail(kind=MailKind.SIGN_IN, not_after=clock.now() - timedelta(seconds=1)))
    assert one.state == MailState.CANCELLED
    assert not sink.mails


def test_a_withdrawn_mail_never_leaves(sink):
    one = a_mail()
    assert mail.withdraw(to="ROSA@alder.example", at=clock.now(), reason="Rosa left.") == 1
    assert after_sending(one).state == MailState.CANCELLED
    assert not sink.mails


def test_a_mail_withdrawn_during_the_conversation_with_the_server_does_not_leave(sink, monkeypatch):
    one = a_mail()
    claim = sending.claim

    def withdraw_first(taken):
        mail.withdraw(to=one.recipient, at=clock.now(), reason="Rosa left.")
        claim(taken)

    monkeypatch.setattr(sending, "claim", withdraw_first)
    assert after_sending(one).state == MailState.CANCELLED
    assert not sink.mails


def test_a_question_is_answered_once(sink):
    one = a_mail()
    sending.claim(one)
    one = after_sending(one)
    assert mail.it_arrived(one, at=clock.now()).state == MailState.SENT
    with pytest.raises(mail.AlreadySettled):
        mail.send_again(one)


def test_sending_again_keeps_the_id(sink):
    one = a_mail()
    sending.claim(one)
    one = mail.send_again(after_sending(one))
    assert after_sending(one).state == MailState.SENT
    assert one.message_id in sink.mails[0]


def test_a_mail_whose_job_is_gone_gets_another(sink):
    one = a_mail()
    Job.objects.all().delete()
    OutgoingMail.objects.update(created_at=clock.now() - timedelta(minutes=5))
    sending.sweep_mail.enqueue()
    assert after_sending(one).state == MailState.SENT


def test_a_mail_whose_job_gave_up_has_failed_with_its_reason(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    one = after_sending(a_mail())
    Job.objects.update(state="failed")
    OutgoingMail.objects.update(created_at=clock.now() - timedelta(minutes=5))
    sending.sweep_mail.enqueue()
    one = after_sending(one)
    assert one.state == MailState.FAILED
    assert "127.0.0.1:1" in one.reason


def test_without_a_mail_server_mails_are_kept_in_a_folder_only_we_can_read(settings, tmp_path):
    settings.HOME, settings.EMAIL_URL = tmp_path, ""
    one = after_sending(a_mail())
    assert one.state == MailState.SENT
    assert "mail" in one.reason
    [kept] = Path(tmp_path / "mail").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_what_libraries_send_goes_through_the_outbox(settings, sink):
    settings.EMAIL_BACKEND = "twinhelm.foundation.mail.OutboxBackend"
    send_mail("Sign in", "Here is your link.", None, ["ana@northlight.example", "pim@northlight.example"])
    rich = EmailMultiAlternatives("Sign in", "Text", None, ["dee@northlight.example"])
    rich.attach_alternative("<p>Text</p>", "text/html")
    rich.send()
    assert OutgoingMail.objects.filter(kind=MailKind.SIGN_IN).count() == 3
    run_jobs()
    assert len(sink.mails) == 3
    assert not OutgoingMail.objects.exclude(text="").exists()
