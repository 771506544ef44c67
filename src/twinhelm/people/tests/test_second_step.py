"""An agency that asks owners and finance for a second step: whom it stops, what stays open, who may ask it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.people import actions
from twinhelm.people.choices import Role, Scope
from twinhelm.people.models import Agency
from twinhelm.people.testing import a_member, an_owner, proved
from twinhelm.people.tests.test_sign_in import give_authenticator, is_in, sign_in

pytestmark = pytest.mark.django_db
SETTINGS = {"name": "Northlight", "time_zone": "Europe/Amsterdam"}


@pytest.fixture
def strict(db):
    oda = an_owner()
    give_authenticator(oda)
    actions.change_agency(**SETTINGS, asks_two_steps=True, by=oda, at=clock.now())
    return oda


@pytest.fixture
def sam(strict):
    return a_member("Sam", Role.FINANCE)


def test_an_owner_who_has_a_second_step_asks_it_of_others(signed_in):
    oda = an_owner()
    give_authenticator(oda)
    assert signed_in(oda).post(reverse("people:agency"), {**SETTINGS, "asks_two_steps": "on"}).status_code == 302
    assert Agency.objects.get().asks_two_steps
    assert "checked" in signed_in(oda).get(reverse("people:agency")).content.decode()
    assert signed_in(oda).patch("/api/agency", {"name": "N"}, "application/json").json()["asks_two_steps"]
    signed_in(oda).post(reverse("people:agency"), SETTINGS)
    assert not Agency.objects.get().asks_two_steps


def test_refuses_an_owner_without_one(signed_in):
    browser = signed_in(an_owner())
    answer = browser.post(reverse("people:agency"), {**SETTINGS, "asks_two_steps": "on"})
    assert answer.status_code == 422
    assert "under Your sign-in first" in answer.content.decode()
    assert browser.patch("/api/agency", {"asks_two_steps": True}, "application/json").status_code == 409
    assert not Agency.objects.get().asks_two_steps


@pytest.mark.parametrize("role", [Role.OWNER, Role.FINANCE])
def test_a_password_alone_leads_to_setting_one_up(browser, strict, role):
    sign_in(browser, a_member("Sam", role).email)
    assert is_in(browser)
    for path in ("/", "/people/", "/people.csv", "/profile/", "/profile/tokens/", "/profile/sign-in/"):
        answer = browser.get(path)
        assert (answer.status_code, answer.url) == (302, "/profile/second-step/"), path
    page = browser.get("/profile/second-step/").content.decode()
    assert "Your agency asks owners and finance" in page
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert reverse(name) in page
        assert browser.get(reverse(name)).status_code == 200


def test_a_form_changes_nothing_before_it(browser, sam):
    sign_in(browser, sam.email)
    assert browser.post("/profile/", {"name": "Samuel"}).url == "/profile/second-step/"
    fragment = browser.get("/people/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/profile/second-step/")
    sam.refresh_from_db()
    assert sam.name == "Sam"


def test_with_one_set_up_everything_is_open(browser, sam):
    sign_in(browser, sam.email)
    give_authenticator(sam)
    assert browser.get("/people/").status_code == 200
    assert browser.get("/profile/second-step/").url == "/profile/sign-in/"


def test_signing_out_stays_possible(browser, sam):
    sign_in(browser, sam.email)
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


def test_the_api_by_session_says_why(browser, sam):
    sign_in(browser, sam.email)
    answer = browser.get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "SecondStepFirst")
    assert "second step" in answer.json()["detail"]


def test_a_token_made_before_keeps_its_own_rules(sam):
    secret = actions.make_token(name="night", scope=Scope.READ, lasts=timedelta(days=1), by=sam, at=clock.now())[1]
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/me").status_code == 200


def test_everybody_else_notices_nothing(browser, strict):
    sign_in(browser, a_member("Dee", Role.MAKER).email)
    assert browser.get("/people/").status_code == 200


def test_who_came_through_the_provider_has_passed_its_steps(signed_in, sam):
    browser = proved(signed_in(sam), sam)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": 1}]
    session.save()
    assert browser.get("/people/").status_code == 200


def test_the_bell_stays_silent_on_the_way_there(browser, sam):
    sign_in(browser, sam.email)
    assert browser.get("/notices/", headers={"HX-Request": "true"}).status_code == 204
