"""Tasks over JSON."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.models import Project
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.models import Task
from twinhelm.tasks.testing import a_block, a_label, a_task

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JSON = "application/json"


@pytest.fixture
def project(db: None) -> Project:
    return a_project()


@pytest.fixture
def pim(project: Project, signed_in: Any) -> Client:
    browser: Client = signed_in(a_member("Pim Visser", Role.PRODUCTION_MANAGER))
    return browser


def test_open_tasks_of_a_project_come_page_by_page_with_what_programs_need(project: Project, pim: Client) -> None:
    first = a_task(project, "Draw", due_on=date(2026, 12, 1))
    first.labels.add(a_label("web"))
    a_block(first)
    a_task(project, "Build")
    a_task(project, "Old", state="done")
    a_task(a_project(project.client, "Other"), "Elsewhere")
    page = pim.get(f"/api/tasks?project={project.pk}&limit=1").json()
    [row] = page["rows"]
    assert (row["title"], row["client"], row["due_on"], row["labels"], row["is_blocked"]) == (
        "Draw",
        project.client.name,
        "2026-12-01",
        ["web"],
        True,
    )
    following = pim.get(f"/api/tasks?project={project.pk}&limit=1&after={page['next']}").json()
    assert ([row["title"] for row in following["rows"]], following["next"]) == (["Build"], None)
    assert pim.get("/api/tasks?after=WyJ4Il0").status_code == 422


def test_makers_get_tasks_of_their_projects_only(project: Project, signed_in: Any) -> None:
    dee = a_member("Dee Okafor", Role.MAKER)
    a_seat(project, dee)
    mine = a_task(project, "Mine", assignee=dee)
    hidden = a_task(a_project(project.client, "Other"), "Hidden", assignee=dee)
    browser = signed_in(dee)
    assert [row["id"] for row in browser.get("/api/tasks?assignee=me").json()["rows"]] == [mine.pk]
    assert browser.get(f"/api/tasks/{hidden.pk}").status_code == 404


def test_as_many_queries_for_two_hundred_tasks_as_for_two(
    project: Project, pim: Client, django_assert_num_queries: Any
) -> None:
    for number in range(2):
        a_task(project, f"Task {number}")
    pim.get("/api/tasks")
    with django_assert_num_queries(6):
        pim.get(f"/api/tasks?project={project.pk}")
    Task.objects.bulk_create(
        Task(project=project, title="More", made_by=project.made_by, made_at=NOW, changed_at=NOW) for _ in range(200)
    )
    with django_assert_num_queries(6):
        assert len(pim.get(f"/api/tasks?project={project.pk}&limit=500").json()["rows"]) == 202


def test_a_task_is_added_once_by_key_and_changed(project: Project, pim: Client) -> None:
    body = {"project_id": project.pk, "title": "Draw", "key": "abc", "estimated_minutes": 90, "labels": ["web"]}
    made = pim.post("/api/tasks", body, content_type=JSON)
    again = pim.post("/api/tasks", body, content_type=JSON)
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    path = f"/api/tasks/{made.json()['id']}"
    changed = pim.patch(path, {"state": "done", "version": 1, "due_on": None}, content_type=JSON).json()
    assert (changed["state"], changed["version"], changed["labels"]) == ("done", 2, ["web"])
    refused = pim.post("/api/tasks", body | {"key": "", "title": "x" * 10_000}, content_type=JSON)
    assert (refused.status_code, "10000 letters" in refused.json()["detail"]) == (422, True)


def test_what_changed_meanwhile_is_told(project: Project, pim: Client) -> None:
    task = a_task(project, "Draw")
    pim.patch(f"/api/tasks/{task.pk}", {"title": "Sketch", "version": 1}, content_type=JSON)
    told = pim.patch(f"/api/tasks/{task.pk}", {"title": "Paint", "version": 1}, content_type=JSON)
    assert told.status_code == 409
    assert told.json()["fields"] == {"version": "2", "title": "Paint"}


def test_a_bulk_change_is_taken_back(project: Project, pim: Client) -> None:
    keys = [a_task(project, str(number)).pk for number in range(3)]
    done = pim.post("/api/tasks/bulk", {"ids": keys, "changes": {"priority": 1}}, content_type=JSON).json()
    assert done["changed"] == 3
    pim.post(f"/api/task-acts/{done['act_id']}/undo")
    assert set(Task.objects.values_list("priority", flat=True)) == {3}


def test_placing_waiting_blocking_and_deleting(project: Project, pim: Client) -> None:
    draw, build = a_task(project, "Draw"), a_task(project, "Build")
    placed = pim.post("/api/tasks/place", {"ids": [draw.pk], "state": "doing"}, content_type=JSON)
    assert placed.json()["changed"] == 1
    path = f"/api/tasks/{build.pk}"
    assert pim.put(f"{path}/waits-for/{draw.pk}", {"lag_days": 2}, content_type=JSON).status_code == 204
    ring = pim.put(f"/api/tasks/{draw.pk}/waits-for/{build.pk}", {}, content_type=JSON)
    assert (ring.status_code, ring.json()["code"]) == (422, "RingOfTasks")
    assert pim.delete(f"{path}/waits-for/{draw.pk}").status_code == 204
    assert pim.put(f"{path}/block", {"reason": "No photos"}, content_type=JSON).status_code == 204
    assert pim.get(path).json()["is_blocked"]
    assert pim.delete(f"{path}/block").status_code == 204
    assert pim.delete(path).json()["changed"] == 1
    assert pim.get(path).status_code == 404
    assert pim.post(f"{path}/put-back").json()["title"] == "Build"
