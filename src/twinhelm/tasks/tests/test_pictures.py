"""Board and timeline: who sees what, and what it costs."""

import json
from datetime import date, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.testing import a_block, a_dependency, a_label, a_task

BOARD, TIMELINE, FEED = "/tasks/board/", "/tasks/timeline/", "/tasks/feed/"
DAY = date(2026, 11, 24)


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def project(oda):
    return a_project(name="Order page")


def feed_of(browser, **asked):
    return json.loads(browser.get(FEED, asked).content)


def titles(feed):
    return [row[1] for row in feed["tasks"]]


def test_the_board_draws_open_tasks_and_what_was_done_in_two_weeks(signed_in, oda, project):
    now = clock.now()
    a_task(project, "Draw")
    a_task(project, "Test", state=TaskState.DONE, closed_at=now - timedelta(days=3))
    a_task(project, "Plan", state=TaskState.DONE, closed_at=now - timedelta(days=20))
    a_task(project, "Sing", state=TaskState.DROPPED, closed_at=now)
    found = feed_of(signed_in(oda), of="board")
    assert titles(found) == ["Draw", "Test"]
    assert found["older"] == 1
    assert "Sing" in titles(feed_of(signed_in(oda), of="board", state="dropped"))


def test_a_card_says_what_blocks_it_its_labels_and_its_subtasks(signed_in, oda, project):
    task = a_task(project, "Draw", estimated_minutes=300, spent_minutes=60)
    a_task(project, "Sketch", parent=task, state=TaskState.DONE)
    a_task(project, "Ink", parent=task)
    a_block(task, "Photos are missing")
    task.labels.add(a_label("design"))
    found = feed_of(signed_in(oda), of="board")
    key = str(task.pk)
    assert found["blocked"] == {key: "Photos are missing"}
    assert found["labelled"] == {key: ["design"]}
    assert found["subtasks"] == {key: [1, 2]}
    assert found["tasks"][0][10] == 240


def test_the_timeline_draws_what_hangs_between_tasks(signed_in, oda, project):
    one, other = a_task(project, "Draw", due_on=DAY), a_task(project, "Build", starts_on=DAY)
    line = a_dependency(one, other, lag_days=2)
    found = feed_of(signed_in(oda), of="timeline")
    assert found["depends"] == [[line.pk, one.pk, other.pk, 2]]
    assert found["tasks"][0][8] == (DAY - date(1970, 1, 1)).days


@pytest.mark.parametrize("of", ["board", "timeline"])
def test_a_maker_meets_no_task_of_projects_that_they_do_not_see(signed_in, project, of):
    dee = a_member("Dee", Role.MAKER)
    hidden, seen = a_task(project, "Hidden"), a_project(a_client("Birch"), "Spring")
    a_seat(seen, dee)
    a_dependency(hidden, a_task(seen, "Seen"))
    found = feed_of(signed_in(dee), of=of)
    assert titles(found) == ["Seen"]
    assert "Hidden" not in json.dumps(found)
    assert signed_in(dee).get(BOARD, {"project": project.pk}).status_code == 404


@pytest.mark.parametrize("page", [BOARD, TIMELINE])
def test_a_page_carries_the_feed_and_escapes_what_people_write(signed_in, oda, project, page):
    a_task(project, "</script><script>alert(1)</script>")
    content = signed_in(oda).get(page).content.decode()
    assert 'id="picture-feed"' in content
    assert "<script>alert(1)" not in content


@pytest.mark.parametrize(("of", "cost"), [("board", 14), ("timeline", 12)])
def test_the_feed_costs_the_same_for_few_and_for_many(signed_in, oda, django_assert_num_queries, of, cost):
    browser = signed_in(oda)
    browser.get(FEED)
    fill(1)
    with django_assert_num_queries(cost):
        browser.get(FEED, {"of": of})
    fill(5)
    with django_assert_num_queries(cost):
        browser.get(FEED, {"of": of})


def fill(number):
    for one in range(number):
        name = f"{number} {one}"
        maker = a_member(name, Role.MAKER, email=f"{number}{one}@northlight.example")
        a_block(a_task(a_project(a_client(name), name), assignee=maker))
