"""Sign-in through the agency's own provider: a real one, over real HTTP, with its redirects followed as a browser does."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import run_server_in_thread

from twinhelm.config import environment
from twinhelm.foundation import clock
from twinhelm.people import actions, queries
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner, proved
from twinhelm.people.tests.test_sign_in import ELSEWHERE, give_authenticator, is_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def issuer():
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def use(settings, monkeypatch):
    """`use(issuer)` configures the provider as the environment of an installation does."""

    def configure(issuer):
        for name, value in (
            ("ISSUER", issuer),
            ("CLIENT_ID", "twinhelm"),
            ("CLIENT_SECRET", "s"),
            ("NAME", "Northdoor"),
        ):
            monkeypatch.setenv(f"TWINHELM_OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = environment.sign_in_providers()
        return queries.provider()

    return configure


@pytest.fixture
def provider(use, issuer):
    return use(issuer)


def begin(browser, provider, **posted):
    """The address at the provider that asks for whoever sits there; a page leads to it, for the content policy."""
    answer = browser.post(f"{provider.login}?{urlencode(posted)}")
    assert answer.status_code == 200, answer.status_code
    return answer.headers["Refresh"].removeprefix("0; url=")


def agree(begun, sub, **changes):
    """What the provider sends the browser back with, after somebody agreed there as `sub`."""
    there = urlsplit(begun)
    asked = {**{name: values[0] for name, values in parse_qs(there.query).items()}, **changes}
    answer = requests.post(
        f"{there.scheme}://{there.netloc}{there.path}?{urlencode(asked)}",
        data={"sub": sub},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(browser, provider, sub, **posted):
    return browser.get(agree(begin(browser, provider, **posted), sub))


def link(member, provider, sub):
    browser = Client()
    browser.force_login(member)
    answer = come_back(proved(browser, member), provider, sub, process="connect")
    assert (answer.status_code, answer.url) == (302, reverse("people:security"))


def claim(issuer, sub, **claims):
    assert requests.put(f"{issuer}/users/{sub}", json=claims, timeout=10).status_code == 204


def test_who_linked_their_account_signs_in(browser, provider):
    oda = an_owner()
    link(oda, provider, "oda")
    answer = come_back(browser, provider, "oda", next="/people/?q=dee")
    assert (answer.status_code, answer.url) == (302, "/people/?q=dee")
    assert browser.get("/api/me").json()["name"] == "Oda Lindqvist"


def test_an_account_that_nobody_linked_is_told_whom_to_ask(browser, provider):
    an_owner()
    answer = come_back(browser, provider, "stranger")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nobody knows this account yet" in page
    assert "owner" in page
    assert not is_in(browser)
    assert Member.objects.count() == 1


@pytest.mark.parametrize("is_verified", [True, False])
def test_an_address_that_the_provider_claims_opens_nothing(browser, provider, issuer, is_verified):
    oda = an_owner()
    claim(issuer, "eve", email=oda.email, email_verified=is_verified, name=oda.name)
    assert come_back(browser, provider, "eve").status_code == 403
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()


def test_an_invited_address_that_the_provider_claims_takes_no_seat(browser, provider, issuer):
    actions.invite(email="ivo@northlight.example", roles=frozenset(), by=an_owner(), at=clock.now())
    claim(issuer, "ivo", email="ivo@northlight.example", email_verified=True)
    assert come_back(browser, provider, "ivo").status_code == 403
    assert Member.objects.get(email="ivo@northlight.example").accepted_at is None


def test_the_same_name_at_another_provider_is_somebody_else(browser, provider, use):
    link(an_owner(), provider, "oda")
    with run_server_in_thread() as other:
        moved = use(f"http://localhost:{other.server_port}")
        assert moved.login != provider.login
        assert come_back(browser, moved, "oda").status_code == 403
    assert not is_in(browser)


def test_refuses_a_provider_that_speaks_for_another_issuer(browser, use, issuer):
    """Its description and its answers name an issuer that differs from the configured one, be it by a capital."""
    an_owner()
    answer = come_back(browser, use(issuer.replace("localhost", "LOCALHOST")), "oda")
    assert answer.status_code == 401
    assert "sent an error" in answer.content.decode()


def test_a_deactivated_member_stays_out(browser, provider):
    oda, dee = an_owner(), a_member("Dee")
    link(dee, provider, "dee")
    actions.deactivate(dee, by=oda, at=clock.now())
    answer = come_back(browser, provider, "dee")
    assert (answer.status_code, is_in(browser)) == (403, False)


def test_an_account_belongs_to_one_member(provider, signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    link(ana, provider, "shared")
    answer = come_back(proved(signed_in(oda), oda), provider, "shared", process="connect")
    assert answer.status_code == 409
    assert "linked to somebody else" in answer.content.decode()
    assert SocialAccount.objects.get().user == ana


def test_linking_asks_again_after_five_minutes(provider, signed_in):
    oda = an_owner()
    answer = come_back(signed_in(oda), provider, "oda", process="connect")
    assert answer.url.startswith("/sign-in/again/")
    assert not SocialAccount.objects.exists()


def test_a_second_step_still_comes(browser, provider):
    oda = an_owner()
    link(oda, provider, "oda")
    give_authenticator(oda)
    assert come_back(browser, provider, "oda").url == reverse("mfa_authenticate")
    assert not is_in(browser)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nothing_leads_out_of_the_house(browser, provider, there):
    if not SocialAccount.objects.exists():
        link(an_owner(), provider, "oda")
    assert come_back(browser, provider, "oda", next=there).url == "/"


def test_looking_at_the_address_begins_nothing(browser, provider):
    an_owner()
    page = browser.get(provider.login)
    assert page.status_code == 200
    assert "Northdoor" in page.content.decode()
    assert not browser.session.get("socialaccount_states")


@pytest.mark.parametrize("change", [{"state": "0123456789abcdef"}, {"state": ""}])
def test_refuses_a_state_that_this_browser_never_had(browser, provider, change):
    link(an_owner(), provider, "oda")
    answer = browser.get(agree(begin(browser, provider), "oda", **change))
    assert (answer.status_code, is_in(browser)) == (401, False)


def test_refuses_what_another_browser_brought_back(browser, provider):
    link(an_owner(), provider, "oda")
    answer = browser.get(agree(begin(Client(), provider), "oda"))
    assert (answer.status_code, is_in(browser)) == (401, False)


def test_an_answer_counts_once(browser, provider):
    link(an_owner(), provider, "oda")
    back = agree(begin(browser, provider), "oda")
    assert browser.get(back).status_code == 302
    browser.post(reverse("account_logout"))
    assert (browser.get(back).status_code, is_in(browser)) == (401, False)


def test_refuses_a_nonce_that_was_not_asked_for(browser, provider):
    """A code that somebody got for themselves elsewhere, slipped into this browser's answer."""
    link(an_owner(), provider, "oda")
    answer = browser.get(agree(begin(browser, provider), "oda", nonce="somebody-elses"))
    assert (answer.status_code, is_in(browser)) == (401, False)


def test_what_the_address_adds_is_not_passed_on(browser, provider):
    begun = begin(browser, provider, scope="admin", auth_params="nonce=mine&redirect_uri=https://evil.example")
    asked = parse_qs(urlsplit(begun).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] != ["mine"]
    assert asked["redirect_uri"] == [f"http://testserver{urlsplit(provider.callback).path}"]
    assert asked["code_challenge_method"] == ["S256"]


def test_who_turns_back_there_is_told_that_nothing_happened(browser, provider):
    an_owner()
    state = parse_qs(urlsplit(begin(browser, provider)).query)["state"][0]
    back = browser.get(f"{urlsplit(provider.callback).path}?error=access_denied&state={state}", follow=True)
    assert "Nothing happened" in back.content.decode()
    assert not is_in(browser)


def test_a_provider_that_is_down_is_a_sentence_before_and_after(browser, use):
    an_owner()
    with run_server_in_thread() as server:
        gone = use(f"http://localhost:{server.server_port}")
        back = agree(begin(browser, gone), "oda")
    for answer in (browser.get(back), browser.post(gone.login)):
        assert answer.status_code == 503
        assert "Northdoor doesn’t answer" in answer.content.decode()
    assert not is_in(browser)
