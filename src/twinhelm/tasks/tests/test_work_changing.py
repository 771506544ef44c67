"""Adding, changing, placing, deleting and taking back tasks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from twinhelm.clients.actions.versions import ChangedMeanwhile
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member
from twinhelm.projects.models import Milestone, Project, ProjectSeat
from twinhelm.projects.testing import a_project
from twinhelm.tasks.actions.adding import NewTask, add_task, add_tasks
from twinhelm.tasks.actions.changing import change_task, change_tasks
from twinhelm.tasks.actions.facts import TooMany
from twinhelm.tasks.actions.fitting import GoneAssignee, NotOnProject, RingOfParents
from twinhelm.tasks.actions.locking import TasksGone
from twinhelm.tasks.actions.placing import place
from twinhelm.tasks.actions.removing import delete_tasks, put_back
from twinhelm.tasks.actions.undoing import AlreadyTakenBack, ChangedSince, undo
from twinhelm.tasks.models import Act, Change, Task
from twinhelm.tasks.testing import a_task

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def pim() -> Member:
    return a_member("Pim Visser", Role.PRODUCTION_MANAGER)


@pytest.fixture
def ana() -> Member:
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def dee() -> Member:
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def project() -> Project:
    return a_project()


def seat(project: Project, member: Member) -> None:
    ProjectSeat.objects.create(project=project, member=member, since_on=date(2026, 9, 1))


def test_a_task_is_added_last_in_its_column(project: Project, pim: Member) -> None:
    first = add_task(project, title=" Draw  the page ", by=pim, at=NOW)
    second = add_task(project, title="Build it", due_on=date(2026, 12, 1), labels=["Web", "web"], by=pim, at=NOW)
    assert (first.title, first.state, first.position < second.position) == ("Draw the page", "to_do", True)
    assert [label.name for label in second.labels.all()] == ["Web"]


def test_the_same_key_makes_one_task(project: Project, pim: Member) -> None:
    once = add_task(project, title="Draw", key="abc", by=pim, at=NOW)
    assert add_task(project, title="Draw", key="abc", by=pim, at=NOW) == once
    assert Task.objects.count() == 1


def test_an_assigned_task_waits_for_an_answer_from_its_assignee(project: Project, pim: Member, dee: Member) -> None:
    seat(project, dee)
    task = add_task(project, title="Draw", assignee=dee, by=pim, at=NOW)
    task.refresh_from_db()
    assert task.understanding == "waiting"


def test_whoever_does_not_work_on_the_project_is_refused_by_name(project: Project, pim: Member, dee: Member) -> None:
    with pytest.raises(NotOnProject, match=r"Dee Okafor doesn’t work on .*“Draw”"):
        add_task(project, title="Draw", assignee=dee, by=pim, at=NOW)
    task = a_task(project)
    with pytest.raises(NotOnProject) as refused:
        change_tasks([task], assignee=dee, by=pim, at=NOW)
    assert refused.value.pairs == ((dee, project),)


def test_who_is_gone_takes_no_tasks(project: Project, pim: Member) -> None:
    gone = a_member("Joe", Role.MAKER, is_active=False)
    with pytest.raises(GoneAssignee):
        add_task(project, title="Draw", assignee=gone, by=pim, at=NOW)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"title": "x" * 10_000}, "10000 letters"),
        ({"title": " "}, "needs a title"),
        ({"starts_on": date(2026, 12, 2), "due_on": date(2026, 12, 1)}, "before it begins"),
        ({"estimated_minutes": -1}, "0 to 10,000 hours"),
        ({"estimated_minutes": 10**9}, "0 to 10,000 hours"),
        ({"due_on": date(9999, 1, 1)}, "between 1990 and 2199"),
        ({"labels": ["x" * 61]}, "60 letters"),
        ({"state": "gone"}, "to do"),
        ({"priority": 9}, "urgent"),
    ],
)
def test_says_what_cannot_be_kept(project: Project, pim: Member, facts: dict[str, Any], words: str) -> None:
    task = a_task(project)
    with pytest.raises(Invalid, match=words):
        change_tasks([task], **facts, by=pim, at=NOW)
    task.refresh_from_db()
    assert task.version == 1


def test_a_bulk_change_is_one_act(project: Project, pim: Member) -> None:
    tasks = [a_task(project, f"Task {number}") for number in range(3)]
    act = change_tasks(tasks, priority=1, due_on=date(2026, 12, 1), by=pim, at=NOW)
    assert Change.objects.filter(act=act).count() == 6
    assert set(Task.objects.values_list("priority", "version")) == {(1, 2)}


def test_a_row_deleted_meanwhile_is_named_and_nothing_changes(project: Project, pim: Member) -> None:
    draw, build = a_task(project, "Draw"), a_task(project, "Build")
    delete_tasks([draw], by=pim, at=NOW)
    with pytest.raises(TasksGone, match="“Draw” was deleted meanwhile"):
        change_tasks([draw, build], priority=1, by=pim, at=NOW)
    build.refresh_from_db()
    assert build.priority == 3


def test_too_many_at_once_are_refused_with_the_limit(pim: Member) -> None:
    with pytest.raises(TooMany, match=r"2,001 tasks; one act takes 2,000"):
        change_tasks(range(1, 2002), priority=1, by=pim, at=NOW)


def test_makers_change_only_what_is_theirs(project: Project, pim: Member, dee: Member) -> None:
    seat(project, dee)
    theirs, other = a_task(project, assignee=dee), a_task(project, "Other", made_by=pim)
    change_task(theirs, state="doing", by=dee, at=NOW)
    with pytest.raises(NotPermitted):
        change_task(other, state="doing", by=dee, at=NOW)
    with pytest.raises(TasksGone):
        change_task(a_task(a_project(project.client, "Hidden")), state="doing", by=dee, at=NOW)


def test_the_same_field_changed_meanwhile_is_said_and_what_was_typed_comes_back(
    project: Project, pim: Member, ana: Member
) -> None:
    task = a_task(project, "Draw")
    change_task(task, version=1, title="Sketch", by=ana, at=NOW)
    with pytest.raises(ChangedMeanwhile, match=r"Ana Reyes changed .* the title is now “Sketch”, it was “Draw”") as no:
        change_task(task, version=1, title="Paint", by=pim, at=NOW)
    assert no.value.fields == {"version": "2", "title": "Paint"}


def test_changes_of_different_fields_both_stand(project: Project, pim: Member, ana: Member) -> None:
    task = a_task(project, "Draw")
    change_task(task, version=1, title="Sketch", by=ana, at=NOW)
    after = change_task(task, version=1, priority=1, by=pim, at=NOW)
    assert (after.title, after.priority, after.version) == ("Sketch", 1, 3)


def test_closing_and_reopening_keeps_when(project: Project, pim: Member) -> None:
    task = change_task(a_task(project), state="done", by=pim, at=NOW)
    assert task.closed_at == NOW
    assert change_task(task, state="doing", by=pim, at=NOW).closed_at is None


def test_a_task_cannot_stand_under_itself(project: Project, pim: Member) -> None:
    draw = a_task(project, "Draw")
    build = a_task(project, "Build", parent=draw)
    with pytest.raises(RingOfParents, match="Draw → Build → Draw"):
        change_task(draw, parent=build, by=pim, at=NOW)


def test_moving_takes_subtasks_along_and_drops_the_old_milestone(project: Project, pim: Member) -> None:
    stone = Milestone.objects.create(project=project, name="Beta", due_on=date(2026, 12, 1))
    task = a_task(project, milestone=stone)
    below = a_task(project, "Below", parent=task)
    other = a_project(project.client, "Other")
    act = change_tasks([task], project=other, by=pim, at=NOW)
    for row in (task, below):
        row.refresh_from_db()
        assert row.project == other
    assert task.milestone is None
    assert below.parent == task
    undo(act, by=pim, at=NOW)
    for row in (task, below):
        row.refresh_from_db()
        assert row.project == project
    assert task.milestone == stone


def test_a_moved_task_whose_assignee_does_not_see_the_new_project_is_refused(
    project: Project, pim: Member, dee: Member
) -> None:
    seat(project, dee)
    below = a_task(project, "Below", assignee=dee, parent=(top := a_task(project, "Top")))
    with pytest.raises(NotOnProject, match="Dee Okafor doesn’t work on Other, so “Below”"):
        change_tasks([top], project=a_project(project.client, "Other"), by=pim, at=NOW)
    below.refresh_from_db()
    assert below.project == project


def test_placing_puts_between_neighbours_and_makes_room(project: Project, pim: Member) -> None:
    rows = [a_task(project, str(number), position=number) for number in range(1, 4)]
    place([rows[2]], state="to_do", after=rows[0], by=pim, at=NOW)
    assert titles(project) == ["1", "3", "2"]
    place([rows[1]], state="to_do", by=pim, at=NOW)
    assert titles(project) == ["2", "1", "3"]
    place([rows[1], rows[0]], state="doing", by=pim, at=NOW)
    assert list(Task.objects.filter(state="doing").by_place().values_list("title", flat=True)) == ["2", "1"]


def titles(project: Project) -> list[str]:
    return list(Task.objects.filter(project=project).by_place().values_list("title", flat=True))


def test_what_stands_under_a_deleted_task_goes_along_and_comes_back(project: Project, pim: Member) -> None:
    top = a_task(project, "Top")
    a_task(project, "Below", parent=top)
    delete_tasks([top], by=pim, at=NOW)
    assert not Task.objects.visible_to(pim).exists()
    put_back([top], by=pim, at=NOW)
    assert Task.objects.visible_to(pim).count() == 2


def test_an_act_is_taken_back_as_a_whole_and_once(project: Project, pim: Member) -> None:
    tasks = [a_task(project, f"Task {number}") for number in range(3)]
    act = change_tasks(tasks, state="done", due_on=date(2026, 12, 1), labels=["web"], by=pim, at=NOW)
    undone = undo(act, by=pim, at=NOW)
    assert set(Task.objects.values_list("state", "due_on", "closed_at", "labels")) == {("to_do", None, None, None)}
    with pytest.raises(AlreadyTakenBack):
        undo(act, by=pim, at=NOW)
    undo(undone, by=pim, at=NOW)
    assert set(Task.objects.values_list("state", "due_on", "labels__name")) == {("done", date(2026, 12, 1), "web")}


def test_what_somebody_changed_since_is_named_and_nothing_is_taken_back(
    project: Project, pim: Member, ana: Member
) -> None:
    draw, build = a_task(project, "Draw"), a_task(project, "Build")
    act = change_tasks([draw, build], priority=1, by=pim, at=NOW)
    change_task(draw, priority=4, by=ana, at=NOW + timedelta(minutes=1))
    with pytest.raises(ChangedSince, match="“Draw” was changed again since"):
        undo(act, by=pim, at=NOW)
    build.refresh_from_db()
    assert build.priority == 1


def test_only_who_did_it_takes_it_back(project: Project, pim: Member, ana: Member) -> None:
    with pytest.raises(NotPermitted):
        undo(change_tasks([a_task(project)], priority=1, by=pim, at=NOW), by=ana, at=NOW)


def test_many_are_added_in_one_act_and_taken_back(
    project: Project, pim: Member, django_assert_max_num_queries: Any
) -> None:
    rows = [NewTask(project=project, title="Top")]
    rows += [NewTask(project=project, title=f"Task {number}", under=0) for number in range(600)]
    with django_assert_max_num_queries(40):
        tasks = add_tasks(rows, by=pim, at=NOW)
    assert {task.parent for task in tasks[1:]} == {tasks[0]}
    undo(Act.objects.get(), by=pim, at=NOW)
    assert not Task.objects.visible_to(pim).exists()
