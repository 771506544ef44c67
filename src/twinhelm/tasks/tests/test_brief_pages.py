"""The brief and its understanding as pages show them, and what a press does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.actions.briefing import write_brief
from twinhelm.tasks.actions.understanding import answer_brief, ask, confirm
from twinhelm.tasks.choices import Clarity
from twinhelm.tasks.models import Brief, BriefTemplate, Question, Rework, Task
from twinhelm.tasks.testing import MADE_AT, a_task

pytestmark = pytest.mark.django_db
NOW = MADE_AT + timedelta(days=1)
WORDS = {"delivered": "Three screens", "checked": "Ana clicks through"}


@pytest.fixture
def pim():
    return a_member("Pim", Role.PRODUCTION_MANAGER)


@pytest.fixture
def dee():
    return a_member("Dee", Role.MAKER)


@pytest.fixture
def task(pim, dee):
    project = a_project(made_by=pim)
    a_seat(project, dee)
    return a_task(project, assignee=dee, made_by=pim)


def at(name, *args):
    return reverse(f"tasks:{name}", args=args)


def read(browser, task):
    answer = browser.get(at("task", task.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_assignee_answers_and_whoever_leads_confirms(browser, task, pim, dee):
    write_brief(task, what="An order page", by=pim, at=NOW)
    browser.force_login(dee)
    words = read(browser, task)
    assert "An order page" in words
    assert "What will you deliver?" in words
    assert "Change the brief" not in words
    browser.post(at("answer_brief", task.pk), WORDS | {"brief_version": 1})
    assert "nobody has confirmed" in read(browser, task)
    browser.force_login(pim)
    assert "Confirm: ready" in read(browser, task)
    answer = task.understandings.get()
    browser.post(at("confirm", task.pk), {"answer": answer.pk})
    assert "Ready: Dee answered, Pim confirmed" in read(browser, task)


def test_an_answer_to_a_brief_that_changed_keeps_the_words_and_says_what_changed(browser, task, pim, dee):
    write_brief(task, what="An order page", by=pim, at=NOW)
    browser.force_login(dee)
    answer = browser.post(at("answer_brief", task.pk), WORDS | {"brief_version": 0})
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "Pim changed the brief while you wrote: What" in words
    assert "Three screens</textarea>" in words


def test_what_changed_stands_before_the_assignee_word_by_word(browser, task, pim, dee):
    write_brief(task, what="An order page for phones", by=pim, at=NOW)
    confirm(task, answer_id=answer_brief(task, **WORDS, by=dee, at=NOW).pk, by=pim, at=NOW)
    write_brief(task, what="An order page for tablets", by=pim, at=NOW)
    browser.force_login(dee)
    words = read(browser, task)
    assert "<del>phones</del><ins>tablets</ins>" in words
    assert "so it is answered again" in words


def test_a_question_is_answered_on_the_page_and_goes_into_the_brief(browser, task, pim, dee):
    browser.force_login(dee)
    browser.post(at("ask", task.pk), {"text": "Which payment?\nFor whom?"})
    assert Question.objects.count() == 2
    browser.force_login(pim)
    question = Question.objects.order_by("pk").first()
    assert browser.post(at("reply", question.pk), {"answer": " "}).status_code == 422
    browser.post(at("reply", question.pk), {"answer": "iDEAL"})
    browser.post(at("into_brief", question.pk))
    assert "iDEAL" in Brief.objects.get().what


def test_both_texts_stand_on_the_form_where_two_wrote_the_same_field(browser, task, pim):
    oda = a_member("Oda", Role.OWNER)
    write_brief(task, what="Page", why="Orders", by=pim, at=NOW)
    write_brief(task, version=1, what="Shop", why="Calls", by=oda, at=NOW)
    browser.force_login(pim)
    answer = browser.post(at("brief", task.pk), {"version": 1, "what": "Board", "why": "Orders"})
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "Board</textarea>" in words
    assert "<p>Shop</p>" in words
    assert "Calls</textarea>" in words
    browser.post(at("brief", task.pk), {"version": 2, "what": "Board", "why": "Calls"})
    assert (Brief.objects.get().what, Brief.objects.get().why) == ("Board", "Calls")


def test_who_only_does_a_task_finds_no_form_for_its_brief(browser, task, dee):
    browser.force_login(dee)
    assert browser.get(at("brief", task.pk)).status_code == 403


def test_skipped_by_hand_says_who_and_why(browser, task, pim):
    browser.force_login(pim)
    browser.post(at("skip", task.pk), {"why": "Drawn together"})
    assert Task.objects.get().understanding == Clarity.SKIPPED
    assert "Pim skipped it: Drawn together" in read(browser, task)


def test_confirming_what_was_sent_back_meanwhile_is_refused_on_the_page(browser, task, pim, dee):
    answer = answer_brief(task, **WORDS, by=dee, at=NOW)
    ask(task, texts=["Which payment?"], by=dee, at=NOW)
    browser.force_login(pim)
    refused = browser.post(at("confirm", task.pk), {"answer": answer.pk})
    assert refused.status_code == 409
    assert "A question is open" in refused.content.decode()


def test_the_page_of_what_is_unclear_says_whose_turn_it_is(browser, task, pim, dee):
    answer = answer_brief(task, **WORDS, by=dee, at=NOW)
    browser.force_login(pim)
    words = browser.get(at("unclear")).content.decode()
    assert "Dee answered" in words
    assert "Three screens" in words
    browser.post(at("confirm", task.pk), {"answer": answer.pk, "next": at("unclear")})
    assert "Everything that is given to somebody is understood" in browser.get(at("unclear")).content.decode()


def test_makers_see_only_their_own_unclear_tasks(browser, task, pim, dee):
    lio = a_member("Lio", Role.MAKER)
    a_seat(task.project, lio)
    a_task(task.project, "Write the texts", assignee=lio, made_by=pim)
    browser.force_login(dee)
    words = browser.get(at("unclear")).content.decode()
    assert task.title in words
    assert "Write the texts" not in words
    table = b"".join(browser.get(at("unclear_csv")).streaming_content).decode()
    assert "Write the texts" not in table


def test_what_would_be_skipped_is_shown_before_the_rule_is_kept(browser, task, pim):
    Task.objects.update(estimated_minutes=90)
    browser.force_login(pim)
    wanted = {"up_to_minutes": 120, "is_own_skipped": "on", "is_recurring_skipped": "on", "version": 1}
    words = browser.post(at("skip_rule"), wanted | {"look": "1"}).content.decode()
    assert "1 open task would need no answer any more" in words
    assert Task.objects.get().understanding == Clarity.WAITING
    browser.post(at("skip_rule"), wanted)
    assert Task.objects.get().understanding == Clarity.SKIPPED


def test_a_template_begins_a_brief_and_comes_back_after_deletion(browser, task, pim):
    browser.force_login(pim)
    browser.post(at("brief_templates"), {"name": "Landing page", "what": "One page", "criteria": "Fast\nReadable"})
    template = BriefTemplate.objects.get()
    assert "One page" in browser.get(at("brief", task.pk), {"template": template.pk}).content.decode()
    browser.post(at("delete_brief_template", template.pk))
    browser.post(at("put_brief_template_back", template.pk))
    assert "Landing page" in browser.get(at("brief_templates")).content.decode()


def test_what_misunderstanding_cost_is_counted_with_and_without_understanding(browser, task, pim):
    Task.objects.update(spent_minutes=300)
    facts = {"cause": "misunderstood", "was_understood": False, "spent_before": 180, "by": pim, "at": clock.now()}
    Rework.objects.create(task=task, member=task.assignee, **facts)
    browser.force_login(pim)
    words = browser.get(at("rework")).content.decode()
    assert "Misunderstanding cost 0 h where the brief had been answered, 2 h where it hadn’t" in words
    assert "too little is known" in words
    browser.force_login(a_member("Lio", Role.MAKER))
    assert task.title not in browser.get(at("rework")).content.decode()
