"""Projects from proposal to close, their days, names and goals."""

from datetime import date

import pytest

from twinhelm.clients.actions.versions import ChangedMeanwhile
from twinhelm.clients.models import Goal
from twinhelm.clients.testing import MADE_AT, a_client
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects import actions
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project
from twinhelm.projects.testing import MADE_AT as AT
from twinhelm.projects.testing import a_milestone, a_project, a_scope_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def pim():
    an_owner()
    return a_member("Pim de Wit", "production_manager")


def test_a_new_project_is_proposed_and_says_since_when(pim) -> None:
    project = actions.add_project(a_client(), name="  New ordering\u202e site ", by=pim, at=AT)
    assert (project.name, project.state) == ("New ordering site", ProjectState.PROPOSED)
    assert [(row.state, row.by) for row in project.state_changes.all()] == [("proposed", pim)]


def test_two_projects_of_a_client_cannot_share_a_name_whatever_the_case(pim) -> None:
    alder = a_client()
    actions.add_project(alder, name="Shop", by=pim, at=AT)
    with pytest.raises(actions.NameTaken, match="called “SHOP” already"):
        actions.add_project(alder, name="SHOP", by=pim, at=AT)
    assert actions.add_project(a_client("Fjord Hotels"), name="Shop", by=pim, at=AT).pk


def test_refuses_to_end_before_it_begins_even_when_only_one_day_changes(pim) -> None:
    project = a_project(starts_on=date(2026, 10, 1))
    with pytest.raises(Invalid, match="end before it begins"):
        actions.change_project(project, ends_on=date(2026, 9, 1), by=pim, at=AT)
    project.refresh_from_db()
    assert project.ends_on is None


def test_refuses_a_goal_of_another_client(pim) -> None:
    fjord = a_client("Fjord Hotels")
    goal = Goal.objects.create(client=fjord, name="More guests", confirmed_by=pim, confirmed_at=MADE_AT)
    with pytest.raises(Invalid, match="another client"):
        actions.change_project(a_project(), goal=goal, by=pim, at=AT)


def test_who_comes_second_hears_what_the_first_changed_and_loses_nothing(pim) -> None:
    project = a_project()
    ana = a_member("Ana Reyes", "account_manager")
    actions.change_project(project, name="Order site", version=1, by=ana, at=AT)
    with pytest.raises(ChangedMeanwhile, match="Ana Reyes changed this"):
        actions.change_project(project, summary="Four shops", version=1, by=pim, at=AT)
    changed = actions.change_project(project, summary="Four shops", version=2, by=pim, at=AT)
    assert (changed.name, changed.summary) == ("Order site", "Four shops")


def test_goes_from_state_to_state_with_reason_and_history(pim) -> None:
    project = a_project(state=ProjectState.PROPOSED)
    actions.change_state(project, "active", reason="Signed", by=pim, at=AT)
    actions.change_state(project, "back_burner", reason="Bank waits", by=pim, at=AT)
    assert [(row.before, row.state, row.reason) for row in project.state_changes.order_by("pk")] == [
        ("proposed", "active", "Signed"),
        ("active", "back_burner", "Bank waits"),
    ]


def test_made_active_twice_it_happens_once(pim) -> None:
    project = a_project(state=ProjectState.PROPOSED)
    actions.change_state(project, "active", by=pim, at=AT)
    actions.change_state(project, "active", by=pim, at=AT)
    assert project.state_changes.count() == 1


def test_nothing_goes_back_to_proposed(pim) -> None:
    with pytest.raises(actions.NoWay, match="is active"):
        actions.change_state(a_project(), "proposed", by=pim, at=AT)


@pytest.mark.parametrize("role", ["maker", "finance"])
def test_who_leads_no_work_changes_none(role: str, pim) -> None:
    dee = a_member("Dee Okafor", role)
    project = a_project()
    with pytest.raises(NotPermitted, match="Ask one of them"):
        actions.change_project(project, name="Mine", by=dee, at=AT)
    with pytest.raises(NotPermitted):
        actions.change_state(project, "closed", by=dee, at=AT)
    with pytest.raises(NotPermitted):
        actions.add_scope_item(project, name="More", by=dee, at=AT)
    assert not EventRecord.objects.filter(subject_kind="project").exists()


def test_a_deleted_project_comes_back_whole(pim) -> None:
    project = a_project()
    a_scope_item(project)
    actions.delete_project(project, by=pim, at=AT)
    assert not Project.objects.visible_to(pim).exists()
    actions.put_back_project(project, by=pim, at=AT)
    assert Project.objects.visible_to(pim).get().scope_items.count() == 1


def test_a_name_taken_meanwhile_keeps_a_deleted_project_away(pim) -> None:
    project = a_project()
    actions.delete_project(project, by=pim, at=AT)
    a_project(project.client, name="new ordering site")
    with pytest.raises(actions.NameTaken):
        actions.put_back_project(project, by=pim, at=AT)


def test_scope_is_put_in_order_all_or_nothing(pim) -> None:
    project = a_project()
    first, second, third = (a_scope_item(project, name) for name in ("Flow", "Payment", "Design"))
    actions.order_scope(project, [third.pk, first.pk, second.pk], by=pim, at=AT)
    assert [row.name for row in project.scope_items.order_by("position")] == ["Design", "Flow", "Payment"]
    strange = a_scope_item(a_project(project.client, name="Other"))
    with pytest.raises(actions.NotTheSame):
        actions.order_scope(project, [first.pk, second.pk, strange.pk], by=pim, at=AT)


def test_a_milestone_is_reached_on_the_first_day_that_was_said(pim) -> None:
    stone = a_milestone(a_project())
    actions.reach_milestone(stone, on=date(2026, 12, 10), by=pim, at=AT)
    actions.reach_milestone(stone, on=date(2026, 12, 20), by=pim, at=AT)
    stone.refresh_from_db()
    assert (stone.reached_on, stone.reached_by) == (date(2026, 12, 10), pim)


def test_a_level_belongs_to_a_skill(pim) -> None:
    project = a_project()
    actions.note_technical_fact(project, "skill", "Django", level=3, by=pim, at=AT)
    actions.note_technical_fact(project, "skill", "django", level=4, by=pim, at=AT)
    assert [(fact.name, fact.level) for fact in project.technical_facts.all()] == [("Django", 4)]
    with pytest.raises(Invalid, match="belongs to a skill"):
        actions.note_technical_fact(project, "system", "Stripe", level=3, by=pim, at=AT)
