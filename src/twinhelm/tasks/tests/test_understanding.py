"""The brief, what the assignee answers to it, and who confirms."""

from datetime import timedelta

import pytest

from twinhelm.clients.models import Goal
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.actions import brief_templates, skip_rules
from twinhelm.tasks.actions.briefing import BriefChangedMeanwhile, TaskGone, write_brief
from twinhelm.tasks.actions.reworking import note_rework, take_back_rework
from twinhelm.tasks.actions.understanding import (
    AlreadyReady,
    NothingToConfirm,
    QuestionSettled,
    QuestionStandsOpen,
    answer_brief,
    ask,
    confirm,
    end_skip,
    put_into_brief,
    reply,
    send_back,
    skip,
    withdraw,
)
from twinhelm.tasks.choices import Clarity, ReworkCause
from twinhelm.tasks.models import Brief, BriefVersion, Rework, SkipRule, Task, Understanding
from twinhelm.tasks.queries.briefs import change_since
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
def project(pim, dee):
    project = a_project(made_by=pim)
    a_seat(project, dee)
    return project


@pytest.fixture
def task(project, pim, dee):
    return a_task(project, assignee=dee, made_by=pim)


def clarity(task):
    return Task.objects.get(pk=task.pk).understanding


def test_a_task_is_ready_once_its_assignee_answered_and_somebody_else_confirmed(task, pim, dee):
    write_brief(task, what="An order page", criteria=["Works by noon", " "], by=pim, at=NOW)
    answer = answer_brief(task, **WORDS, brief_version=1, by=dee, at=NOW)
    assert clarity(task) == Clarity.ANSWERED
    confirm(task, answer_id=answer.pk, by=pim, at=NOW)
    assert clarity(task) == Clarity.READY
    assert Brief.objects.get().criteria == ["Works by noon"]
    names = list(EventRecord.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["BriefChanged", "BriefAnswered", "UnderstandingConfirmed"]


def test_a_changed_brief_asks_again_and_shows_word_by_word_what_changed(task, pim, dee):
    brief = write_brief(task, what="An order page for phones", by=pim, at=NOW)
    confirm(task, answer_id=answer_brief(task, **WORDS, by=dee, at=NOW).pk, by=pim, at=NOW)
    brief = write_brief(task, version=1, what="An order page for tablets", by=pim, at=NOW)
    assert clarity(task) == Clarity.WAITING
    [field] = change_since(brief, 1).fields
    assert [(one.kind, one.text) for one in field.pieces] == [
        ("same", "An order page for "),
        ("removed", "phones"),
        ("added", "tablets"),
    ]


def test_writing_the_same_again_asks_nobody_again(task, pim, dee):
    write_brief(task, what="An order page", by=pim, at=NOW)
    confirm(task, answer_id=answer_brief(task, **WORDS, by=dee, at=NOW).pk, by=pim, at=NOW)
    write_brief(task, version=1, what="An order page\r\n", by=pim, at=NOW)
    assert clarity(task) == Clarity.READY
    assert BriefVersion.objects.count() == 1


def test_two_who_write_different_fields_lose_nothing(task, pim):
    write_brief(task, what="Page", why="Orders", by=pim, at=NOW)
    oda = an_owner()
    write_brief(task, version=1, what="Page", why="Fewer calls", by=oda, at=NOW)
    brief = write_brief(task, version=1, what="Two pages", why="Orders", by=pim, at=NOW)
    assert (brief.what, brief.why, brief.version) == ("Two pages", "Fewer calls", 3)


def test_two_who_write_the_same_field_are_told_whose_words_stand(task, pim):
    write_brief(task, what="Page", by=pim, at=NOW)
    write_brief(task, version=1, what="Shop", by=an_owner(), at=NOW)
    with pytest.raises(BriefChangedMeanwhile, match="Oda Lindqvist wrote something else meanwhile: What") as refused:
        write_brief(task, version=1, what="Board", by=pim, at=NOW)
    assert refused.value.clashing == ("what",)
    assert Brief.objects.get().what == "Shop"


def test_who_only_does_a_task_asks_instead_of_writing_its_brief(task, dee):
    with pytest.raises(NotPermitted, match="Ask them a question"):
        write_brief(task, what="Less", by=dee, at=NOW)


def test_refuses_a_goal_of_another_client_and_an_address_that_is_none(task, pim):
    other = Goal.objects.create(client=a_client("Birch"), name="More guests", confirmed_at=NOW, confirmed_by=pim)
    with pytest.raises(Invalid, match="“More guests” is no open goal of Alder Bakery"):
        write_brief(task, goal=other, by=pim, at=NOW)
    with pytest.raises(Invalid, match="“javascript:alert"):
        write_brief(task, references=[{"name": "x", "url": "javascript:alert(1)"}], by=pim, at=NOW)
    with pytest.raises(Invalid, match="This has 20001 characters"):
        write_brief(task, what="x" * 20_001, by=pim, at=NOW)
    assert not Brief.objects.exists()


def test_refuses_a_brief_of_a_task_that_somebody_deleted(task, pim):
    Task.objects.update(deleted_at=NOW)
    with pytest.raises(TaskGone):
        write_brief(task, what="x", by=pim, at=NOW)


def test_an_answer_to_a_brief_that_changed_meanwhile_says_what_changed(task, pim, dee):
    write_brief(task, what="Page", by=pim, at=NOW)
    write_brief(task, version=1, why="Orders", by=pim, at=NOW)
    with pytest.raises(BriefChangedMeanwhile, match="Pim changed the brief while you wrote: Why"):
        answer_brief(task, **WORDS, brief_version=1, by=dee, at=NOW)


def test_a_question_is_answered_before_anything_is_confirmed_and_may_go_into_the_brief(task, pim, dee):
    write_brief(task, what="Page", by=pim, at=NOW)
    [question, other] = ask(task, texts=["Which payment?", "", "For whom?"], by=dee, at=NOW)
    answer = answer_brief(task, **WORDS, by=dee, at=NOW)
    assert clarity(task) == Clarity.ASKED
    with pytest.raises(QuestionStandsOpen):
        confirm(task, answer_id=answer.pk, by=pim, at=NOW)
    withdraw(other, by=dee, at=NOW)
    reply(question, answer="iDEAL", by=pim, at=NOW)
    assert clarity(task) == Clarity.ANSWERED
    with pytest.raises(QuestionSettled, match="Pim answered it already"):
        reply(question, answer="Cash", by=pim, at=NOW)
    question.refresh_from_db()
    put_into_brief(question, by=pim, at=NOW)
    put_into_brief(question, by=pim, at=NOW)
    assert Brief.objects.get().what == "Page\n\nWhich payment?\niDEAL"
    assert clarity(task) == Clarity.WAITING


def test_sent_back_with_a_sentence_it_is_answered_again(task, pim, dee):
    answer = answer_brief(task, **WORDS, by=dee, at=NOW)
    with pytest.raises(Invalid):
        send_back(task, answer_id=answer.pk, why=" ", by=pim, at=NOW)
    send_back(task, answer_id=answer.pk, why="Also the invoice", by=pim, at=NOW)
    assert clarity(task) == Clarity.WAITING
    again = answer_brief(task, delivered="Four screens", checked="Ana", by=dee, at=NOW)
    assert Understanding.objects.count() == 2
    with pytest.raises(NothingToConfirm):
        confirm(task, answer_id=answer.pk, by=pim, at=NOW)
    confirm(task, answer_id=again.pk, by=pim, at=NOW)
    with pytest.raises(AlreadyReady):
        confirm(task, answer_id=again.pk, by=pim, at=NOW)


def test_whoever_leads_the_production_of_the_client_confirms_on_projects_without_a_lead_of_their_own(task, pim, dee):
    ana, noor = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Noor Aziz", Role.ACCOUNT_MANAGER)
    answer = answer_brief(task, **WORDS, by=dee, at=NOW)
    with pytest.raises(NotPermitted):
        confirm(task, answer_id=answer.pk, by=ana, at=NOW)
    a_lead(task.project.client, "production", ana)
    a_lead(task.project.client, "account", noor)
    with pytest.raises(NotPermitted):
        confirm(task, answer_id=answer.pk, by=noor, at=NOW)
    assert confirm(task, answer_id=answer.pk, by=ana, at=NOW)


def test_nobody_confirms_themselves_unless_nobody_else_could(project, pim, dee):
    task = a_task(project, assignee=pim, made_by=pim)
    answer = answer_brief(task, **WORDS, by=pim, at=NOW)
    with pytest.raises(NotPermitted, match="production lead, production managers and owners"):
        confirm(task, answer_id=answer.pk, by=dee, at=NOW)
    oda = an_owner()
    with pytest.raises(NotPermitted, match="somebody else confirms it"):
        confirm(task, answer_id=answer.pk, by=pim, at=NOW)
    type(oda).objects.filter(pk=oda.pk).update(is_active=False)
    confirm(task, answer_id=answer.pk, by=pim, at=NOW)
    assert clarity(task) == Clarity.READY


def test_only_who_does_a_task_answers_its_brief(task, pim):
    with pytest.raises(NotPermitted, match="Dee does this task"):
        answer_brief(task, **WORDS, by=pim, at=NOW)


def test_skipped_by_hand_with_a_reason_and_asked_after_all(task, pim):
    skip(task, why="Drawn together at the whiteboard", by=pim, at=NOW)
    assert clarity(task) == Clarity.SKIPPED
    end_skip(task, by=pim, at=NOW)
    assert clarity(task) == Clarity.WAITING


def test_another_rule_says_beforehand_what_it_would_change_and_does_just_that(project, pim, dee):
    a_task(project, "Small", assignee=dee, made_by=pim, estimated_minutes=90)
    a_task(project, "Large", assignee=dee, made_by=pim, estimated_minutes=900)
    found = skip_rules.would_change(SkipRule(up_to_minutes=120), at=NOW)
    assert (found.skipped, found.to_answer) == (1, 0)
    assert not Task.objects.filter(understanding=Clarity.SKIPPED).exists()
    facts = {"is_own_skipped": True, "is_recurring_skipped": True}
    skip_rules.set_rule(up_to_minutes=120, **facts, version=1, by=pim, at=NOW)
    assert Task.objects.get(understanding=Clarity.SKIPPED).title == "Small"
    with pytest.raises(skip_rules.RuleChangedMeanwhile):
        skip_rules.set_rule(up_to_minutes=60, **facts, version=1, by=pim, at=NOW)
    with pytest.raises(NotPermitted):
        skip_rules.set_rule(up_to_minutes=60, **facts, version=2, by=dee, at=NOW)


def test_why_work_is_done_again_is_kept_with_whether_it_was_understood(task, pim, dee):
    confirm(task, answer_id=answer_brief(task, **WORDS, by=dee, at=NOW).pk, by=pim, at=NOW)
    Task.objects.update(spent_minutes=300)
    task.refresh_from_db()
    assert note_rework(task, cause="", by=pim, at=NOW) is None
    rework = note_rework(task, cause=ReworkCause.MISUNDERSTOOD, note="Wrong page", by=pim, at=NOW)
    assert (rework.was_understood, rework.member, rework.spent_before) == (True, dee, 300)
    take_back_rework(rework, by=pim, at=NOW)
    assert Rework.objects.get().taken_back_at == NOW


def test_templates_of_briefs_are_named_once_and_can_be_put_back(pim, dee):
    template = brief_templates.add_template(name="Landing page", what="One page", by=pim, at=NOW)
    with pytest.raises(Invalid, match="called “landing page” already"):
        brief_templates.add_template(name="landing page", by=pim, at=NOW)
    with pytest.raises(NotPermitted):
        brief_templates.add_template(name="Mail", by=dee, at=NOW)
    brief_templates.change_template(template, version=1, what="Two", by=pim, at=NOW)
    with pytest.raises(brief_templates.TemplateChangedMeanwhile):
        brief_templates.change_template(template, version=1, what="Three", by=pim, at=NOW)
    brief_templates.delete_template(template, by=pim, at=NOW)
    assert brief_templates.put_template_back(template, by=pim, at=NOW).deleted_at is None
