"""Several people at the same tasks in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project
from twinhelm.tasks.actions.adding import add_task
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.actions.depending import RingOfTasks, add_dependency
from twinhelm.tasks.actions.placing import place
from twinhelm.tasks.models import Change, Dependency, Task
from twinhelm.tasks.testing import a_task

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the embedded database writes one act at a time"),
]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    def run(act: Callable[[], Any]) -> Any:
        with closing(connection):
            try:
                return act()
            except RingOfTasks as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result(timeout=60) for one in [pool.submit(run, act) for act in acts]]


def test_placing_and_changing_the_same_tasks_lose_nothing() -> None:
    pim, project = a_member("Pim", Role.PRODUCTION_MANAGER), a_project()
    tasks = [a_task(project, str(number), position=number) for number in range(12)]
    for _round in range(5):
        at_once(
            lambda: place(tasks[:6], state="doing", after=tasks[7], by=pim, at=NOW),
            lambda: change_tasks(list(reversed(tasks)), priority=1, by=pim, at=NOW),
            lambda: place(list(reversed(tasks[3:9])), state="to_do", after=tasks[0], by=pim, at=NOW),
            lambda: change_tasks(tasks, due_on=NOW.date(), by=pim, at=NOW),
        )
        at_once(
            lambda: change_tasks(tasks, priority=3, by=pim, at=NOW),
            lambda: change_tasks(list(reversed(tasks)), due_on=None, by=pim, at=NOW),
        )
    assert set(Task.objects.values_list("priority", "due_on")) == {(3, None)}
    for task in Task.objects.all():
        assert task.version == max(Change.objects.filter(task=task).values_list("version", flat=True))


def test_two_who_close_a_ring_from_both_ends_close_none() -> None:
    pim, project = a_member("Pim", Role.PRODUCTION_MANAGER), a_project()
    for _round in range(5):
        draw, build = a_task(project, "Draw"), a_task(project, "Build")
        said = at_once(
            lambda: add_dependency(draw, build, by=pim, at=NOW),  # noqa: B023  each round waits for its own
            lambda: add_dependency(build, draw, by=pim, at=NOW),  # noqa: B023
        )
        assert sum(isinstance(one, RingOfTasks) for one in said) == 1
    assert Dependency.objects.count() == 5


def test_a_double_click_makes_one_task() -> None:
    pim, project = a_member("Pim", Role.PRODUCTION_MANAGER), a_project()
    made = at_once(*[lambda: add_task(project, title="Draw", key="k", by=pim, at=NOW)] * 4)
    assert len({task.pk for task in made}) == 1
