"""What has to be settled before a project enters a state stands in every way."""

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Answer, NotPermitted
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects import actions
from twinhelm.projects.actions.bringing import PROJECTS_TABLE
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project
from twinhelm.projects.queries.gates import Obstacle, stands_before
from twinhelm.projects.testing import MADE_AT as AT
from twinhelm.projects.testing import a_project
from twinhelm.reading import Listing, ListRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return an_owner(), a_member("Pim de Wit", "production_manager")


@pytest.fixture
def waived(no_gates):
    """Nothing is signed; an owner may go ahead. What was said then."""
    said: list[str] = []

    def sign(_project, *, why, by, at):
        said.append(why)

    def may_waive(by):
        return Answer.yes() if by.is_owner else Answer.no("Ask an owner.")

    @stands_before(ProjectState.ACTIVE, brought_in="it is signed afterwards")
    def unsigned(projects):
        return {one.pk: Obstacle("It isn’t signed.", "/sign/", may_waive, sign) for one in projects}

    return said


def planned(client, name, state, by):
    rows = (ListRow(2, {"client": client.name, "name": name, "state": state}),)
    return list(PROJECTS_TABLE.plan(Listing(rows, {}, (), ""), by))


def test_it_is_refused_with_the_sentence_and_the_place(cast, waived) -> None:
    project = a_project(state=ProjectState.PROPOSED)
    with pytest.raises(actions.NotDecided, match="isn’t signed") as refused:
        actions.change_state(project, "active", by=cast[1], at=AT)
    assert refused.value.url == "/sign/"
    project.refresh_from_db()
    assert project.state == "proposed"
    assert not project.state_changes.exists()


def test_other_states_are_free(cast, waived) -> None:
    project = a_project(state=ProjectState.PROPOSED)
    assert actions.change_state(project, "back_burner", by=cast[1], at=AT).state == "back_burner"


def test_who_may_goes_ahead_by_saying_why(cast, waived) -> None:
    oda, pim = cast
    project = a_project(state=ProjectState.PROPOSED)
    with pytest.raises(NotPermitted, match="Ask an owner"):
        actions.change_state(project, "active", despite="In a hurry", by=pim, at=AT)
    assert not waived
    assert actions.change_state(project, "active", despite="In a hurry", by=oda, at=AT).state == "active"
    assert waived == ["In a hurry"]


def test_a_table_names_the_rows_that_can_t_become_active(cast, waived) -> None:
    alder = a_client()
    a_project(alder, name="Shop", state=ProjectState.PROPOSED)
    [row] = planned(alder, "Shop", "active", cast[1])
    assert [(fault.column, fault.why) for fault in row.faults] == [("state", "It isn’t signed.")]


def test_what_comes_in_standing_there_already_is_not_held_up_and_says_so(cast, waived) -> None:
    alder = a_client()
    [row] = planned(alder, "Shop", "active", cast[1])
    assert not row.faults
    assert [change.after for change in row.changes] == ["Active; it is signed afterwards"]
    PROJECTS_TABLE.apply([row], cast[1], AT)
    assert Project.objects.get().state == "active"


def test_a_table_asks_once_however_many_rows(cast, waived, no_gates, monkeypatch) -> None:
    alder, asked = a_client(), []
    for name in ("Shop", "App", "Ads"):
        a_project(alder, name=name, state=ProjectState.PROPOSED)
    no_gates.clear()

    @stands_before(ProjectState.ACTIVE, brought_in="")
    def look(projects):
        asked.append(len(projects))
        return {}

    planned(alder, "Shop", "active", cast[1])
    assert asked == [3]


def test_the_page_says_what_stands_before_it_and_lets_only_who_may_say_why(cast, waived, signed_in) -> None:
    oda, pim = cast
    project = a_project(state=ProjectState.PROPOSED)
    address = f"/projects/{project.pk}/"
    assert b'name="despite"' not in signed_in(pim).get(address).content
    assert b'name="despite"' in signed_in(oda).get(address).content
    refused = signed_in(pim).post(f"{address}state/", {"state": "active"})
    assert refused.status_code == 422
    assert "It isn’t signed." in refused.content.decode()
    assert 'href="/sign/"' in refused.content.decode()
    assert signed_in(oda).post(f"{address}state/", {"state": "active", "despite": "Now"}).status_code == 302
    assert waived == ["Now"]


def test_the_api_refuses_with_the_place_and_takes_the_owners_reason(cast, waived, signed_in) -> None:
    oda, pim = cast
    project = a_project(state=ProjectState.PROPOSED)
    address = f"/api/projects/{project.pk}/state"
    refused = signed_in(pim).put(address, {"state": "active"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"], refused.json()["url"]) == (409, "NotDecided", "/sign/")
    said = {"state": "active", "despite": "Now"}
    assert signed_in(pim).put(address, said, content_type="application/json").status_code == 403
    assert signed_in(oda).put(address, said, content_type="application/json").json()["state"] == "active"
