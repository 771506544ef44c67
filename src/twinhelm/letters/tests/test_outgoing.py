"""Drafts become mails; what would make them something else is refused."""

import email
from email.policy import SMTP

import pytest

from twinhelm.letters import Address, Code, Enclosure, Invitation, NotComposed, compose, read, recipients
from twinhelm.letters.problems import SENTENCES, LetterProblem
from twinhelm.letters.testing import ANA, ROSA, a_draft

ENDS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\0", "\x1b[31m", "\u202e", "\ud800"]


def fields_of(draft):
    return email.message_from_bytes(compose(draft).as_bytes(policy=SMTP))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", ["subject", "sender name", "recipient name", "copy name", "enclosure name"])
def test_a_line_break_never_becomes_a_header(place, end):
    evil = f"Bread{end}Bcc: mallory@mallory.example"
    given = {
        "subject": {"subject": evil},
        "sender name": {"sender": Address(evil, ANA.address)},
        "recipient name": {"to": [Address(evil, ROSA.address)]},
        "copy name": {"cc": [Address(evil, ROSA.address)]},
        "enclosure name": {"enclosures": [Enclosure(evil, "text/plain", b"x")]},
    }[place]
    with pytest.raises(NotComposed) as refused:
        compose(a_draft(**given))
    assert refused.value.code is Code.BAD_LINE


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", ["in_reply_to", "references", "media_type", "method"])
def test_a_line_break_in_what_others_gave_us_adds_no_header(place, end):
    evil = f"a@b{end}Bcc: mallory@mallory.example"
    given = {
        "in_reply_to": {"in_reply_to": evil},
        "references": {"references": [evil, f"<{evil}>"]},
        "media_type": {"enclosures": [Enclosure("a.txt", f"text/plain{end}Bcc: m@m.example", b"x")]},
        "method": {"invitation": Invitation(f"REQUEST{end}Bcc: m@m.example", "BEGIN:VCALENDAR")},
    }[place]
    try:
        mail = compose(a_draft(**given))
    except NotComposed:
        return
    parsed = email.message_from_bytes(mail.as_bytes(policy=SMTP))
    assert all("bcc" not in [name.lower() for name in part] for part in parsed.walk())
    assert read(mail.as_bytes()).to == (ROSA,)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rosa",
        "rosa@",
        "@alder.example",
        "rosa@alder.example, mallory@mallory.example",
        "rosa@alder.example\r\nBcc: mallory@mallory.example",
        "rosa@alder.example>",
        "<rosa@alder.example>",
        "Rosa <rosa@alder.example>",
        '"rosa"@alder.example',
        "rosa @alder.example",
        "rosa@alder..example",
        "rosa@-alder.example",
        "rosa@alder_bakery.example",
        "rosa@[127.0.0.1]",
        "ro\0sa@alder.example",
        "rösa@alder.example",
        "rosa..alder@alder.example",
        ".rosa@alder.example",
        "rosa@" + "a" * 64 + ".example",
        "r" * 65 + "@alder.example",
        "rosa@" + "a." * 130 + "example",
        "rosa@\u2024\u2025",
        "rosa@xn--\u00e4.example",
        "-oProxyCommand=x@alder.example\n",
    ],
)
@pytest.mark.parametrize("place", ["sender", "to", "cc"])
def test_an_address_that_is_none_is_refused(place, address):
    one = Address("Rosa", address)
    with pytest.raises(NotComposed) as refused:
        compose(a_draft(**{place: one if place == "sender" else [one]}))
    assert refused.value.code is Code.BAD_ADDRESS


def test_domains_beyond_ascii_travel_in_their_wire_form():
    draft = a_draft(to=[Address("Rosa", "rosa@bäckerei.example"), Address("", "Rosa@BÄCKEREI.example")], cc=[ROSA])
    assert recipients(draft) == ["rosa@xn--bckerei-5wa.example", "Rosa@xn--bckerei-5wa.example", "rosa@alder.example"]
    assert "rosa@xn--bckerei-5wa.example" in compose(draft)["To"]


def test_nobody_and_everybody_are_no_recipients():
    with pytest.raises(NotComposed) as refused:
        compose(a_draft(to=[]))
    assert refused.value.code is Code.NO_RECIPIENT
    with pytest.raises(NotComposed) as refused:
        compose(a_draft(to=[Address("", f"p{number}@alder.example") for number in range(101)]))
    assert refused.value.code is Code.TOO_MANY_RECIPIENTS


def test_what_is_too_long_or_too_large_is_refused():
    for given, code in [
        ({"subject": "x" * 251}, Code.TOO_LONG),
        ({"sender": Address("x" * 151, ANA.address)}, Code.TOO_LONG),
        ({"text": "x" * (1024 * 1024 + 1)}, Code.TOO_LONG),
        ({"html": "x" * (1024 * 1024 + 1)}, Code.TOO_LONG),
        ({"enclosures": [Enclosure("a", "text/plain", b"x" * 13_200_000)] * 2}, Code.TOO_LARGE),
    ]:
        with pytest.raises(NotComposed) as refused:
            compose(a_draft(**given))
        assert refused.value.code is code


@pytest.mark.parametrize(
    "given", ["", "one", "<one>", "one@", "a b@c", "<a@b> <c@d>", "a@b\r\nBcc: m@m.example", "ä@b"]
)
def test_a_mail_without_a_proper_name_is_refused(given):
    with pytest.raises(NotComposed) as refused:
        compose(a_draft(message_id=given))
    assert refused.value.code is Code.BAD_ID


def test_the_thread_is_bounded_and_long_names_stay_whole():
    long = "x" * 200 + "@alder.example"
    mail = fields_of(a_draft(in_reply_to=f"<{long}>", references=[f"{number}@alder.example" for number in range(50)]))
    ids = mail["References"].split()
    assert len(ids) == 20
    assert (ids[0], ids[-1]) == ("<0@alder.example>", f"<{long}>")
    assert mail["In-Reply-To"] == f"<{long}>"


def test_an_unusable_name_in_the_thread_is_passed_over():
    mail = fields_of(a_draft(references=["good@alder.example", "bad one", "", "<also bad>"]))
    assert mail["References"] == "<good@alder.example>"
    assert mail["In-Reply-To"] is None


def test_only_an_automatic_answer_says_so():
    assert fields_of(a_draft())["Auto-Submitted"] is None
    assert fields_of(a_draft(is_automatic_reply=True))["Auto-Submitted"] == "auto-replied"


def test_every_line_fits_and_is_ascii():
    draft = a_draft(
        text="ü" * 5000 + "\n.\n..\nFrom here on\n",
        html="<p>" + "ü" * 5000,
        subject="ü" * 250,
        to=[Address("ü" * 150, f"p{number}@alder.example") for number in range(50)],
        enclosures=[Enclosure("ü" * 100 + ".pdf", "application/pdf", b"%PDF-" + b"\xff" * 5000)],
    )
    lines = compose(draft).as_bytes(policy=SMTP).split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert all(line.isascii() for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert read(b"\r\n".join(lines)).text.splitlines()[1:] == [".", "..", "From here on"]


@pytest.mark.parametrize(
    "name",
    [
        "Plan für März.pdf",
        'a "quoted" name.pdf',
        "a;b=c.pdf",
        "日本.pdf",
        "a\\b.pdf",
        "x" * 140 + ".pdf",
        "%41.pdf",
    ],
)
def test_names_of_files_arrive(name):
    mail = fields_of(a_draft(enclosures=[Enclosure(name, "application/pdf", b"%PDF-1.7")]))
    [part] = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    assert part.get_filename() == name


def test_the_invitation_is_a_form_of_the_text_with_its_method():
    mail = fields_of(a_draft(html="<p>x", invitation=Invitation("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")))
    assert mail.get_content_type() == "multipart/alternative"
    [calendar] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_every_problem_has_a_sentence_that_never_breaks():
    assert set(SENTENCES) == set(Code)
    for code in Code:
        assert LetterProblem(code).sentence()
        assert "\n" not in LetterProblem(code, value="a\nb", host="\x1b[31m", words="x" * 5000).sentence()
