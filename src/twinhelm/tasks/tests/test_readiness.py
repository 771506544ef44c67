"""Whether a task is understood follows from who does it, the rule, questions, answers and their confirmation."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project
from twinhelm.tasks.actions import readiness
from twinhelm.tasks.choices import BroughtFrom, Clarity, SkipCause, TaskState
from twinhelm.tasks.models import Skip, SkipRule, Task
from twinhelm.tasks.testing import MADE_AT, a_brief, a_question, a_recurrence, a_task, an_understanding

pytestmark = pytest.mark.django_db
NOW = MADE_AT + timedelta(days=1)


@pytest.fixture
def dee():
    return a_member("Dee", Role.MAKER)


@pytest.fixture
def pim():
    return a_member("Pim", Role.PRODUCTION_MANAGER)


def settled(task, *, by, at=NOW):
    with transaction.atomic():
        readiness.settle([task], at=at, by=by)
    stored = Task.objects.get(pk=task.pk)
    assert (stored.understanding, stored.understanding_since) == (task.understanding, task.understanding_since)
    return stored.understanding


def give(task, member):
    task.assignee = member
    readiness.given(task)
    task.save()
    return task


def test_nobody_understands_what_nobody_does(pim):
    assert settled(a_task(), by=pim) == ""


def test_waits_for_whoever_it_was_given_to(pim, dee):
    task = give(a_task(), dee)
    assert settled(task, by=pim) == Clarity.WAITING
    assert task.understanding_since == NOW


def test_keeps_since_when_it_waits(pim, dee):
    task = give(a_task(), dee)
    settled(task, by=pim)
    settled(task, by=pim, at=NOW + timedelta(hours=3))
    assert task.understanding_since == NOW


def test_a_question_of_the_assignee_is_open_until_it_is_answered(pim, dee):
    task = a_task(assignee=dee)
    question = a_question(task)
    assert settled(task, by=dee) == Clarity.ASKED
    question.answered_at = NOW
    question.save()
    assert settled(task, by=pim) == Clarity.WAITING


def test_answered_and_confirmed_it_is_ready(pim, dee):
    task = a_task(assignee=dee)
    answer = an_understanding(task)
    assert settled(task, by=dee) == Clarity.ANSWERED
    answer.confirmed_at, answer.confirmed_by = NOW, pim
    answer.save()
    assert settled(task, by=pim) == Clarity.READY


def test_another_assignee_opens_it_again_and_the_first_one_need_not_answer_twice(pim, dee):
    task = a_task(assignee=dee)
    answer = an_understanding(task, confirmed_at=NOW, confirmed_by=pim)
    settled(task, by=pim)
    assert settled(give(task, a_member("Eli", Role.MAKER)), by=pim) == Clarity.WAITING
    answer.refresh_from_db()
    assert answer.reopened_at == NOW
    assert settled(give(task, dee), by=pim) == Clarity.READY
    answer.refresh_from_db()
    assert answer.reopened_at is None


def test_a_changed_brief_opens_it_again(pim, dee):
    task = a_task(assignee=dee)
    brief = a_brief(task)
    answer = an_understanding(task, brief_version=1, confirmed_at=NOW, confirmed_by=pim)
    assert settled(task, by=pim) == Clarity.READY
    brief.version = 2
    brief.save()
    assert settled(task, by=pim) == Clarity.WAITING
    answer.refresh_from_db()
    assert answer.reopened_at == NOW


def test_small_tasks_need_no_answer_until_they_grow(pim, dee):
    task = give(a_task(estimated_minutes=45), dee)
    assert settled(task, by=pim) == Clarity.SKIPPED
    assert Skip.objects.get(ended_at=None).cause == SkipCause.SMALL
    task.estimated_minutes = 240
    task.save()
    assert settled(task, by=pim) == Clarity.WAITING
    assert Skip.objects.get().ended_at == NOW


def test_what_somebody_gives_to_themselves_needs_no_answer_of_anybody(pim, dee):
    task = give(a_task(), dee)
    assert settled(task, by=dee) == Clarity.SKIPPED
    assert Skip.objects.get().cause == SkipCause.OWN


def test_whoever_changes_what_others_gave_them_still_answers(pim, dee):
    task = give(a_task(), dee)
    settled(task, by=pim)
    assert settled(task, by=dee, at=NOW + timedelta(hours=1)) == Clarity.WAITING


def test_the_rule_may_ask_of_everything(pim, dee):
    project = a_project()
    SkipRule.objects.create(up_to_minutes=0, is_own_skipped=False, is_recurring_skipped=False)
    small, own = give(a_task(project, estimated_minutes=10), dee), give(a_task(project), dee)
    assert [settled(small, by=pim), settled(own, by=dee)] == [Clarity.WAITING, Clarity.WAITING]


def test_recurring_work_is_answered_once_as_long_as_the_same_member_does_it(pim, dee):
    project = a_project()
    recurrence = a_recurrence(project)
    first = a_task(project, assignee=dee, recurrence=recurrence, recurs_on=MADE_AT.date())
    an_understanding(first, confirmed_at=NOW, confirmed_by=pim)
    settled(first, by=pim)
    second = give(a_task(project, recurrence=recurrence, recurs_on=NOW.date()), dee)
    assert settled(second, by=None) == Clarity.SKIPPED
    assert Skip.objects.get().cause == SkipCause.RECURRING
    third = give(a_task(project, recurrence=recurrence, recurs_on=(NOW + timedelta(days=1)).date()), dee)
    assert settled(third, by=None) == Clarity.SKIPPED
    assert settled(give(third, a_member("Eli", Role.MAKER)), by=None) == Clarity.WAITING


def test_skipped_by_hand_holds_until_the_brief_changes(pim, dee):
    task = a_task(assignee=dee)
    brief = a_brief(task)
    Skip.objects.create(task=task, member=dee, cause=SkipCause.BY_HAND, why="Said on the phone", by=pim, at=NOW)
    assert settled(task, by=pim) == Clarity.SKIPPED
    brief.changed_at, brief.version = NOW + timedelta(hours=1), 2
    brief.save()
    assert settled(task, by=pim, at=NOW + timedelta(hours=1)) == Clarity.WAITING


def test_what_was_under_way_when_it_was_brought_in_is_not_asked_again(pim, dee):
    project = a_project()
    facts = {"source": BroughtFrom.TRELLO, "source_key": "a1", "state": TaskState.DOING, "made_at": NOW}
    assert settled(give(a_task(project, **facts), dee), by=pim) == Clarity.SKIPPED
    assert (
        settled(give(a_task(project, **facts | {"source_key": "a2", "state": TaskState.TO_DO}), dee), by=pim)
        == "waiting"
    )


def test_many_tasks_cost_as_many_queries_as_a_few(pim, dee):
    project = a_project()

    def cost(count):
        tasks = []
        for number in range(count):
            task = a_task(project, assignee=dee, estimated_minutes=(30, 600)[number % 2])
            readiness.given(task)
            tasks.append(task)
            an_understanding(task, member=pim)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            readiness.settle(tasks, at=NOW, by=pim)
        return len(queries)

    assert cost(4) == cost(40) <= 16
