"""Divisions over JSON: the same acts and the same sentences."""

import pytest

from twinhelm.worklog.actions import divisions
from twinhelm.worklog.models import Division
from twinhelm.worklog.tests.test_divisions import LATER, ana, division, line, oda, pim  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_owner(browser, oda):  # noqa: F811
    browser.force_login(oda)
    return browser


def ask(browser, path, body):
    return browser.post(f"/api/divisions{path}", body, content_type="application/json")


def test_proposes_and_says_everything(as_owner, ana, pim, time_machine):  # noqa: F811
    time_machine.move_to(LATER)
    answer = ask(as_owner, "", {"weeks": 8})
    assert answer.status_code == 201
    told = answer.json()
    assert told["finding"] == "It saves 4 switches a day each and creates 2 to 10 hand-offs a week."
    assert told["handoffs_created"] == {"low": 2.0, "likely": 6.0, "high": 10.0}
    assert {seat["name"]: seat["becomes"] for seat in told["seats"]} == {
        "Ana Reyes": "account_manager",
        "Pim de Wit": "production_manager",
    }
    listed = as_owner.get("/api/divisions").json()
    assert [row["id"] for row in listed["rows"]] == [told["id"]]


def test_moves_by_key_and_undoes(as_owner, division, ana, pim):  # noqa: F811
    body = {"version": 1, "responsibility": "qa", "giver_id": pim.pk, "taker_id": ana.pk, "minutes": 90}
    told = ask(as_owner, f"/{division.pk}/move", body).json()
    held = {
        row["responsibility"]: row["minutes"]
        for seat in told["seats"]
        for row in seat["lines"]
        if seat["name"] == "Ana Reyes"
    }
    assert held["qa"] == 90
    assert told["version"] == 2
    assert not told["is_as_proposed"]
    assert ask(as_owner, f"/{division.pk}/undo", {"version": 2}).json()["is_as_proposed"]


def test_an_overtaken_change_is_a_conflict_with_both_sentences(as_owner, division, oda, ana, pim):  # noqa: F811
    divisions.pin(division, ana, version=1, by=oda, at=LATER)
    answer = ask(as_owner, f"/{division.pk}/pin", {"version": 1, "member_id": pim.pk})
    assert answer.status_code == 409
    assert answer.json()["code"] == "ChangedMeanwhile"
    assert "Ana is pinned." in answer.json()["detail"]
    assert "Pim is pinned." in answer.json()["detail"]


def test_refuses_too_little_as_a_problem(as_owner):
    answer = ask(as_owner, "", {"weeks": 4})
    assert answer.status_code == 422
    assert answer.json()["code"] == "TooLittleToDivide"
    assert not Division.objects.exists()


def test_refuses_what_nobody_asked_for(as_owner, division):  # noqa: F811
    answer = ask(as_owner, f"/{division.pk}/reset", {"version": 1, "force": True})
    assert answer.status_code == 422


def test_walks_through_all_the_verbs(as_owner, division, ana):  # noqa: F811
    at = f"/{division.pk}"
    assert ask(as_owner, f"{at}/seat", {"version": 1, "member_id": ana.pk, "becomes": "hybrid"}).json()["version"] == 2
    assert ask(as_owner, f"{at}/pin", {"version": 2, "member_id": ana.pk}).json()["version"] == 3
    assert ask(as_owner, f"{at}/again", {"version": 3}).json()["version"] == 4
    assert ask(as_owner, f"{at}/unpin", {"version": 4, "member_id": ana.pk}).json()["version"] == 5
    assert ask(as_owner, f"{at}/reset", {"version": 5}).json()["version"] == 6
    assert ask(as_owner, f"{at}/rename", {"version": 6, "name": "Winter"}).json()["name"] == "Winter"
    assert ask(as_owner, f"{at}/share", {}).json()["shared_at"]
    assert ask(as_owner, f"{at}/take-back", {}).json()["shared_at"] is None
    assert as_owner.delete(f"/api/divisions{at}").status_code == 204
    assert as_owner.get(f"/api/divisions{at}").status_code == 404
    assert ask(as_owner, f"{at}/put-back", {}).status_code == 200
