"""The page of a member's calendars, used as they would use it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.conversations.models import Calendar, Meeting
from twinhelm.conversations.testing import a_calendar
from twinhelm.conversations.tests.test_calendars import (
    AT,
    PASSWORD,
    Diary,
    alder,
    an_event,
    ana,
    diary,
    loopback_is_ours,
)
from twinhelm.diaries import write
from twinhelm.foundation.testing import run_jobs

__all__ = ["alder", "ana", "diary", "loopback_is_ours"]
pytestmark = pytest.mark.django_db
HOME = "/calendars/"


def text_of(answer) -> str:
    return answer.content.decode()


def test_connects_what_was_chosen_and_looks_at_it(ana, diary: Diary, signed_in):
    diary.radicale.add_calendar(diary.user, PASSWORD, "Holidays")
    browser = signed_in(ana)
    asked = {"address": diary.radicale.url, "user": diary.user, "password": PASSWORD}
    choosing = browser.post(reverse("conversations:connect_calendar"), asked, follow=True)
    assert "Holidays" in text_of(choosing)
    assert PASSWORD not in text_of(choosing)
    done = browser.post(reverse("conversations:choose_calendars"), {"chosen": [diary.url]}, follow=True)
    assert "Work" in text_of(done)
    assert [one.name for one in Calendar.objects.all()] == ["Work"]
    run_jobs()
    assert Calendar.objects.get().last_seen_at
    assert browser.get(reverse("conversations:choose_calendars")).status_code == 302


def test_a_wrong_password_says_so_and_is_not_shown_again(ana, diary: Diary, signed_in):
    asked = {"address": diary.radicale.url, "user": diary.user, "password": "my-secret-guess"}
    answer = signed_in(ana).post(reverse("conversations:connect_calendar"), asked)
    assert answer.status_code == 422
    assert "doesn’t know this user with this password" in text_of(answer)
    assert "my-secret-guess" not in text_of(answer)


def test_nothing_is_connected_that_the_server_did_not_offer(ana, diary: Diary, signed_in):
    browser = signed_in(ana)
    asked = {"address": diary.radicale.url, "user": diary.user, "password": PASSWORD}
    browser.post(reverse("conversations:connect_calendar"), asked)
    answer = browser.post(reverse("conversations:choose_calendars"), {"chosen": ["http://inside.example/"]})
    assert answer.status_code == 422
    assert not Calendar.objects.exists()


def test_brings_in_a_file(ana, alder, signed_in):
    file = SimpleUploadedFile("export.ics", write.stored(an_event(), at=AT))
    answer = signed_in(ana).post(reverse("conversations:calendar_file"), {"file": file}, follow=True)
    assert "export.ics" in text_of(answer)
    assert Meeting.objects.get().client == alder


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"\x00\xff" * 50])
def test_a_file_that_is_no_calendar_gets_a_sentence(ana, content, signed_in):
    answer = signed_in(ana).post(reverse("conversations:calendar_file"), {"file": SimpleUploadedFile("a.ics", content)})
    assert answer.status_code == 422
    assert not Calendar.objects.exists()


def test_says_why_a_calendar_is_not_read_and_what_was_skipped(ana, signed_in):
    a_calendar(ana, failure="The calendar server doesn’t answer.", failed_since=AT)
    a_calendar(ana, "Other", skipped=[{"href": "x", "title": "Poison <b>", "why": "It can’t be read.", "line": 3}])
    text = text_of(signed_in(ana).get(HOME))
    assert "<b>1 calendar</b> can’t be looked at" in text
    assert "The calendar server doesn’t answer." in text
    assert "Poison &lt;b&gt;" in text


def test_the_number_of_questions_does_not_grow_with_the_calendars(ana, signed_in, django_assert_num_queries):
    browser = signed_in(ana)
    a_calendar(ana, is_main=True)
    browser.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        browser.get(HOME)
    for number in range(5):
        a_calendar(ana, f"Calendar {number}")
    with django_assert_num_queries(len(asked)):
        browser.get(HOME)
