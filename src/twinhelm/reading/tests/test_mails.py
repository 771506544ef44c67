"""Mailboxes and single messages, by their headers."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from twinhelm.reading.mail_lines import LONGEST_HEADERS, raw_messages
from twinhelm.reading.problems import Code, Effect, Problem, Unreadable
from twinhelm.reading.rows import Kind, WorkRow
from twinhelm.reading.testing import FILES, file_rows, found, problems, rows, understood
from twinhelm.reading.understanding import Format

OWN = frozenset({"ana@northlight.example", "pim@northlight.example"})
ENVELOPE = "From ana@northlight.example Mon Nov  2 09:12:00 2026\n"
HEADERS = "Date: Mon, 2 Nov 2026 10:12:00 +0100\nFrom: Ana <ana@northlight.example>\nTo: ruth@hollis-health.example\n"


def a_mail(subject="Menu", headers=HEADERS, more="", body="Hello.\n"):
    return f"{ENVELOPE}{headers}Subject: {subject}\n{more}\n{body}\n"


@pytest.fixture
def everything():
    return found((FILES / "mailbox.mbox").read_bytes(), "mailbox.mbox", own_addresses=OWN, sent_minutes=6)


def test_recognises_a_mailbox_and_a_message():
    assert understood((FILES / "mailbox.mbox").read_bytes(), "anything").format is Format.MAILBOX
    assert understood((FILES / "message.eml").read_bytes(), "anything").format is Format.MESSAGE


def test_a_message_is_a_row_with_its_people(everything):
    first = everything[0]
    assert (first.kind, first.text) == (Kind.MESSAGE, "Menu for the new page – what do you think?")
    assert first.started_at == datetime(2026, 11, 2, 9, 12, tzinfo=UTC)
    assert first.attendees == ("ana@northlight.example", "ruth@hollis-health.example", "pim@northlight.example")
    assert first.locator == "message <one@northlight.example>"


def test_a_mail_that_we_wrote_counts_the_minutes_given(everything):
    sent, received = everything[:2]
    assert (sent.person, sent.minutes, sent.labels) == ("ana@northlight.example", 6, ("sent",))
    assert (received.person, received.minutes, received.labels) == ("ana@northlight.example", None, ())


def test_no_minutes_are_invented():
    assert {row.minutes for row in rows(a_mail(), own_addresses=OWN)} == {None}


def test_a_line_that_begins_with_from_inside_a_body_is_no_new_message(everything):
    assert len(everything) == 5


def test_a_broken_message_never_stops_the_next(everything):
    assert everything[-1].text == "No date and no id"


def test_a_message_without_a_date_takes_that_of_its_envelope(everything):
    assert everything[-1].started_at == datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


def test_a_newsletter_is_passed_over(everything):
    (problem,) = (one for one in everything if isinstance(one, Problem))
    assert (problem.code, problem.effect, problem.row) == (Code.AUTOMATIC_MESSAGE, Effect.SKIPPED, 3)
    assert str(problem).startswith("mailbox.mbox, message 3: “Ten fonts you must see”")


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Gmail-Labels: Inbox,Spam", "List-Id: <a.b>"]
)
def test_what_machines_send_is_passed_over(header):
    assert [one.code for one in problems(a_mail(more=f"{header}\n"))] == [Code.AUTOMATIC_MESSAGE]


def test_what_we_write_to_a_list_is_work():
    assert rows(a_mail(more="List-Id: <team.northlight.example>\n"), own_addresses=OWN)


def test_a_message_without_any_date_is_set_aside():
    headers = "Date: someday\nFrom: a@b.example\n"
    content = a_mail(headers=headers).replace("Mon Nov  2 09:12:00 2026", "Mon Nov 99 09:12:00 2026") + a_mail("Next")
    set_aside, following = found(content, "box.mbox")
    assert (set_aside.code, set_aside.effect, set_aside.row) == (Code.MESSAGE_WITHOUT_DATE, Effect.LEFT_OUT, 1)
    assert following.text == "Next"


@pytest.mark.parametrize("when", ["Mon, 2 Nov 20260 10:00:00 +0000", "Mon, 2 Nov 1026 10:00:00 +0000", "32 Foo", ""])
def test_an_impossible_date_gives_way_to_the_envelope(when):
    (row,) = rows(a_mail(headers=f"Date: {when}\nFrom: a@b.example\n"))
    assert row.started_at == datetime(2026, 11, 2, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("=?utf-8?Q?Caf=C3=A9?=", "Café"),
        ("=?iso-8859-1?q?Men=FC?= =?utf-8?b?w7w=?=", "Menüü"),
        ("=?utf-8?B?////not base64", "=?utf-8?B?////not base64"),
        ("=?klingon?Q?Qapla?=", "=?klingon?Q?Qapla?="),
        ("=?utf-8?Q?=FF=FE?=", "��"),
        ("two\n lines", "two lines"),
    ],
)
def test_reads_encoded_subjects_and_leaves_broken_ones_as_they_are(subject, text):
    assert rows(a_mail(subject))[0].text == text


def test_raw_bytes_in_a_subject_are_read_as_windows_1252():
    assert rows(a_mail("Men?").encode().replace(b"Men?", b"Men\xfc"))[0].text == "Menü"


def test_a_megabyte_of_headers_is_cut_and_said():
    noted, row, following = found(a_mail(more=f"X-Junk: {'x' * 1_000_000}\n") + a_mail("Next"))
    assert (noted.code, noted.params["limit"]) == (Code.HEADERS_TOO_LONG, LONGEST_HEADERS // 1024)
    assert [row.text, following.text] == ["Menu", "Next"]


def test_of_endless_headers_only_the_limit_is_kept():
    content = f"{ENVELOPE}X-Junk: {'x' * 5_000_000}\n\n".encode()
    (message,) = raw_messages(BytesIO(content), is_single=False)
    assert sum(map(len, message.headers)) <= LONGEST_HEADERS


def test_an_envelope_in_the_middle_of_a_paragraph_begins_no_message():
    assert len(rows(a_mail(body=f"As he wrote:\n{ENVELOPE}Hello.\n"))) == 1


def test_five_thousand_recipients_are_bounded():
    everyone = ", ".join(f"person{number}@hollis-health.example" for number in range(5_000))
    assert len(rows(a_mail(more=f"Cc: {everyone}\n"))[0].attendees) == 100


def test_the_same_mail_in_two_folders_counts_once():
    content = a_mail(more="Message-ID: <one@northlight.example>\n")
    assert [type(one) for one in found(content * 2)] == [WorkRow, Problem]


def test_two_different_mails_with_one_id_are_both_kept():
    content = "".join(a_mail(subject, more="Message-ID: <one@northlight.example>\n") for subject in ("Menu", "Prices"))
    assert len({row.fingerprint for row in rows(content)}) == 2


def test_a_mail_without_an_id_is_known_again_by_its_headers():
    assert rows(a_mail())[0].fingerprint == rows(a_mail(body="Other words.\n"))[0].fingerprint


def test_windows_newlines_do_no_harm():
    content = (FILES / "mailbox.mbox").read_bytes().replace(b"\n", b"\r\n")
    assert len(found(content, "mailbox.mbox")) == 5


def test_bodies_may_hold_any_bytes():
    content = a_mail().encode() + bytes(range(256)) * 4000 + b"\n\n" + a_mail("Next").encode()
    assert [row.text for row in rows(content)] == ["Menu", "Next"]


def test_refuses_a_file_named_mbox_that_is_none():
    with pytest.raises(Unreadable) as refused:
        understood("Hello", "box.mbox")
    assert refused.value.problem.code is Code.NOT_A_MAILBOX


def test_a_single_message_is_one_row_whatever_its_body_says():
    (row,) = file_rows("message.eml")
    assert row.text == "Three ideas for spring"
