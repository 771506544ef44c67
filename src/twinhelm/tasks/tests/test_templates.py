"""Task templates: written once, with skills; used, they are tasks with days, order and people."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from twinhelm.foundation.answers import Invalid
from twinhelm.people.choices import Role
from twinhelm.people.models import MemberSkill, Skill
from twinhelm.people.testing import a_member
from twinhelm.projects.models import ProjectSeat
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.actions.fitting import NotOnProject
from twinhelm.tasks.actions.templates import (
    NothingInTemplate,
    TaskTemplateChanged,
    Use,
    add_task_template,
    change_task_template,
    template_of_project,
    use_template,
)
from twinhelm.tasks.actions.undoing import undo
from twinhelm.tasks.models import Act, Dependency, Task, TaskTemplate
from twinhelm.tasks.testing import a_dependency, a_task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def figma():
    return Skill.objects.create(name="Figma", added_at=NOW)


@pytest.fixture
def dee(figma):
    dee = a_member("Dee Okafor", Role.MAKER)
    MemberSkill.objects.create(member=dee, skill=figma, level=4, said_at=NOW)
    return dee


@pytest.fixture
def landing(pim, figma):
    lines = [
        {
            "title": "Draw it",
            "skill_id": figma.pk,
            "estimated_minutes": 300,
            "starts_after_days": 0,
            "due_after_days": 2,
        },
        {"title": "Build it", "estimated_minutes": 600, "due_after_days": 6, "waits_for": [[1, 1]]},
        {"title": "Test the form", "under": 2},
    ]
    return add_task_template("Landing page", lines=lines, by=pim, at=NOW)


def test_a_template_becomes_tasks_with_days_order_and_people(landing, pim, dee):
    project = a_project()
    a_seat(project, dee)
    use_template(landing, project, Use(first_on=MONDAY, people={1: dee}), by=pim, at=NOW)
    draw, build, test = Task.objects.filter(project=project).order_by("pk")
    assert (draw.title, draw.assignee, draw.starts_on, draw.due_on) == ("Draw it", dee, MONDAY, date(2026, 12, 2))
    assert (build.due_on, build.assignee, test.parent) == (date(2026, 12, 8), None, build)
    assert list(Dependency.objects.values_list("before", "after", "lag_days")) == [(draw.pk, build.pk, 1)]
    assert draw.understanding == "waiting"


def test_a_weekend_begins_on_monday(landing, pim):
    project = a_project()
    use_template(landing, project, Use(first_on=date(2026, 11, 28), people={}), by=pim, at=NOW)
    assert Task.objects.get(title="Draw it").starts_on == MONDAY


def test_used_twice_with_one_press_it_is_made_once(landing, pim):
    project = a_project()
    for _press in range(2):
        use_template(landing, project, Use(first_on=MONDAY, people={}, key="once"), by=pim, at=NOW)
    assert Task.objects.count() == 3


def test_it_is_taken_back_as_a_whole(landing, pim):
    use_template(landing, a_project(), Use(first_on=MONDAY, people={}), by=pim, at=NOW)
    undo(Act.objects.latest("pk"), by=pim, at=NOW)
    assert not Task.objects.filter(deleted_at=None).exists()


def test_who_does_not_sit_on_the_project_is_put_there_or_nothing_is_made(landing, pim, dee):
    project = a_project()
    with pytest.raises(NotOnProject):
        use_template(landing, project, Use(first_on=MONDAY, people={1: dee}), by=pim, at=NOW)
    assert not Task.objects.exists()
    use_template(landing, project, Use(first_on=MONDAY, people={1: dee}, is_seating=True), by=pim, at=NOW)
    assert ProjectSeat.objects.filter(project=project, member=dee, left_on=None).exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"title": "A", "waits_for": [[2, 0]]}, {"title": "B", "waits_for": [[1, 0]]}], "in a ring: "),
        ([{"title": "A", "waits_for": [[1, 0]]}], "Task 1: It waits for task 1, which isn’t another one"),
        ([{"title": "A", "under": 2}, {"title": "B"}], "Task 1: It stands under task 2, which must come before it."),
        ([{"title": "A"}, {"title": "B", "under": 1, "waits_for": [[1, 0]]}], "done only after it"),
        ([{"title": "A" * 10_000}], "Task 1: This title has 10000 letters"),
        ([{"title": "A", "starts_after_days": 5, "due_after_days": 2}], "Task 1: It is due before it begins."),
        ([{"title": "A"}] * 201, "200 tasks at most"),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence_and_nothing_is_kept(pim, lines, said):
    with pytest.raises(Invalid, match=said):
        add_task_template("Odd", lines=lines, by=pim, at=NOW)
    assert not TaskTemplate.objects.exists()


def test_an_older_page_overwrites_nothing(landing, pim):
    how = {"name": "Landing page", "summary": "", "by": pim, "at": NOW}
    change_task_template(landing, version=1, lines=[{"title": "Only this"}], **how)
    with pytest.raises(TaskTemplateChanged, match="Somebody changed “Landing page”"):
        change_task_template(landing, version=1, lines=[], **how)
    assert landing.tasks.count() == 1


def test_without_tasks_there_is_nothing_to_use(pim):
    empty = add_task_template("Empty", by=pim, at=NOW)
    with pytest.raises(NothingInTemplate, match="“Empty” has no tasks yet"):
        use_template(empty, a_project(), Use(first_on=MONDAY, people={}), by=pim, at=NOW)


def test_the_tasks_of_a_project_make_a_template(pim, figma):
    project = a_project()
    first = a_task(project, "Draw", skill=figma, starts_on=MONDAY, due_on=MONDAY, estimated_minutes=90)
    second = a_task(project, "Build", due_on=date(2026, 12, 3), parent=None)
    a_task(project, "Check", parent=second)
    a_dependency(first, second)
    made = template_of_project(project, "As last time", by=pim, at=NOW)
    rows = made.tasks.order_by("number").values_list("title", "skill", "due_after_days", "under", "waits_for")
    assert list(rows) == [
        ("Draw", figma.pk, 0, None, []),
        ("Build", None, 3, None, [[1, 0]]),
        ("Check", None, None, 2, []),
    ]


def test_the_page_keeps_order_and_what_names_another_by_number(landing, pim, signed_in):
    browser = signed_in(pim)
    sent = {"name": "Landing page", "summary": "", "version": 1, "t-TOTAL_FORMS": 3, "t-INITIAL_FORMS": 3}
    for place, (number, title, waits) in enumerate([(5, "Last", "7+2"), (7, "Middle", ""), (2, "First", "")]):
        sent |= {f"t-{place}-number": number, f"t-{place}-title": title, f"t-{place}-waits_for": waits}
    sent["t-1-number"], sent["t-0-number"], sent["t-0-waits_for"] = 5, 7, "5+2"
    answer = browser.post(reverse("tasks:template", args=[landing.pk]), sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    rows = landing.tasks.order_by("number").values_list("number", "title", "waits_for")
    assert list(rows) == [(1, "First", []), (2, "Middle", []), (3, "Last", [[2, 2]])]


def test_the_look_says_who_and_why_and_the_press_makes_them(landing, pim, dee, signed_in):
    project = a_project()
    browser, address = signed_in(pim), reverse("tasks:use_template", args=[landing.pk])
    sent = {"project": project.pk, "first_on": "2026-11-30", "key": "k", "is_seating": "on"}
    page = browser.post(address, sent).content.decode()
    assert "Figma 4 of 5, not on the project yet" in page
    assert "It names no skill, so it is yours to give." in page
    assert not Task.objects.exists()
    browser.post(address, sent | {"make": "1", "who-1": dee.pk, "who-2": "", "who-3": ""})
    assert Task.objects.get(title="Draw it").assignee == dee


def test_a_skill_that_nobody_has_is_said(landing, pim, signed_in):
    sent = {"project": a_project().pk, "first_on": "2026-11-30"}
    page = signed_in(pim).post(reverse("tasks:use_template", args=[landing.pk]), sent).content.decode()
    assert "Nobody has said that they know Figma." in page


def test_pages_cost_the_same_for_three_tasks_and_for_many(
    landing, pim, figma, dee, signed_in, django_assert_num_queries
):
    browser = signed_in(pim)
    lines = [
        {"title": f"Task {n}", "skill_id": figma.pk, "due_after_days": n, "estimated_minutes": 60} for n in range(60)
    ]
    big = add_task_template("Website", lines=lines, by=pim, at=NOW)
    sent = {"project": a_project().pk, "first_on": "2026-11-30"}
    for name, args, cost in (
        ("templates", [], LIST_COST),
        ("template", [landing.pk], PAGE_COST),
        ("template", [big.pk], PAGE_COST),
    ):
        browser.get(reverse(f"tasks:{name}", args=args))
        with django_assert_num_queries(cost):
            browser.get(reverse(f"tasks:{name}", args=args))
    for one in (landing, big):
        with django_assert_num_queries(USE_COST):
            browser.post(reverse("tasks:use_template", args=[one.pk]), sent)


LIST_COST = 18
PAGE_COST = 21
USE_COST = 32


def test_makers_keep_no_templates(landing, dee, signed_in):
    browser = signed_in(dee)
    assert browser.get(reverse("tasks:templates")).status_code == 403
    assert browser.get(reverse("tasks:template", args=[landing.pk])).status_code == 404
