"""Every page about people shows itself, to whom it may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.people import actions
from twinhelm.people.choices import Role
from twinhelm.people.testing import PASSWORD, a_member, an_owner

pytestmark = pytest.mark.django_db

OWN = [
    "people:people",
    "people:profile",
    "people:security",
    "people:password",
    "people:email",
    "people:tokens",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
]
OWNERS = ["people:invite", "people:add", "people:agency"]


@pytest.fixture
def fresh(browser):
    """A browser whose member has just typed their password."""

    def sign_in(member):
        browser.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
        return browser

    return sign_in


@pytest.mark.parametrize("name", OWN)
def test_a_member_opens_their_own_pages(fresh, name):
    an_owner()
    answer = fresh(a_member("Dee", Role.MAKER)).get(reverse(name))
    assert answer.status_code == 200
    assert "{%" not in answer.content.decode()


@pytest.mark.parametrize("name", OWNERS)
def test_an_owner_opens_what_others_are_refused_with_a_reason(fresh, signed_in, name):
    assert fresh(an_owner()).get(reverse(name)).status_code == 200
    refused = signed_in(a_member("Dee", Role.MAKER)).get(reverse(name))
    assert refused.status_code == 403
    assert "Only an owner" in refused.content.decode()


def test_the_page_of_a_person_tells_a_colleague_no_address(signed_in):
    oda = an_owner()
    page = signed_in(a_member("Dee", Role.MAKER)).get(reverse("people:person", args=[oda.pk])).content.decode()
    assert "Oda Lindqvist" in page
    assert oda.email not in page


def test_the_page_of_a_person_shows_an_owner_how_they_sign_in(signed_in):
    oda, dee = an_owner(), a_member("Dee", Role.MAKER)
    page = signed_in(oda).get(reverse("people:person", args=[dee.pk])).content.decode()
    assert dee.email in page
    assert "Deactivate…" in page


def test_deactivating_first_says_what_ends(signed_in):
    oda, dee = an_owner(), a_member("Dee", Role.MAKER)
    browser = signed_in(oda)
    page = browser.get(reverse("people:deactivate", args=[dee.pk])).content.decode()
    assert "Deactivate Dee?" in page
    browser.post(reverse("people:deactivate", args=[dee.pk]))
    dee.refresh_from_db()
    assert not dee.is_active


def test_the_list_costs_the_same_however_many_people(signed_in):
    """Three queries for the people; the session and the shell cost what they cost on a page without any."""
    oda = an_owner()
    browser = signed_in(oda)

    def cost(name):
        browser.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse(name))
        return len(asked)

    few = cost("people:people")
    for number in range(20):
        email = f"{number}@northlight.example"
        actions.invite(email=email, roles=frozenset({Role.MAKER}), by=oda, at=clock.now())
    assert cost("people:people") == few <= cost("people:profile") + 3


def test_the_list_is_narrowed_by_its_address(signed_in):
    browser = signed_in(an_owner())
    a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    page = browser.get(reverse("people:people"), {"role": "account_manager"}).content.decode()
    assert "Ana Reyes" in page
    assert "Pim de Wit" not in page
    assert "Nobody fits" in browser.get(reverse("people:people"), {"q": "zzz"}).content.decode()


def test_people_as_csv_hold_no_formula_and_no_address_for_colleagues(signed_in):
    oda = an_owner()
    actions.add_member(name="=1+1", by=oda, at=clock.now())
    own = signed_in(oda).get(reverse("people:people_csv"))
    assert own["Content-Disposition"] == 'attachment; filename="people.csv"'
    table = own.getvalue().decode()
    assert "'=1+1" in table
    assert oda.email in table
    assert oda.email not in signed_in(a_member("Dee")).get(reverse("people:people_csv")).getvalue().decode()


@pytest.mark.parametrize(
    "name",
    [
        "people:forgot",
        "people:forgot_sent",
        "people:new_password_set",
        "account_login",
        "account_signup",
        "socialaccount_login_cancelled",
    ],
)
def test_doors_open_for_everybody(browser, name):
    an_owner()
    assert browser.get(reverse(name)).status_code == 200
