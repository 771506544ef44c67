"""Mails that no program should have written: read all the same, and never a reason to stop."""

import os
import random
import unicodedata
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from twinhelm.letters import Auto, Enclosure, Invitation, Letter, Trust, compose, read
from twinhelm.letters.incoming import LONGEST_TEXT
from twinhelm.letters.kinds import KNOWN, LONGEST_NAME, OTHER
from twinhelm.letters.testing import a_draft, a_mail
from twinhelm.letters.tests.test_markup import active_in

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COUNT = int(os.environ.get("TWINHELM_POISON", "20000"))
SEED = int(os.environ.get("TWINHELM_SEED", "0")) or random.randrange(1, 10**6)

GOOD = [
    a_mail(),
    a_mail("Grüße, und > From hier an\n-- \nRosa"),
    compose(
        a_draft(
            html="<p>Hello <img src='cid:x'><b>Rosa</b>",
            enclosures=[Enclosure("ä.pdf", "application/pdf", b"%PDF-1.7"), Enclosure("b.txt", "text/plain", b"x")],
            invitation=Invitation("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        )
    ).as_bytes(),
    (
        b"Authentication-Results: mx; dmarc=pass header.from=alder.example\n"
        b"From: =?utf-8?q?R=C3=B6sa?= <rosa@alder.example>\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/alternative; boundary=c\n\n"
        b"--c\n\nx\n--c\nContent-Type: text/html; charset=utf-16\n\n<\x00p\x00>\x00\n--c--\n\n--b\n"
        b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEBCoA=\n--b\n"
        b"Content-Type: text/plain; charset=iso-2022-jp; name*0*=utf-8''%E4; name*1=b\nContent-Transfer-Encoding: x-uuencode\n\n"
        b"begin 644 x\n#86)C\n`\nend\n--b--\n"
    ),
    (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@alder.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\n\nNo.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; y\n--b--\n"
    ),
]
WORDS = [
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"--b",
        b"--b--",
        b"=?",
        b"?=",
        b"=?utf-8?b?",
        b"\xff\xfe",
        b"\xc3",
        b"%00",
        b"\x1b$B",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=b\n\n",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: text/html\n",
    ),
    *(
        b"; charset=utf-7",
        b"; charset=undefined",
        b"; charset=punycode",
        b"; charset*=x''y",
        b"; boundary*0=b",
        b'"',
        b"<",
        b">",
    ),
    *(
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"From: ",
        b"Date: ",
        b":",
    ),
    *(
        b"multipart/digest",
        b"message/partial",
        b"message/external-body",
        b"application/ms-tnef",
        b" ",
        b"\t",
        b"((((",
        b"@@",
    ),
    *(
        b"begin 644 x\n",
        b"charset=",
        b"boundary=",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x8d\x9e",
        b"Fri, 99 Foo 0000 99:99",
    ),
]


def mutated(chance: random.Random) -> bytes:
    octets = bytearray(chance.choice(GOOD))
    for _change in range(chance.randint(1, 12)):
        place = chance.randrange(len(octets) + 1)
        kind = chance.randrange(7)
        if kind == 0 and octets:
            octets[place % len(octets)] = chance.randrange(256)
        elif kind == 1:
            octets[place:place] = chance.choice(WORDS)
        elif kind == 2:
            del octets[place : place + chance.randrange(60)]
        elif kind == 3:
            octets[place:place] = octets[place : place + chance.randrange(200)] * chance.randint(1, 4)
        elif kind == 4:
            octets = octets[:place]
        elif kind == 5:
            other = chance.choice(GOOD)
            octets[place:] = other[chance.randrange(len(other)) :]
        else:
            octets[place:place] = chance.randbytes(chance.randrange(20))
    return bytes(octets)


def check(letter: Letter) -> None:
    """What every area may rely on, whatever came in."""
    addresses = [letter.sender, *letter.reply_to, *letter.to, *letter.cc]
    lines = [letter.subject, letter.message_id, letter.in_reply_to, *letter.references]
    lines += [word for address in addresses for word in address] + [one.name for one in letter.attachments]
    for line in lines:
        assert not any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") or one in TURNS for one in line), line
        line.encode()
    for text in (letter.text, letter.new_text, letter.html):
        assert "\0" not in text
        text.encode()
    assert len(letter.text) <= LONGEST_TEXT
    assert len(letter.subject) <= 1000
    assert all(len(one.name) <= LONGEST_NAME and one.media_type in {*KNOWN, OTHER} for one in letter.attachments)
    assert letter.sent_at is None or letter.sent_at.tzinfo is UTC
    assert letter.auto in Auto
    assert letter.trust in Trust
    assert len(letter.content_digest) == 64
    assert not letter.html or not active_in(letter.html)


def test_mutated_mails_are_read():
    chance = random.Random(SEED)
    broken = 0
    for number in range(COUNT):
        raw = mutated(chance)
        letter = read(raw, trusted_servers=["mx"])
        broken += "broken" in letter.left_out
        try:
            check(letter)
        except Exception as problem:
            raise AssertionError(f"seed {SEED}, mail {number}: {raw!r}") from problem
    assert broken <= COUNT // 1000, f"{broken} of {COUNT} by the last resort, seed {SEED}"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(some.one_of(some.sampled_from([*WORDS, *GOOD]), some.binary(max_size=40)), max_size=12))
def test_anything_at_all_is_read(pieces):
    check(read(b"".join(pieces), trusted_servers=["mx"]))


@settings(max_examples=300, deadline=None)
@given(some.text(max_size=300), some.text(max_size=80), some.text(max_size=20))
def test_what_a_stranger_writes_into_our_own_mail_is_carried_or_refused(text, subject, name):
    from twinhelm.letters import Address, NotComposed

    try:
        raw = compose(a_draft(text=text, subject=subject, to=[Address(name, "rosa@alder.example")])).as_bytes()
    except NotComposed:
        return
    letter = read(raw)
    check(letter)
    assert [one.address for one in letter.to] == ["rosa@alder.example"]


@pytest.mark.parametrize("mail", GOOD)
def test_every_beginning_of_a_mail_is_read(mail):
    for length in range(0, len(mail), 3):
        check(read(mail[:length], is_whole=False))
