"""A task out of what was said: its brief keeps where the wish came from, for those who may see it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from twinhelm.clients.testing import a_client
from twinhelm.conversations.testing import a_call, a_conversation, a_meeting, a_message
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.models import Brief, Task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder():
    return a_client("Alder Bakery")


@pytest.fixture
def project(alder):
    return a_project(alder, "Order page")


@pytest.fixture
def message(alder):
    return a_message(a_conversation(alder, subject="The order page"), subject="The order page")


def address(kind, thing):
    return reverse("tasks:from_conversation", args=[kind, thing.pk])


def sent(project, **more):
    return {
        "title": "Show the last order",
        "project": project.pk,
        "what": "The last order on top.",
        "key": "k1",
        **more,
    }


def test_the_form_begins_with_what_was_said_or_with_the_words_that_were_marked(message, project, pim, signed_in):
    browser = signed_in(pim)
    page = browser.get(address("message", message)).content.decode()
    assert 'value="The order page"' in page
    assert "Order page" in page
    marked = browser.get(address("message", message), {"words": "only this sentence"}).content.decode()
    assert "only this sentence" in marked


def test_the_task_has_a_brief_that_leads_back(message, project, pim, signed_in):
    browser = signed_in(pim)
    answer = browser.post(address("message", message), sent(project), follow=True)
    task = Task.objects.get()
    assert (task.project, task.title) == (project, "Show the last order")
    assert Brief.objects.get(task=task).message == message
    assert f"#message-{message.pk}" in answer.content.decode()
    thread = browser.get(reverse("conversations:conversation", args=[message.conversation_id])).content.decode()
    assert "Show the last order" in thread


def test_pressed_twice_there_is_one_task(message, project, pim, signed_in):
    browser = signed_in(pim)
    for _press in range(2):
        browser.post(address("message", message), sent(project))
    assert Task.objects.count() == Brief.objects.count() == 1


def test_a_maker_sees_the_wish_and_not_the_mail(message, project, pim, signed_in):
    signed_in(pim).post(address("message", message), sent(project))
    dee = a_member("Dee Okafor", Role.MAKER)
    a_seat(project, dee)
    browser = signed_in(dee)
    page = browser.get(reverse("tasks:task", args=[Task.objects.get().pk])).content.decode()
    assert "The last order on top." in page
    assert f"#message-{message.pk}" not in page
    assert browser.get(address("message", message)).status_code == 404


def test_a_private_mail_is_nobody_elses_to_make_a_task_of(alder, project, pim, signed_in):
    talk = a_conversation(alder, is_private=True)
    assert signed_in(pim).get(address("message", a_message(talk))).status_code == 404


def test_a_held_mail_makes_no_task(alder, project, pim, signed_in):
    held = a_message(a_conversation(alder), is_held=True)
    assert signed_in(pim).get(address("message", held)).status_code == 404


def test_a_project_of_another_client_is_not_offered(message, project, pim, signed_in):
    other = a_project(a_client("Fjord Hotels"), "Booking")
    answer = signed_in(pim).post(address("message", message), sent(other))
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_whoever_does_not_see_the_project_is_named_and_nothing_is_made(message, project, pim, signed_in):
    dee = a_member("Dee Okafor", Role.MAKER)
    answer = signed_in(pim).post(address("message", message), sent(project, assignee=dee.pk))
    assert "Dee Okafor" in answer.content.decode()
    assert not Task.objects.exists()


def test_calls_and_meetings_become_tasks_too_and_time_is_one_click_away(alder, project, pim, signed_in):
    browser = signed_in(pim)
    call, meeting = a_call(pim, alder), a_meeting(alder, by=pim)
    for kind, thing in (("call", call), ("meeting", meeting)):
        browser.post(address(kind, thing), sent(project, key=kind, title=f"After the {kind}"))
        page = browser.get(reverse(f"conversations:{kind}", args=[thing.pk])).content.decode()
        assert f"After the {kind}" in page
        assert f'name="about" value="{kind}:{thing.pk}"' in page
    assert Brief.objects.filter(call=call).count() == Brief.objects.filter(meeting=meeting).count() == 1
