"""The API: who gets in by token and by session, what a refusal looks like, pages by key."""

from datetime import timedelta

import pytest
from django.test import Client

from twinhelm.foundation import clock
from twinhelm.people import actions
from twinhelm.people.choices import Role, Scope
from twinhelm.people.models import AccessToken
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db


def a_token(member, scope=Scope.WRITE, *, lasts=timedelta(days=1), at=None):
    return actions.make_token(name="script", scope=scope, lasts=lasts, by=member, at=at or clock.now())


def by_token(member, scope=Scope.WRITE):
    return Client(headers={"Authorization": f"Bearer {a_token(member, scope)[1]}"})


def test_says_who_asks():
    answer = by_token(an_owner()).get("/api/me")
    assert answer.status_code == 200
    assert answer.json()["name"] == "Oda Lindqvist"
    assert answer.json()["scopes"] == ["read", "write"]


def test_refuses_who_shows_nothing_with_a_problem_document(browser):
    answer = browser.get("/api/me")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "NotSignedIn"


def test_a_reading_token_may_not_change_anything():
    oda = an_owner()
    answer = by_token(oda, Scope.READ).post("/api/members", {"name": "Dee"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "TokenNeedsWrite")


def test_a_token_dies_with_its_time_its_revocation_and_its_member():
    oda, dee = an_owner(), a_member("Dee", Role.MAKER)
    _row, late = a_token(dee, at=clock.now() - timedelta(days=2))
    row, revoked = a_token(dee)
    actions.revoke_token(row, by=dee, at=clock.now())
    _row, orphan = a_token(dee)
    assert Client(headers={"Authorization": f"Bearer {orphan}"}).get("/api/me").status_code == 200
    actions.deactivate(dee, by=oda, at=clock.now())
    actions.reactivate(dee, by=oda, at=clock.now())
    for secret in (late, revoked, orphan, "twh_guess", ""):
        assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/me").status_code == 401


def test_only_the_digest_of_a_token_is_stored():
    row, secret = a_token(an_owner())
    stored = " ".join(str(value) for value in AccessToken.objects.filter(pk=row.pk).values_list()[0])
    assert secret not in stored
    assert secret.startswith(row.start)


def test_a_token_cannot_make_tokens():
    answer = by_token(an_owner()).post("/api/tokens", {"name": "more"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "NotByToken")


def test_refuses_fields_that_nobody_asked_for():
    oda = an_owner()
    wanted = {"name": "Dee", "is_owner": True, "accepted_at": "2026-01-01T00:00:00Z"}
    answer = by_token(oda).post("/api/members", wanted, content_type="application/json")
    assert answer.status_code == 422
    assert any("is_owner" in field for field in answer.json()["fields"])


def test_a_refusal_names_the_state_that_refuses():
    oda = an_owner()
    answer = by_token(oda).delete(f"/api/members/{oda.pk}/roles/owner")
    assert (answer.status_code, answer.json()["code"]) == (409, "LastOwner")
    assert answer.json()["detail"] == "Oda Lindqvist is the only owner. Make somebody else an owner first."


def test_colleagues_see_names_and_roles_and_not_how_others_sign_in():
    an_owner()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    rows = by_token(ana).get("/api/members").json()["rows"]
    assert [(row["name"], row["email"]) for row in rows] == [("Ana Reyes", ana.email), ("Oda Lindqvist", None)]


def test_the_search_of_a_colleague_finds_nobody_by_email():
    an_owner()
    found = by_token(a_member("Ana Reyes")).get("/api/members?q=oda.lindqvist@").json()["rows"]
    assert found == []


def test_pages_follow_each_other_without_gap_or_repeat():
    browser = by_token(an_owner())
    for name in ("Zoe", "adam", "Adam", "Ben", "ben"):
        a_member(name, email=None)
    names, after = [], ""
    while after is not None:
        page = browser.get("/api/members", {"limit": 2, "after": after}).json()
        names += [row["name"] for row in page["rows"]]
        after = page["next"]
    assert [name.lower() for name in names] == ["adam", "adam", "ben", "ben", "oda lindqvist", "zoe"]
    assert len(set(names)) == 6


@pytest.mark.parametrize("after", ["x", "W10", "bnVsbA", "WyJhIiwgbnVsbF0", "WyJhIiwgInEiXQ", "WyJhIiwgMWU5OTld"])
def test_refuses_a_place_that_is_none(after):
    answer = by_token(an_owner()).get("/api/members", {"after": after})
    assert answer.status_code == 422
    assert "after" in answer.json()["fields"]


def test_a_session_needs_its_forgery_check(signed_in):
    browser = signed_in(an_owner(), csrf=True)
    assert browser.get("/api/me").status_code == 200
    answer = browser.post("/api/members", {"name": "Dee"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_an_unknown_address_is_a_problem_document(browser):
    answer = browser.get("/api/nothing/here")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_operations_have_tidy_names_of_their_own(browser):
    paths = browser.get("/api/openapi.json").json()["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert len(names) == len(set(names))
    assert "list_members" in names


def test_the_documentation_is_for_members_and_serves_its_own_scripts(browser, signed_in):
    assert browser.get("/api/docs").status_code == 302
    page = signed_in(an_owner()).get("/api/docs")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()
