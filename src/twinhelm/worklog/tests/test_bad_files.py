"""Files that are wrong: a sentence with file, row and column, nothing stored, and the next import works."""

import pytest

from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.tests.test_import_pages import as_shown, upload
from twinhelm.worklog.tests.test_imports import TOGGL

pytestmark = pytest.mark.django_db
GOOD_ROW = TOGGL.splitlines()[1]

ENDLESS_EVENT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:every-second
DTSTART:20260101T090000Z
DTEND:20260101T090001Z
RRULE:FREQ=SECONDLY;COUNT=1000000
SUMMARY:tick
END:VEVENT
BEGIN:VEVENT
UID:once
DTSTART:20261116T090000Z
DTEND:20261116T093000Z
SUMMARY:Call with Alder
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

BROKEN_MAILS = (
    b"From ana@northlight.example Mon Nov 16 09:00:00 2026\n"
    b"From: Ana <ana.reyes@northlight.example>\nTo: mila@alder.example\nDate: Mon, 16 Nov 2026 09:00:00 +0100\n"
    b"Subject: =?utf-8?B?broken\nMessage-ID: <one@northlight.example>\n"
    b"Content-Type: multipart/mixed; boundary=never-closed\n\n--never-closed\nContent-Type: text/plain; charset=klingon\n\n\xff\xfe\n\n"
    b"From nobody Mon Nov 16 09:10:00 2026\nSubject: no date, no sender\n\nbody\n\n"
)

THREE_SEPARATORS = "Date,Hours,Description\n2026-11-16;1;Call\n2026-11-17\t1\tReview\n2026-11-18;2;Test\n"


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path
    monkeypatch.setattr("twinhelm.sorting.solve.best_installed", lambda: "light")


@pytest.fixture
def browser(signed_in):
    a_member("Ana Reyes"), a_member("Pim de Wit")
    return signed_in(an_owner())


def page_of(browser, after, content, name) -> tuple[Import, str]:
    answer = after(lambda: upload(browser, content, name))
    return Import.objects.get(), browser.get(answer.url).content.decode()


def next_one_works(browser, after) -> None:
    url = after(lambda: upload(browser, TOGGL, "next.csv")).url
    after(lambda: browser.post(f"{url}confirm/", as_shown(browser, url)))
    assert Import.objects.get(name="next.csv").entries_added == 3


REFUSED = [
    ("half.csv", TOGGL + 'Ana Reyes,ana@x.example,"Alder Bak', ["half.csv", "row 5", "column C", "never ends"]),
    ("half.json", '{"name": "Alder", "lists": [], "cards": [{"name": "Call"', ["half.json", "looks cut off"]),
    ("separators.csv", THREE_SEPARATORS, ["separators.csv", "comma (row 1), semicolon (row 2), tab (row 3)"]),
    ("empty.csv", b"", ["empty.csv", "There is nothing in it"]),
    ("header.csv", TOGGL.splitlines()[0] + "\n", ["header.csv", "no row below it"]),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), ["picture.csv", "a picture"]),
    ("bytes.csv", bytes(range(256)) * 40, ["bytes.csv", "not text"]),
    ("page.csv", "<!doctype html><html><table><tr><td>Hours</td></tr></table></html>", ["page.csv", "a web page"]),
    ("cut.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Call\r\n", ["cut.ics"]),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_refuses_a_broken_file_with_a_sentence_and_takes_the_next_one(browser, after, name, content, said):
    imported, page = page_of(browser, after, content, name)
    assert imported.state == ImportState.FAILED
    for words in said:
        assert words in page
    assert "Nothing of it was stored" in page
    assert not WorkEntry.objects.exists()
    next_one_works(browser, after)


LEFT_OUT = [
    (
        "date.csv",
        TOGGL + GOOD_ROW.replace("2026-11-16,09:00:00", "31/31/2026,09:00:00"),
        ["date.csv, row 5, column H (Start date)"],
    ),
    ("cell.csv", TOGGL + GOOD_ROW.replace("Alder: call", "x" * 10_000_000), ["cell.csv, row 5, column F"]),
    ("cells.csv", TOGGL + GOOD_ROW.replace("the menu", "the menu, again"), ["cells.csv, row 5", "cells"]),
]


@pytest.mark.parametrize(("name", "content", "said"), LEFT_OUT, ids=[name for name, _, _ in LEFT_OUT])
def test_leaves_out_a_bad_row_by_file_row_and_column_and_brings_in_the_rest(browser, after, name, content, said):
    imported, page = page_of(browser, after, content, name)
    assert imported.state == ImportState.CHECKED
    assert imported.findings["new"]["entries"] == 3
    for words in said:
        assert words in page
    assert not WorkEntry.objects.exists()


def test_a_calendar_of_a_million_recurrences_is_cut_off_with_a_sentence(browser, after):
    imported, page = page_of(browser, after, ENDLESS_EVENT, "endless.ics")
    assert imported.state == ImportState.CHECKED
    assert imported.findings["new"]["entries"] == 1
    assert "too many repeats" in {one["code"] for one in imported.findings["problems"]}
    assert "tick" in page


def test_a_mailbox_of_broken_mime_is_read_as_far_as_its_headers_go(browser, after):
    imported, _page = page_of(browser, after, BROKEN_MAILS, "broken.mbox")
    assert imported.state == ImportState.CHECKED
    assert imported.findings["new"]["entries"] == 2
    next_one_works(browser, after)


def test_letters_of_another_encoding_are_read_and_the_guess_is_said(browser, after):
    content = TOGGL.replace("Alder: call about the menu", "Menü für Grüne").encode("cp1252")
    imported, page = page_of(browser, after, content, "old.csv")
    assert imported.state == ImportState.CHECKED
    assert "Menü für Grüne" in page
    assert "not stored as UTF-8" in page


def test_the_separator_can_be_chosen_where_it_could_not_be_told(browser, after):
    imported, page = page_of(browser, after, THREE_SEPARATORS, "separators.csv")
    assert "Cells separated by" in page
    url = f"/imports/{imported.pk}/"
    after(lambda: browser.post(f"{url}reread/", {**as_shown(browser, url), "delimiter": ";"}))
    imported.refresh_from_db()
    assert imported.understanding["wishes"]["answers"] == {"delimiter": ";"}


def test_a_formula_comes_in_as_text_and_leaves_as_text(browser, after):
    content = TOGGL.replace("Alder: call about the menu", '"=HYPERLINK(""http://x.example"",""pay"")"')
    url = after(lambda: upload(browser, content, "formula.csv")).url
    after(lambda: browser.post(f"{url}confirm/", as_shown(browser, url)))
    entry = WorkEntry.objects.get(text__startswith="=HYPERLINK")
    after(lambda: browser.post(f"/entries/{entry.pk}/correct/", {"responsibility": entry.responsibility_id or 1}))
    for path in ("/corrections.csv", "/entries.csv"):
        csv = b"".join(browser.get(path).streaming_content).decode()
        assert "HYPERLINK" in csv
        assert ",=HYPERLINK" not in csv
        assert ',"=HYPERLINK' not in csv
        assert "\n=HYPERLINK" not in csv
        assert '\n"=HYPERLINK' not in csv
