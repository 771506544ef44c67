"""Mails of people and of programs, read as a person would."""

from datetime import UTC, datetime

import pytest

from twinhelm.letters import Address, Auto, Enclosure, Invitation, LeftOut, Trust, compose, read
from twinhelm.letters.testing import a_draft, a_mail


def test_a_composed_letter_is_read_as_it_was_written():
    draft = a_draft(
        subject="Grüße – der Plan",
        html='<p>Hallo <b>Rosa</b></p><p><img src="https://elsewhere.example/a.png"></p>',
        in_reply_to="oven-1@alder.example",
        references=["oven-0@alder.example"],
        enclosures=[Enclosure("Plan für März.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj\n")],
        invitation=Invitation("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    )
    letter = read(compose(draft).as_bytes())
    assert (letter.sender, letter.to) == (draft.sender, tuple(draft.to))
    assert letter.subject == "Grüße – der Plan"
    assert letter.sent_at == draft.sent_at
    assert letter.text == "Hello Rosa,\n\nthe bread page is ready."
    assert letter.html == '<p>Hallo <b>Rosa</b></p><p><img data-remote-src="https://elsewhere.example/a.png"></p>\n'
    assert letter.message_id == "first@northlight.example"
    assert letter.in_reply_to == "oven-1@alder.example"
    assert letter.references == ("oven-0@alder.example", "oven-1@alder.example")
    assert letter.invitation == draft.invitation.text
    [plan] = letter.attachments
    assert (plan.name, plan.media_type, plan.content) == (
        "Plan für März.pdf",
        "application/pdf",
        b"%PDF-1.7\n1 0 obj\n",
    )
    assert not letter.is_partial


def test_the_date_is_in_utc_and_an_absurd_one_is_none():
    assert read(a_mail()).sent_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    for absurd in ("", "yesterday", "Mon, 1 Jan 1601 00:00:00 +0000", "Mon, 1 Jan 9999 00:00:00 +0000"):
        assert read(a_mail(Date=absurd)).sent_at is None


@pytest.mark.parametrize(
    ("fields", "auto"),
    [
        ({}, Auto.PERSON),
        ({"Auto_Submitted": "no"}, Auto.PERSON),
        ({"Auto_Submitted": "auto-replied (vacation)"}, Auto.AUTO_REPLY),
        ({"Auto_Submitted": "auto-replied", "Return_Path": "<>"}, Auto.AUTO_REPLY),
        ({"Auto_Submitted": "auto-generated"}, Auto.BULK),
        ({"Precedence": "Bulk"}, Auto.BULK),
        ({"Precedence": "auto_reply"}, Auto.AUTO_REPLY),
        ({"List_Id": "<news.example>"}, Auto.BULK),
        ({"X_Loop": "yes"}, Auto.AUTO_REPLY),
        ({"Return_Path": "<>"}, Auto.BOUNCE),
        ({"From": "Mail <MAILER-DAEMON@alder.example>"}, Auto.BOUNCE),
    ],
)
def test_what_no_person_wrote_is_noticed(fields, auto):
    assert read(a_mail(**fields)).auto is auto


def test_nothing_at_all_is_a_letter_too():
    letter = read(b"")
    assert (letter.sender, letter.text, letter.trust) == (Address("", ""), "", Trust.FAILED)
    assert not letter.is_partial
    assert read(b"", is_whole=False).left_out == (LeftOut.TOO_LARGE,)
