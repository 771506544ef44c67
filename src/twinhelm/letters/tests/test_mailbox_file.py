"""Mailbox files of thirty years of programs, and single mails."""

from io import BytesIO

import pytest

from twinhelm.letters import mailbox_file, mails_in, read
from twinhelm.letters.testing import a_mail

ENVELOPE = b"From rosa@alder.example Mon Nov 23 09:30:00 2026\n"


def a_mailbox(*mails):
    return b"".join(ENVELOPE + raw + b"\n" for raw in mails)


def three():
    return [a_mail(Subject=f"Number {number}") for number in range(3)]


def test_gives_each_mail_as_it_was():
    assert [mail.raw for mail in mails_in(BytesIO(a_mailbox(*three())))] == three()


def test_line_ends_of_windows_stay():
    file = a_mailbox(*three()).replace(b"\n", b"\r\n")
    assert [mail.raw for mail in mails_in(BytesIO(file))] == [raw.replace(b"\n", b"\r\n") for raw in three()]


def test_is_taken_up_again_at_every_mail():
    file = BytesIO(a_mailbox(*three()))
    whole = list(mails_in(file))
    for number, mail in enumerate(whole):
        assert list(mails_in(file, start=mail.offset)) == whole[number:]
        assert list(mails_in(file, start=mail.next_offset)) == whole[number + 1 :]


def test_a_single_mail_is_one_mail_and_done_after_it():
    raw = a_mail("Hello\n\nFrom rosa@alder.example Mon Nov 23 09:30:00 2026\nwas here\n")
    [mail] = mails_in(BytesIO(raw))
    assert mail.raw == raw
    assert list(mails_in(BytesIO(raw), start=mail.next_offset)) == []


@pytest.mark.parametrize(
    ("kept", "meant"),
    [(">From here on", "From here on"), (">>From here on", ">From here on"), ("From the oven with love", None)],
)
def test_quoted_lines_are_given_back(kept, meant):
    [mail] = mails_in(BytesIO(a_mailbox(a_mail(f"Hello.\n\n{kept}\nbye"))))
    assert read(mail.raw).text == f"Hello.\n\n{meant or kept}\nbye"


def test_what_stands_before_the_first_mail_and_what_is_no_mail_is_passed_over():
    assert [mail.raw for mail in mails_in(BytesIO(b"\n\n" + a_mailbox(*three())))] == three()
    for nothing in (b"", b"\n\n", b"\0\1\2", b"%PDF-1.4 hello"):
        assert list(mails_in(BytesIO(nothing))) == []


def test_a_mail_over_the_bound_is_cut_and_the_next_is_whole(monkeypatch):
    monkeypatch.setattr(mailbox_file, "LARGEST", 100_000)
    large, small = a_mail("x" * 70 + "\n" + "long line " * 40_000), a_mail()
    first, second = mails_in(BytesIO(a_mailbox(large, small)))
    assert not first.is_whole
    assert len(first.raw) <= 100_000
    assert (second.raw, second.is_whole) == (small, True)


def test_a_mail_without_an_end_is_the_last():
    assert [mail.raw for mail in mails_in(BytesIO(ENVELOPE + a_mail().rstrip(b"\n")))] == [a_mail().rstrip(b"\n")]
