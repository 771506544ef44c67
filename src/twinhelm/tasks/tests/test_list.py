"""The list of tasks and the page of one, as members meet them."""

import csv
import io
from datetime import date, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.models import Act, Change, Label
from twinhelm.tasks.testing import MADE_AT, a_block, a_dependency, a_label, a_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def dee():
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def project(oda):
    return a_project(a_client("Alder Bakery", made_by=oda), "New ordering site", made_by=oda)


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def titles(answer) -> list[str]:
    return [row.task.title for part in answer.context["page"].parts for row in part.rows]


def today_of(member) -> date:
    return clock.day_in(member.zone, clock.now())


def test_the_list_says_what_is_late_unclear_blocked_and_nobodys(signed_in, oda, dee, project):
    a_seat(project, dee)
    a_task(project, "Late one", assignee=dee, due_on=today_of(oda) - timedelta(days=2))
    a_block(a_task(project, "Blocked one", assignee=dee))
    a_task(project, "Free one")

    said = words_of(signed_in(oda).get("/tasks/"))

    assert "<b>1 late</b>" in said
    assert "2 not understood" in said
    assert "1 blocked" in said
    assert "1 nobody’s yet" in said
    assert "Photos are missing" in said


def test_a_maker_meets_only_the_tasks_of_their_projects(signed_in, dee, project, oda):
    mine = a_project(project.client, "Spring campaign", made_by=oda)
    a_seat(mine, dee)
    a_task(mine, "Draw the poster")
    hidden = a_task(project, "Set up the shop")
    browser = signed_in(dee)

    assert titles(browser.get("/tasks/")) == ["Draw the poster"]
    assert browser.get(f"/tasks/{hidden.pk}/").status_code == 404
    assert browser.get(f"/tasks/{hidden.pk}/row/").status_code == 404
    assert "Set up the shop" not in b"".join(browser.get("/tasks/table.csv").streaming_content).decode()


def test_filters_stand_in_the_address_and_can_be_taken_away_one_by_one(signed_in, oda, dee, project):
    a_task(project, "Hers", assignee=dee, priority=1)
    a_task(project, "Nobody’s", priority=1)

    answer = signed_in(oda).get(f"/tasks/?assignee={dee.pk}&priority=1&group=project")

    assert titles(answer) == ["Hers"]
    assert [(chip.text, chip.without) for chip in answer.context["chips"]] == [
        ("Who does it: Dee Okafor", "?priority=1&group=project"),
        ("Priority: Urgent", f"?assignee={dee.pk}&group=project"),
    ]


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("project", ["New ordering site, Alder Bakery"]),
        ("state", ["To do", "In progress"]),
        ("assignee", ["Dee Okafor", "Nobody yet"]),
        ("none", [""]),
    ],
)
def test_rows_are_grouped_as_the_address_says(signed_in, oda, dee, project, group, headings):
    a_task(project, "One", assignee=dee)
    a_task(project, "Two", state="doing")

    answer = signed_in(oda).get(f"/tasks/?group={group}")

    assert [part.name for part in answer.context["page"].parts] == headings


@pytest.mark.parametrize("group", ["due", "project", "state", "assignee", "none"])
@pytest.mark.parametrize("sort", ["due", "priority", "title", "estimate"])
def test_page_by_page_shows_every_task_once(signed_in, oda, dee, project, group, sort):
    day = today_of(oda)
    for n in range(130):
        facts = {"due_on": day + timedelta(days=n % 9)} if n % 3 else {}
        assignee = dee if n % 4 else None
        a_task(project, f"Task {n % 7}", priority=1 + n % 4, assignee=assignee, estimated_minutes=n % 5 * 30, **facts)
    browser, address, seen = signed_in(oda), f"?group={group}&sort={sort}", []

    while address:
        answer = browser.get(f"/tasks/{address}")
        seen += [row.task.pk for part in answer.context["page"].parts for row in part.rows]
        address = answer.context["older"]

    assert len(seen) == len(set(seen)) == 130


def test_tasks_of_whoever_left_are_named_and_can_be_given_on(signed_in, oda, dee, project):
    a_task(project, "Left behind", assignee=dee)
    a_task(project, "Nobody’s")
    Member.objects.filter(pk=dee.pk).update(is_active=False)
    browser = signed_in(oda)
    assert "1 with people who left" in browser.get("/tasks/").content.decode()
    page = browser.get("/tasks/", {"assignee": "gone"}).content.decode()
    assert "Left behind" in page
    assert "Nobody’s" not in page


def test_the_list_costs_the_same_with_ten_and_with_sixty_rows(signed_in, oda, dee, project, django_assert_num_queries):
    def fill(number: int) -> None:
        for n in range(number):
            task = a_task(project, f"Task {n}", assignee=dee)
            task.labels.add(Label.objects.first() or a_label())
            a_block(task)
            a_task(project, "Part", parent=task, state="done")

    browser = signed_in(oda)
    fill(5)
    browser.get("/tasks/")
    with django_assert_num_queries(COST_OF_LIST):
        browser.get("/tasks/")
    fill(50)
    with django_assert_num_queries(COST_OF_LIST):
        browser.get("/tasks/")


def test_csv_holds_every_row_that_the_filters_leave_and_no_formula(signed_in, oda, project):
    for n in range(70):
        a_task(project, f"Task {n}", priority=2)
    a_task(project, "=HYPERLINK(1)", priority=2)
    a_task(project, "Other")

    answer = signed_in(oda).get("/tasks/table.csv?priority=2")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert len(rows) == 72
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert "Other" not in {row[1] for row in rows}


def test_what_cannot_be_meant_in_the_address_is_left_out(signed_in, oda, project):
    a_task(project, "There")
    bad = "?assignee=x&group=y&sort=z&after=99999999999999999999&state=no&due=often&project=²"

    assert titles(signed_in(oda).get(f"/tasks/{bad}")) == ["There"]


def test_the_page_of_a_task_shows_what_hangs_at_it(signed_in, oda, project):
    task = a_task(project, "Order flow", estimated_minutes=480, spent_minutes=120)
    a_task(project, "Empty basket", parent=task, state="done")
    a_task(project, "Times by shop", parent=task)
    a_dependency(a_task(project, "Photos"), task, lag_days=2)
    a_dependency(task, a_task(project, "Tests"))
    a_block(task, "Bank has no keys")

    said = words_of(signed_in(oda).get(f"/tasks/{task.pk}/"))

    for words in ("Order flow", "Empty basket", "1/2", "Photos", "2 working days later", "Tests", "Bank has no keys"):
        assert words in said
    assert "8 h" in said
    assert "6 h" in said


def test_what_happened_is_told_in_sentences(signed_in, oda, dee, project):
    task = a_task(project)
    act = Act.objects.create(kind="changed", by=oda, at=MADE_AT)
    Change.objects.create(act=act, task=task, field="assignee", before=None, after=dee.pk, version=2)
    Change.objects.create(act=act, task=task, field="state", before="to_do", after="doing", version=3)

    said = words_of(signed_in(oda).get(f"/tasks/{task.pk}/"))

    assert "gave it to Dee Okafor." in said
    assert "moved it from “To do” to “In progress”." in said


def test_the_page_of_a_task_costs_the_same_with_many_subtasks(signed_in, oda, project, django_assert_num_queries):
    task, browser = a_task(project), signed_in(oda)

    def hang(number: int) -> None:
        for n in range(number):
            a_task(project, f"Part {n}", parent=task, assignee=oda)
            a_dependency(a_task(project, f"Before {n}"), task)

    hang(2)
    browser.get(f"/tasks/{task.pk}/")
    with django_assert_num_queries(COST_OF_TASK):
        browser.get(f"/tasks/{task.pk}/")
    hang(20)
    with django_assert_num_queries(COST_OF_TASK):
        browser.get(f"/tasks/{task.pk}/")


COST_OF_LIST = 25
COST_OF_TASK = 29


def test_open_tasks_stand_on_the_pages_of_project_client_and_person(signed_in, oda, dee, project):
    a_seat(project, dee)
    a_task(project, "Draw the poster", assignee=dee)
    a_task(project, "Long done", assignee=dee, state="done")
    browser = signed_in(oda)

    for address in (f"/projects/{project.pk}/", f"/clients/{project.client_id}/", f"/people/{dee.pk}/"):
        said = words_of(browser.get(address))
        assert "Draw the poster" in said
        assert "Long done" not in said
