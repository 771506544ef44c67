"""The words of a mail, in every dress that programs put them in, and what of them is new."""

import base64
import quopri

import pytest

from twinhelm.letters import LeftOut, read
from twinhelm.letters.quotes import new_text
from twinhelm.letters.testing import a_mail

HEAD = b"From: rosa@alder.example\nTo: ana@northlight.example\nSubject: x\nMIME-Version: 1.0\n"


def multipart(kind, *parts, boundary=b"b"):
    inner = b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    return b"Content-Type: multipart/%s; boundary=%s\n\n%s--%s--\n" % (kind, boundary, inner, boundary)


PLAIN = b"Content-Type: text/plain; charset=utf-8\n\nHello Ana"
MARKED_UP = b"Content-Type: text/html; charset=utf-8\n\n<p>Hello <b>Ana</b></p>"
PICTURE = (
    b"Content-Type: image/png; name=oven.png\nContent-ID: <oven>\nContent-Transfer-Encoding: base64\n\n"
    + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40)
)


def test_of_two_forms_each_is_kept_in_its_own():
    letter = read(HEAD + multipart(b"alternative", PLAIN, MARKED_UP))
    assert (letter.text, letter.html) == ("Hello Ana", "<p>Hello <b>Ana</b></p>")


def test_a_mail_in_html_only_has_words_too():
    letter = read(
        HEAD
        + b"Content-Type: text/html\n\n<style>p{}</style><p>Hello<br>Ana</p><ul><li>one<li>two</ul><table><tr><td>a<td>b</table>"
    )
    assert letter.text == "Hello\nAna\n\none\ntwo\n\na b"


def test_texts_around_an_attachment_stand_in_order():
    letter = read(HEAD + multipart(b"mixed", PLAIN, PICTURE, b"Content-Type: text/html\n\n<p>Bye</p>"))
    assert letter.text == "Hello Ana\n\nBye"
    assert letter.html == "<div>Hello Ana</div>\n<p>Bye</p>"
    assert [one.name for one in letter.attachments] == ["oven.png"]


def test_a_picture_shown_in_the_text_is_inline_and_another_is_not():
    shown = multipart(b"related", b'Content-Type: text/html\n\n<img src="cid:oven">', PICTURE)
    [picture] = read(HEAD + shown).attachments
    assert (picture.is_inline, picture.content_id, picture.media_type) == (True, "oven", "image/png")
    [picture] = read(HEAD + multipart(b"mixed", PLAIN, PICTURE)).attachments
    assert not picture.is_inline


def test_a_mail_within_the_mail_is_kept_as_it_was_under_its_subject():
    inner = HEAD.replace(b"Subject: x", b"Subject: The =?utf-8?q?=C3=B6ven?=") + multipart(
        b"mixed", PLAIN, PICTURE, boundary=b"inner"
    )
    letter = read(HEAD + multipart(b"mixed", PLAIN, b"Content-Type: message/rfc822\n\n" + inner))
    [kept] = letter.attachments
    assert (kept.name, kept.media_type, kept.content) == ("The öven.eml", "message/rfc822", inner)
    assert letter.text == "Hello Ana"
    assert read(kept.content).attachments[0].name == "oven.png"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "cp850"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_words_survive_charsets_and_encodings(charset, encoding):
    octets = "Grüße aus der Bäckerei".encode(charset)
    dressed = {"8bit": octets, "base64": base64.encodebytes(octets), "quoted-printable": quopri.encodestring(octets)}
    fields = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    assert read(HEAD + fields + dressed[encoding]).text == "Grüße aus der Bäckerei"


@pytest.mark.parametrize(
    ("charset", "octets"),
    [
        ("utf-8", "Grüße".encode("cp1252")),
        ("us-ascii", "Grüße".encode()),
        ("nobody-knows", "Grüße".encode()),
        ("idna", "Grüße".encode()),
        ("unicode-escape", "Grüße".encode()),
        ("", "Grüße".encode("cp1252")),
        ('"utf-8', "Grüße".encode()),
    ],
)
def test_a_charset_that_lies_does_no_harm(charset, octets):
    assert read(HEAD + f"Content-Type: text/plain; charset={charset}\n\n".encode() + octets).text == "Grüße"


@pytest.mark.parametrize(
    "letters", [b"SGVsbG8gQW5h", b"SGVsbG8gQW5", b"SGVs bG8g\r\nQW5h", b"SGVsbG8gQW5h!!!", b"SGVsbG8gQW5hXX"]
)
def test_broken_base64_gives_what_it_holds(letters):
    assert read(HEAD + b"Content-Transfer-Encoding: base64\n\n" + letters).text.startswith("Hello An")


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ==?= =?utf-8?q?_an_alle?=", "Grüße an alle"),
        ("Re: =?iso-8859-1?q?Gr=FC=DFe?= from Rosa", "Re: Grüße from Rosa"),
        ("folded\n  over lines", "folded over lines"),
        ("=?utf-8?q?two=0D=0ABcc:_mallory=40mallory.example?=", "two Bcc: mallory@mallory.example"),
        ("=?utf-8?q?turn=E2=80=AEed?=", "turned"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("=?nobody?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("", ""),
    ],
)
def test_a_subject_is_one_line(field, subject):
    assert read(b"Subject: " + field.encode() + b"\nFrom: rosa@alder.example\n\nx").subject == subject


def test_a_subject_in_bare_bytes_is_read():
    for charset in ("utf-8", "cp1252"):
        assert read(b"Subject: " + "Grüße".encode(charset) + b"\n\nx").subject == "Grüße"


def test_a_head_without_a_blank_line_and_a_body_without_a_head_lose_nothing():
    assert read(b"Subject: x\nhello").text == "hello"
    assert read(b"hello\nworld").text == "hello\nworld"


def test_a_promised_boundary_that_never_comes_leaves_the_text():
    letter = read(HEAD + b"Content-Type: multipart/mixed; boundary=nowhere\n\nHello Ana")
    assert letter.text == "Hello Ana"
    assert letter.left_out == (LeftOut.STRUCTURE,)


def test_a_line_of_the_text_like_a_boundary_of_another_part_stays_text():
    text = b"Content-Type: text/plain\n\nbefore\n--inner\nafter"
    other = multipart(b"mixed", PLAIN, boundary=b"inner")
    assert read(HEAD + multipart(b"mixed", text, other)).text == "before\n--inner\nafter\n\nHello Ana"


def test_the_invitation_is_the_calendar_part():
    calendar = b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"
    letter = read(HEAD + multipart(b"alternative", PLAIN, MARKED_UP, calendar))
    assert letter.invitation == "BEGIN:VCALENDAR\nEND:VCALENDAR"
    assert letter.attachments == ()


def test_recipients_keep_names_and_lose_what_is_no_address():
    letter = read(
        b'To: "Alder, Rosa" <ROSA@Alder.Example>, =?utf-8?q?J=C3=B6rg?= <joerg@alder.example>, nonsense, friends: a@x.example;\n\nx'
    )
    assert [tuple(one) for one in letter.to if one.address] == [
        ("Alder, Rosa", "rosa@alder.example"),
        ("Jörg", "joerg@alder.example"),
        ("", "a@x.example"),
    ]


REPLIES = {
    "english": "That works.\n\nOn Mon, 23 Nov 2026 at 10:30, Ana <ana@northlight.example> wrote:\n> Does it?\n> Really?",
    "wrapped": "That works.\n\nOn Mon, 23 Nov 2026 at 10:30, Ana of Northlight and of the bread page <ana@northlight.example>\nwrote:\n\n> Does it?",
    "german": "That works.\n\nAm 23. November 2026 um 10:30 schrieb Ana <ana@northlight.example>:\n\n> Does it?",
    "dutch": "That works.\n\nOp ma 23 nov 2026 om 10:30 schreef Ana <ana@northlight.example>:\n> Does it?",
    "outlook": "That works.\n\nFrom: Ana <ana@northlight.example>\nSent: Monday, 23 November 2026 10:30\nTo: Rosa <rosa@alder.example>\nSubject: Bread\n\nDoes it?",
    "german outlook": "That works.\n\nVon: Ana <ana@northlight.example>\nGesendet: Montag, 23. November 2026 10:30\nAn: Rosa\nBetreff: Brot\n\nDoes it?",
    "original": "That works.\n\n-----Original Message-----\nFrom: Ana <ana@northlight.example>\n\nDoes it?",
    "signature": "That works.\n\n-- \nRosa Alder\nAlder Bakery",
    "regards": "That works.\n\nBest regards\nRosa",
    "phone": "That works.\n\nSent from my iPhone",
    "only quoted below": "That works.\n\n> Does it?\n> Really?",
}


@pytest.mark.parametrize("name", REPLIES)
def test_of_an_answer_only_the_new_words_are_new(name):
    assert new_text(REPLIES[name]) == "That works."


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, that works for us. Two more things:\n\n- the oven\n- the bread\n\nWe open at 7.",
        "Hello Ana,\n\nfrom Monday on we open at 7.\nPlease change the page.",
        "De winkel gaat open.\nDe bakker is er.\nDe oven is kapot.",
        "Data: one\nData: two\nDo: three",
        "A long line. " * 400,
        "\n".join(
            f"Line {number} of a long letter that quotes nothing at all, and goes on for a while."
            for number in range(900)
        ),
    ],
)
def test_words_that_only_look_like_a_quote_are_not_lost(text):
    assert new_text(text).split() == text.split()


def test_answers_between_quoted_lines_are_new():
    assert new_text("> Does it?\nIt does.\n> Really?\nYes.") == "It does.\nYes."


def test_a_stored_mail_keeps_its_whole_text_beside_the_new():
    letter = read(a_mail(REPLIES["english"]))
    assert letter.new_text == "That works."
    assert "> Really?" in letter.text
