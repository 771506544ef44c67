"""Kick-offs and relooks over JSON: the same answers as the pages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation import clock
from twinhelm.inventory.choices import Cause
from twinhelm.inventory.models import Kickoff, Relook
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim


@pytest.fixture
def project(cast):
    client = a_client()
    a_lead(client, Part.ACCOUNT, cast[1])
    a_lead(client, Part.PRODUCTION, cast[2])
    made = a_project(client, name="Recipe cards", state=ProjectState.PROPOSED)
    Kickoff.objects.create(project=made, opened_at=AT)
    return made


def put(browser, address, sent):
    return browser.put(f"/api/{address}", sent, content_type="application/json")


def test_tells_who_is_recommended_and_why(cast, project, signed_in) -> None:
    [row] = signed_in(cast[2]).get("/api/kickoffs").json()["rows"]
    assert (row["project"], row["client"], row["state"]) == ("Recipe cards", "Alder Bakery", "waiting")
    assert [hat["recommended"]["name"] for hat in row["hats"]] == ["Ana Reyes", "Pim de Wit"]
    assert row["hats"][0]["why"].startswith("Leads Alder Bakery since")
    assert {one["name"] for one in row["hats"][0]["candidates"]} == {"Ana Reyes", "Oda Lindqvist", "Pim de Wit"}


def test_decides_and_refuses_who_comes_second(cast, project, signed_in) -> None:
    _oda, ana, pim = cast
    sent = {"account_id": ana.pk, "production_id": pim.pk, "why": "As for the client"}
    decided = put(signed_in(pim), f"kickoffs/{project.pk}", sent)
    assert (decided.json()["state"], decided.json()["settled_by"], decided.json()["hats"]) == (
        "decided",
        "Pim de Wit",
        [],
    )
    refused = put(signed_in(ana), f"kickoffs/{project.pk}", sent | {"production_id": ana.pk})
    assert (refused.status_code, refused.json()["code"]) == (409, "DecidedMeanwhile")
    assert put(signed_in(pim), f"projects/{project.pk}/state", {"state": "active"}).status_code == 200


def test_only_an_owner_waives(cast, project, signed_in) -> None:
    oda, _ana, pim = cast
    assert put(signed_in(pim), f"kickoffs/{project.pk}/waiver", {"why": "They wait"}).status_code == 403
    assert put(signed_in(oda), f"kickoffs/{project.pk}/waiver", {"why": " "}).status_code == 422
    assert put(signed_in(oda), f"kickoffs/{project.pk}/waiver", {"why": "They wait"}).json()["state"] == "waived"


def test_tells_what_came_back_and_keeps_it_until_a_day(cast, project, signed_in) -> None:
    pim = cast[2]
    facts = {"review_on": "2026-11-20", "decided_on": "2026-03-01"}
    Relook.objects.create(client=project.client, cause=Cause.DUE, raised_at=AT, facts=facts)
    [row] = signed_in(pim).get("/api/relooks").json()["rows"]
    assert row["why"] == "It was decided from 1 March 2026 on, to be looked at again on 20 November 2026."
    until = (clock.now() + timedelta(days=60)).date().isoformat()
    kept = put(signed_in(pim), f"relooks/{row['id']}/keep", {"until": until, "why": "Fits"})
    assert kept.json()["settled_at"]
    assert signed_in(pim).get("/api/relooks").json()["rows"] == []
    late = put(signed_in(pim), f"relooks/{row['id']}/keep", {"until": date(2020, 1, 1).isoformat(), "why": "Fits"})
    assert late.status_code == 422
