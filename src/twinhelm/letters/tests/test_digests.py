"""The same mail seen twice, and two mails that only share a name."""

import base64
import quopri

from twinhelm.letters import read
from twinhelm.letters.testing import a_mail


def digest(**given):
    return read(a_mail(**given)).content_digest


def test_the_same_mail_from_two_folders_is_the_same():
    on_another_way = b"Received: from elsewhere\nX-Spam: no\n" + a_mail().replace(b"\n", b"\r\n")
    assert read(on_another_way).content_digest == digest()


def test_another_transfer_encoding_makes_no_other_mail():
    head = b"From: rosa@alder.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    octets = "The öven is broken.\n".encode()
    ways = [
        head + b"8bit\n\n" + octets,
        head + b"quoted-printable\n\n" + quopri.encodestring(octets),
        head + b"base64\n\n" + base64.encodebytes(octets),
    ]
    assert len({read(way).content_digest for way in ways}) == 1


def test_a_mail_without_a_name_has_a_digest_all_the_same():
    nameless = read(a_mail(**{"Message-ID": ""}))
    assert nameless.message_id == ""
    assert nameless.content_digest == digest()


def test_two_mails_with_one_name_are_told_apart():
    texts = [digest(), digest(text="The oven works."), digest(Subject="The ovens")]
    texts += [digest(From="Rose <rose@alder.example>"), digest(Date="Mon, 23 Nov 2026 10:31:00 +0100")]
    assert len(set(texts)) == 5


def test_space_and_line_breaks_do_not_count():
    assert digest(text="The oven\nis   broken.\n\n") == digest()


def test_the_same_moment_in_another_zone_is_the_same():
    assert digest(Date="Mon, 23 Nov 2026 09:30:00 +0000") == digest()


def test_names_of_mails_are_read_in_every_dress():
    for written in (
        "<oven@alder.example>",
        " <oven@alder.example> (comment)",
        "oven@alder.example",
        "<oven@alder.example",
    ):
        assert read(f"Message-ID: {written}\n\nx".encode()).message_id == "oven@alder.example"
    for nothing in ("", "oven", "<>", "<a b>"):
        assert read(f"Message-ID: {nothing}\n\nx".encode()).message_id == ""


def test_references_keep_their_order_and_their_ends():
    ids = [f"{number}@alder.example" for number in range(300)]
    letter = read(f"References: {' '.join(f'<{one}>' for one in ids)}\n\nx".encode())
    assert letter.references[0] == ids[0]
    assert letter.references[1:] == tuple(ids[-99:])
    assert letter.is_partial
