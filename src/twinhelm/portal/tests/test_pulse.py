"""The pulse on a contact's page: looking never answers, one click does."""

from datetime import date, timedelta

import pytest

from twinhelm.clients.actions import change_contact
from twinhelm.clients.testing import a_contact
from twinhelm.foundation import clock
from twinhelm.people.testing import an_owner
from twinhelm.portal.tests.conftest import links_mailed
from twinhelm.transition.actions.pulses import ask_pulse
from twinhelm.transition.models import Pulse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/for-you/pulse/"


@pytest.fixture
def asked(moving, marta):
    moving.handed_over_on = date(2026, 11, 2)
    moving.save()
    return ask_pulse(moving, marta, by=None, at=clock.now())


def test_from_the_mail_to_the_answer_in_a_fresh_browser(browser, asked):
    (link,) = links_mailed()
    browser.get(link)
    opened = browser.post(link)
    assert opened.url == PAGE
    page = browser.get(PAGE).content.decode()
    assert "How is it going with two people?" in page
    assert page.count('name="score"') == 5
    assert not Pulse.objects.exclude(score=None).exists()
    assert browser.post(PAGE, {"score": "4"}).url == PAGE
    assert Pulse.objects.get().score == 4
    assert "that has arrived" in browser.get(PAGE).content.decode()


def test_looking_answers_nothing_whatever_stands_in_the_address(asked, marta, came_in):
    browser = came_in(marta)
    for method in ("GET", "HEAD"):
        assert browser.generic(method, f"{PAGE}?score=1&words=bad").status_code == 200
    assert Pulse.objects.get().answered_at is None


def test_words_are_added_and_the_answer_changed_within_the_hour(asked, marta, came_in, monday):
    browser = came_in(marta)
    browser.post(PAGE, {"score": "2"})
    browser.post(PAGE, {"score": "3", "words": "Calls are shorter now"})
    assert (Pulse.objects.get().score, Pulse.objects.get().words) == (3, "Calls are shorter now")
    monday.move_to(clock.now() + timedelta(minutes=61))
    assert "Nothing is asked of you" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"score": "5"})
    assert Pulse.objects.get().score == 3


def test_nonsense_is_refused_with_a_sentence(asked, marta, came_in):
    answer = came_in(marta).post(PAGE, {"score": "9"})
    assert answer.status_code == 422
    assert "Choose one of the five answers." in answer.content.decode()


def test_another_contact_finds_nothing_and_answers_nothing(asked, moving, came_in):
    browser = came_in(a_contact(moving.client, "Nils"))
    assert "Nothing is asked of you" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"score": "1"})
    assert Pulse.objects.get().score is None


def test_without_a_visit_and_after_leaving_nobody_answers(browser, asked, marta, came_in):
    assert browser.post(PAGE, {"score": "1"}).status_code == 302
    theirs = came_in(marta)
    change_contact(marta, left_on=date(2026, 11, 23), by=an_owner(), at=clock.now())
    assert theirs.post(PAGE, {"score": "1"}).status_code == 302
    assert Pulse.objects.get().score is None
