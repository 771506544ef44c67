"""A letter on its way over SMTP, to a real server."""

import ssl
from datetime import UTC, datetime

import pytest

from tests.parts.mail_sink import Mode, a_mail_sink
from twinhelm.foundation import transports
from twinhelm.foundation.transports import (
    Delayed,
    Envelope,
    NotSafe,
    PasswordRefused,
    Rejected,
    SmtpTransport,
    Uncertain,
    Withdrawn,
)
from twinhelm.letters import Address, Draft, compose, recipients

ROSA, RUTH = Address("Rosa", "rosa@alder.example"), Address("", "ruth@bäckerei.example")


def a_transport(sink, **given) -> SmtpTransport:
    return SmtpTransport(
        **{
            "host": "localhost",
            "port": sink.port,
            "user": "",
            "password": "",
            "is_tls": False,
            "is_starttls": False,
            "address": "127.0.0.1",
            **given,
        }
    )


def an_envelope(*to: Address, text: str = "Hello.\n.\nBye.\n") -> Envelope:
    draft = Draft(
        sender=Address("Ana", "ana@northlight.example"),
        to=to or (ROSA, RUTH),
        subject="The bread page",
        text=text,
        message_id="first@northlight.example",
        sent_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    first, *others = recipients(draft)
    return Envelope("ana@northlight.example", first, compose(draft), tuple(others))


def test_a_letter_to_several_people_is_one_mail(mail_sink):
    claims = []
    a_transport(mail_sink).deliver(an_envelope(), lambda: claims.append("claimed"))
    [taken] = mail_sink.mails
    assert taken.recipients == ("rosa@alder.example", "ruth@xn--bckerei-5wa.example")
    assert claims == ["claimed"]
    assert mail_sink.taken() == {"<first@northlight.example>": 1}


@pytest.mark.parametrize(("mode", "problem"), [(Mode.REJECT_RECIPIENTS, Rejected), (Mode.DELAY_RECIPIENTS, Delayed)])
def test_one_recipient_refused_keeps_the_letter_from_all_and_is_named(mail_sink, mode, problem):
    mail_sink.mode = mode
    claims = []
    with pytest.raises(problem, match=r"Nobody got it, because of nobody@alder\.example"):
        a_transport(mail_sink).deliver(
            an_envelope(ROSA, Address("", "nobody@alder.example")), lambda: claims.append("claimed")
        )
    assert not mail_sink.mails
    assert not claims


def test_a_rejected_text_is_rejected_for_good(mail_sink):
    mail_sink.mode = Mode.REJECT
    with pytest.raises(Rejected, match="554"):
        a_transport(mail_sink).deliver(an_envelope(), lambda: None)


def test_a_connection_that_breaks_after_the_text_leaves_the_question_open(mail_sink):
    mail_sink.mode = Mode.DROP_AFTER_TEXT
    with pytest.raises(Uncertain):
        a_transport(mail_sink).deliver(an_envelope(), lambda: None)
    assert mail_sink.taken().total() == 1


def test_a_server_that_hangs_after_the_text_leaves_the_question_open(mail_sink, monkeypatch):
    monkeypatch.setattr(transports, "TIMEOUT_SECONDS", 0.5)
    mail_sink.mode = Mode.HANG
    with pytest.raises(Uncertain):
        a_transport(mail_sink).deliver(an_envelope(), lambda: None)


def test_a_letter_withdrawn_at_the_last_moment_does_not_leave(mail_sink):
    def withdraw():
        raise Withdrawn("Another worker has it.")

    with pytest.raises(Withdrawn):
        a_transport(mail_sink).deliver(an_envelope(), withdraw)
    assert not mail_sink.mails


def test_signs_in_and_says_when_the_password_is_refused():
    with a_mail_sink(password="bread") as sink:
        known = a_transport(sink, user="ana", password="bread")
        known.deliver(an_envelope(), lambda: None)
        assert sink.mails[0].user == "ana"
        with pytest.raises(PasswordRefused, match="refuses our name and password"):
            a_transport(sink, user="ana", password="cake").try_out()
        known.try_out()
        assert len(sink.mails) == 1
        assert "bread" not in repr(known)


def test_encrypts_and_insists_on_the_name_in_the_certificate():
    with a_mail_sink(offers_starttls=True) as sink:
        context = ssl.create_default_context(cafile=str(sink.files.authority))
        a_transport(sink, is_starttls=True, context=context).deliver(an_envelope(), lambda: None)
        assert len(sink.mails) == 1
        for unsafe in ({"host": "elsewhere.example", "context": context}, {}):
            with pytest.raises(NotSafe, match="certificate"):
                a_transport(sink, is_starttls=True, **unsafe).try_out()


def test_a_server_without_encryption_gets_no_password(mail_sink):
    with pytest.raises(NotSafe, match="no encryption"):
        a_transport(mail_sink, is_starttls=True, user="ana", password="bread").try_out()


def test_nobody_at_the_address_is_a_delay(mail_sink):
    with pytest.raises(Delayed, match="does not answer"):
        a_transport(mail_sink, port=1).try_out()
