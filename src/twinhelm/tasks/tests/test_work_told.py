"""What the work tells other areas of a client: what makes it demanding, and what changes hands with it."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.queries.factors import Asked, factors
from twinhelm.clients.queries.handing_over import contributions
from twinhelm.foundation.periods import Period
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project
from twinhelm.tasks.testing import a_dependency, a_task

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_open_and_waiting_tasks_are_counted_where_tasks_are_written_down() -> None:
    project = a_project()
    quiet = a_project(project.client, "Quiet")
    a_dependency(a_task(project, "Draw"), a_task(project, "Build"))
    a_task(project, "Old", state="done")
    period = Period(date(2026, 11, 2), date(2026, 11, 22))
    read = {factor.key: reader for factor, reader in factors()}
    for key, count in (("tasks", 2), ("dependencies", 1)):
        reader = read[key]
        assert reader
        assert reader(Asked(period, client_ids=[project.client_id]))[project.client_id].value == count
        by_project = reader(Asked(period, project_ids=[project.pk, quiet.pk]))
        assert (by_project[project.pk].value, quiet.pk in by_project) == (count, False)


def test_open_tasks_of_a_lead_change_hands_with_the_client() -> None:
    pim, mo = a_member("Pim", Role.PRODUCTION_MANAGER), a_member("Mo", Role.PRODUCTION_MANAGER)
    project = a_project()
    task = a_task(project, "Draw", assignee=pim, due_on=date(2026, 12, 1))
    a_task(project, "Old", assignee=pim, state="done")
    kind = contributions["tasks"]
    [open_thing] = kind.gathers(project.client, Part.PRODUCTION, pim, NOW)
    assert (open_thing.title, open_thing.holder_id) == ("Draw", pim.pk)
    assert kind.gives
    kind.gives([open_thing.key], mo, pim, NOW)
    task.refresh_from_db()
    assert task.assignee == mo
