"""Changing tasks from the list and from the page of one, as members meet it."""

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.models import Act, Dependency, Task
from twinhelm.tasks.testing import a_task

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def dee():
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def project(oda, dee):
    project = a_project(a_client("Alder Bakery", made_by=oda), "New ordering site", made_by=oda)
    a_seat(project, dee)
    return project


@pytest.fixture
def page(signed_in, oda):
    return signed_in(oda)


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("title", "Draw it twice", "Draw it twice"),
        ("state", "doing", "doing"),
        ("priority", "1", 1),
        ("due_on", "2026-12-04", "2026-12-04"),
        ("estimated_minutes", "2 h 30", 150),
        ("remaining_minutes", "", None),
        ("is_billable", "no", False),
    ],
)
def test_a_fact_is_changed_where_it_stands(page, project, field, typed, kept):
    task = a_task(project, remaining_minutes=5)

    form = page.get(f"/tasks/{task.pk}/edit/{field}/?next=/tasks/{task.pk}/row/", headers=HTMX)
    answer = page.post(
        f"/tasks/{task.pk}/edit/{field}/", {field: typed, "version": task.version, "next": f"/tasks/{task.pk}/row/"}
    )

    assert "<form" in words_of(form)
    assert (answer.status_code, answer["Location"]) == (302, f"/tasks/{task.pk}/row/")
    task.refresh_from_db()
    now = getattr(task, field)
    assert (now.isoformat() if field == "due_on" else now) == kept


def test_labels_are_typed_with_commas(page, project):
    task = a_task(project)

    page.post(f"/tasks/{task.pk}/edit/labels/", {"labels": "design,  Shop , design", "version": 1})

    assert sorted(task.labels.values_list("name", flat=True)) == ["Shop", "design"]


def test_who_comes_second_hears_it_and_keeps_what_was_typed(page, signed_in, project, dee):
    task = a_task(project, assignee=dee)
    page.post(f"/tasks/{task.pk}/edit/title/", {"title": "First", "version": 1})
    hers = signed_in(dee)

    refused = hers.post(f"/tasks/{task.pk}/edit/title/", {"title": "Second", "version": 1}, headers=HTMX)

    assert refused.status_code == 422
    assert 'value="Second"' in words_of(refused)
    assert "changed" in words_of(refused)
    assert Task.objects.get(pk=task.pk).title == "First"
    version = refused.context["form"].data["version"]
    hers.post(f"/tasks/{task.pk}/edit/title/", {"title": "Second", "version": version})
    assert Task.objects.get(pk=task.pk).title == "Second"


@pytest.mark.parametrize(("field", "typed"), [("title", "x" * 10_000), ("title", ""), ("estimated_minutes", "soon")])
def test_what_cannot_be_kept_comes_back_with_a_sentence(page, project, field, typed):
    task = a_task(project)

    answer = page.post(f"/tasks/{task.pk}/edit/{field}/", {field: typed, "version": 1})

    assert answer.status_code == 422
    assert Task.objects.get(pk=task.pk).version == 1


def test_somebody_who_does_not_sit_on_the_project_gets_nothing(page, project):
    lio = a_member("Lio Park", Role.MAKER)
    task = a_task(project)

    answer = page.post(f"/tasks/{task.pk}/edit/assignee/", {"assignee": lio.pk, "version": 1})

    assert answer.status_code == 422
    assert "Lio" in words_of(answer)
    assert Task.objects.get(pk=task.pk).assignee is None


def test_several_change_together_and_are_taken_back_together(page, project, dee):
    tasks = [a_task(project, f"Task {n}") for n in range(3)]
    chosen = [task.pk for task in tasks]

    page.post("/tasks/several/", {"pk": chosen, "assignee": dee.pk, "priority": "1", "next": "/tasks/"})
    changed = set(Task.objects.values_list("assignee", "priority"))
    page.post(f"/tasks/acts/{Act.objects.latest('pk').pk}/undo/")

    assert changed == {(dee.pk, 1)}
    assert set(Task.objects.values_list("assignee", "priority")) == {(None, 3)}


def test_several_are_changed_all_or_none_and_the_refusal_names_the_row(page, project):
    kept, gone = a_task(project, "Kept"), a_task(project, "Gone one")
    page.post("/tasks/delete/", {"pk": gone.pk})

    answer = page.post("/tasks/several/", {"pk": [kept.pk, gone.pk], "state": "doing"})

    assert answer.status_code in (409, 410, 422)
    assert "Gone one" in words_of(answer)
    assert Task.objects.get(pk=kept.pk).state == "to_do"


@pytest.mark.parametrize("sent", [{}, {"pk": "1"}, {"pk": "1", "state": "never"}, {"pk": "1", "due_on": "soon"}])
def test_a_change_of_several_that_says_nothing_is_answered_by_a_sentence(page, project, sent):
    a_task(project)

    assert page.post("/tasks/several/", sent).status_code == 422


def test_deleting_shows_what_goes_and_is_taken_back(page, project):
    task = a_task(project, "Order flow")
    a_task(project, "Empty basket", parent=task)

    preview = page.get(f"/tasks/delete/?pk={task.pk}")
    page.post("/tasks/delete/", {"pk": task.pk})
    left = Task.objects.filter(deleted_at=None).count()
    page.post(f"/tasks/acts/{Act.objects.latest('pk').pk}/undo/")

    assert "Empty basket" in words_of(preview)
    assert (left, Task.objects.filter(deleted_at=None).count()) == (0, 2)


def test_pasted_lines_become_tasks_after_a_look_and_only_once(page, project):
    lines = {"project": project.pk, "titles": "- First\n\n* Second\n[ ] Third", "key": "clicked"}

    look = page.post("/tasks/new/", lines)
    before = Task.objects.count()
    for _press in range(2):
        page.post("/tasks/new/", {**lines, "seen": "3"})

    assert "3 lines" in words_of(look)
    assert before == 0
    assert [*Task.objects.order_by("position").values_list("title", flat=True)] == ["First", "Second", "Third"]


def test_one_line_is_added_at_once_and_the_project_is_remembered(page, project):
    for _press in range(2):
        page.post("/tasks/new/", {"project": project.pk, "titles": "Draw", "key": "k", "estimated_minutes": "1:30"})

    assert [*Task.objects.values_list("title", "estimated_minutes")] == [("Draw", 90)]
    assert f'value="{project.pk}" selected' in words_of(page.get("/tasks/new/"))


def test_a_part_is_added_and_checked_off(page, project):
    task = a_task(project)

    page.post(f"/tasks/{task.pk}/subtasks/", {"title": "Empty basket", "key": "a"})
    part = Task.objects.get(parent=task)
    page.post(f"/tasks/{part.pk}/check/", {"next": f"/tasks/{task.pk}/"})
    done = Task.objects.get(pk=part.pk).state
    page.post(f"/tasks/{part.pk}/check/")

    assert (done, Task.objects.get(pk=part.pk).state) == ("done", "to_do")


def test_a_task_waits_for_another_by_number_or_title_and_a_ring_is_refused(page, project):
    first, second = a_task(project, "Photos"), a_task(project, "Load the content")

    page.post(f"/tasks/{second.pk}/links/", {"other": "phot", "lag_days": "2"})
    ring = page.post(f"/tasks/{first.pk}/links/", {"other": f"{second.pk}"})

    assert [*Dependency.objects.values_list("before", "after", "lag_days")] == [(first.pk, second.pk, 2)]
    assert ring.status_code in (409, 422)
    assert "Photos" in words_of(ring)
    page.post(f"/tasks/{first.pk}/links/{second.pk}/remove/")
    assert not Dependency.objects.exists()


@pytest.mark.parametrize("typed", ["", "nothing like it", "page"])
def test_a_task_that_is_not_named_clearly_is_asked_for(page, project, typed):
    task = a_task(project, "Tests")
    a_task(project, "Order page")
    a_task(project, "Start page")

    assert page.post(f"/tasks/{task.pk}/links/", {"other": typed}).status_code == 422


def test_a_block_has_a_reason_and_is_lifted(page, project):
    task = a_task(project)

    empty = page.post(f"/tasks/{task.pk}/block/", {"reason": " "})
    page.post(f"/tasks/{task.pk}/block/", {"reason": "The bank has no keys"})
    said = words_of(page.get(f"/tasks/{task.pk}/"))
    page.post(f"/tasks/{task.pk}/unblock/")

    assert empty.status_code == 422
    assert "The bank has no keys" in said
    assert not task.blocks.filter(lifted_at=None).exists()


def test_who_only_reads_meets_no_field_and_no_button(signed_in, project):
    task, sam = a_task(project), a_member("Sam", Role.FINANCE)
    browser = signed_in(sam)

    assert "/edit/" not in words_of(browser.get(f"/tasks/{task.pk}/"))
    assert "/edit/" not in words_of(browser.get("/tasks/"))
    assert browser.get(f"/tasks/{task.pk}/edit/title/").status_code == 403
