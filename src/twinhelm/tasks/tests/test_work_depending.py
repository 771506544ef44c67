"""What waits for what, and what keeps a task from going on."""

from datetime import UTC, datetime

import pytest

from twinhelm.foundation.answers import Invalid
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member
from twinhelm.projects.models import Project
from twinhelm.projects.testing import a_project
from twinhelm.tasks.actions.blocking import AlreadyBlocked, NotGoing, block, unblock
from twinhelm.tasks.actions.depending import RingOfTasks, add_dependency, remove_dependency
from twinhelm.tasks.actions.locking import TasksGone
from twinhelm.tasks.models import Block, Dependency
from twinhelm.tasks.queries.removing import what_goes
from twinhelm.tasks.testing import a_dependency, a_task, a_time_entry

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def pim() -> Member:
    return a_member("Pim Visser", Role.PRODUCTION_MANAGER)


@pytest.fixture
def project() -> Project:
    return a_project()


def test_a_ring_is_refused_with_its_chain(project: Project, pim: Member) -> None:
    draw, build, check = (a_task(project, title) for title in ("Draw", "Build", "Check"))
    add_dependency(draw, build, by=pim, at=NOW)
    add_dependency(build, check, lag_days=2, by=pim, at=NOW)
    with pytest.raises(RingOfTasks, match="Draw → Build → Draw"):
        add_dependency(build, draw, by=pim, at=NOW)
    with pytest.raises(RingOfTasks, match="Draw → Build → Check → Draw"):
        add_dependency(check, draw, by=pim, at=NOW)
    with pytest.raises(RingOfTasks, match="can’t wait for itself"):
        add_dependency(draw, draw, by=pim, at=NOW)
    assert Dependency.objects.count() == 2


def test_asked_for_twice_it_happens_once_and_the_lag_can_change(project: Project, pim: Member) -> None:
    draw, build = a_task(project, "Draw"), a_task(project, "Build")
    once = add_dependency(draw, build, by=pim, at=NOW)
    assert add_dependency(draw, build, by=pim, at=NOW) == once
    assert add_dependency(draw, build, lag_days=3, by=pim, at=NOW).lag_days == 3
    remove_dependency(once, by=pim, at=NOW)
    assert not Dependency.objects.exists()
    with pytest.raises(Invalid):
        add_dependency(draw, build, lag_days=-1, by=pim, at=NOW)


def test_tasks_of_other_projects_may_be_waited_for_if_both_are_seen(project: Project, pim: Member) -> None:
    dee = a_member("Dee Okafor", Role.MAKER)
    other = a_task(a_project(project.client, "Other"), "Their part")
    mine = a_task(project, "Mine", assignee=dee)
    project.seats.create(member=dee, since_on=NOW.date())
    with pytest.raises(TasksGone):
        add_dependency(other, mine, by=dee, at=NOW)
    assert add_dependency(other, mine, by=pim, at=NOW)


def test_a_task_is_blocked_once_and_lifted(project: Project, pim: Member) -> None:
    task = a_task(project, "Draw")
    once = block(task, reason="Photos are missing", by=pim, at=NOW)
    assert block(task, reason=" Photos are  missing", by=pim, at=NOW) == once
    with pytest.raises(AlreadyBlocked, match="Photos are missing"):
        block(task, reason="No text", by=pim, at=NOW)
    with pytest.raises(Invalid):
        block(task, reason=" ", by=pim, at=NOW)
    unblock(task, by=pim, at=NOW)
    unblock(task, by=pim, at=NOW)
    assert Block.objects.get().lifted_by == pim
    with pytest.raises(NotGoing):
        block(a_task(project, "Old", state="done"), reason="Too late", by=pim, at=NOW)


def test_the_preview_names_subtasks_time_and_what_waits(project: Project, pim: Member) -> None:
    top = a_task(project, "Top")
    below = a_task(project, "Below", parent=top)
    a_dependency(below, a_task(project, "Waits"))
    a_time_entry(pim, 90, task=below)
    told = what_goes([top])
    assert told.title == "Delete 2 tasks?"
    assert told.lines == (
        "What stands under them goes along: “Below”.",
        "1 h 30 are booked on them. The time stays in the timesheets and in the split.",
        "1 other task waits for them, and won’t any more.",
    )
