"""What is done on board and timeline."""

from datetime import date

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.models import Act, Dependency, Task
from twinhelm.tasks.testing import a_dependency, a_task

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def project(oda):
    return a_project(name="Order page")


def column(state):
    return list(Task.objects.filter(state=state).by_place().values_list("title", flat=True))


def test_a_card_goes_below_another_and_back(signed_in, oda, project):
    first, second = a_task(project, "First", state=TaskState.DOING), a_task(project, "Second", state=TaskState.DOING)
    task, browser = a_task(project, "Moved"), signed_in(oda)
    said = {"tasks": str(task.pk), "state": "doing", "after": first.pk}
    answer = browser.post("/tasks/board/place/?of=board", said).json()
    assert column("doing") == ["First", "Moved", "Second"]
    assert [row[0] for row in answer["feed"]["tasks"]] == [first.pk, task.pk, second.pk]
    assert browser.post(answer["undo"]).status_code == 200
    assert column("doing") == ["First", "Second"]


def test_a_maker_is_told_why_a_card_of_somebody_else_stays(signed_in, project):
    dee = a_member("Dee", Role.MAKER)
    a_seat(project, dee)
    task = a_task(project, "Moved")
    answer = signed_in(dee).post("/tasks/board/place/", {"tasks": str(task.pk), "state": "doing"})
    assert answer.status_code == 403
    assert "Moved" in answer.json()["reason"]
    assert column("to_do") == ["Moved"]


@pytest.mark.parametrize("wrong", [{}, {"tasks": "x"}, {"tasks": "1", "state": "nowhere"}, {"tasks": "999999"}])
def test_what_can_not_be_meant_gets_a_sentence(signed_in, oda, project, wrong):
    answer = signed_in(oda).post("/tasks/board/place/", wrong)
    assert answer.status_code in (409, 422)
    assert answer.json()["reason"]


def test_a_bar_moves_to_other_days(signed_in, oda, project):
    task = a_task(project, starts_on=FRIDAY, due_on=FRIDAY)
    said = {"task": task.pk, "starts_on": "2026-11-30", "due_on": "2026-12-01", "version": 1}
    assert signed_in(oda).post("/tasks/timeline/days/", said).status_code == 200
    task.refresh_from_db()
    assert (task.starts_on, task.due_on) == (MONDAY, date(2026, 12, 1))
    refused = signed_in(oda).post("/tasks/timeline/days/", said | {"due_on": "2026-11-01", "version": ""})
    assert refused.status_code == 422


def test_days_changed_by_somebody_else_meanwhile_are_not_overwritten(signed_in, oda, project):
    task, browser = a_task(project, starts_on=FRIDAY, due_on=FRIDAY), signed_in(oda)
    said = {"task": task.pk, "starts_on": "2026-11-27", "version": 1}
    browser.post("/tasks/timeline/days/", said | {"due_on": "2026-12-01"})
    refused = browser.post("/tasks/timeline/days/", said | {"due_on": "2026-12-04"})
    assert refused.status_code == 409
    task.refresh_from_db()
    assert task.due_on == date(2026, 12, 1)


def test_a_line_is_drawn_and_taken_away_and_no_ring(signed_in, oda, project):
    one, other, browser = a_task(project, "Draw"), a_task(project, "Build"), signed_in(oda)
    assert browser.post("/tasks/timeline/tie/", {"before": one.pk, "after": other.pk}).status_code == 200
    refused = browser.post("/tasks/timeline/tie/", {"before": other.pk, "after": one.pk})
    assert refused.status_code == 422
    assert "Draw" in refused.json()["reason"]
    line = Dependency.objects.get()
    assert browser.post(f"/tasks/timeline/untie/{line.pk}/").status_code == 200
    assert not Dependency.objects.exists()


def test_followers_move_in_one_act_after_a_look(signed_in, oda, project):
    one = a_task(project, "Draw", due_on=FRIDAY)
    other = a_task(project, "Build", starts_on=FRIDAY, due_on=MONDAY)
    third, browser = a_task(project, "Test", due_on=MONDAY), signed_in(oda)
    a_dependency(one, other)
    a_dependency(other, third)
    seen = browser.post("/tasks/timeline/followers/", {"task": one.pk}).json()["moves"]
    assert [move["title"] for move in seen] == ["Build", "Test"]
    other.refresh_from_db()
    assert other.starts_on == FRIDAY
    answer = browser.post("/tasks/timeline/followers/move/", {"task": one.pk}).json()
    third.refresh_from_db()
    assert third.due_on == date(2026, 12, 2)
    assert Act.objects.count() == 1
    browser.post(answer["undo"])
    third.refresh_from_db()
    assert third.due_on == MONDAY
    refused = browser.post("/tasks/timeline/followers/move/", {"task": third.pk})
    assert refused.status_code == 409


def test_a_maker_reaches_no_line_of_projects_that_they_do_not_see(signed_in, project):
    dee = a_member("Dee", Role.MAKER)
    a_seat(a_project(a_client("Birch"), "Spring"), dee)
    one, other = a_task(project, "Draw"), a_task(project, "Build")
    line, browser = a_dependency(one, other), signed_in(dee)
    assert browser.post(f"/tasks/timeline/untie/{line.pk}/").status_code == 404
    for act in ("days", "followers", "followers/move"):
        assert browser.post(f"/tasks/timeline/{act}/", {"task": one.pk}).status_code == 404
