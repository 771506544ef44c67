"""Signing in: who gets in, what a wrong guess is told, where it leads, how often one may try."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people import actions, adapters
from twinhelm.people.adapters import SecondSteps
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency, Member
from twinhelm.people.rules import setup_code
from twinhelm.people.testing import PASSWORD, a_member, an_owner, proved

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//evil.example/%2f..",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "https://127.0.0.1@evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "//testserver@evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "evil.example",
    "./evil",
    "?next=//evil.example",
    "#//evil.example",
    "/\u2028/evil.example\n",
    "/ok\r\nSet-Cookie: a=b",
    "/\x00/evil.example",
    "http://[::1",
    "//[evil.example]",
    "//evil.example:80",
    "//evil%2eexample",
]


def sign_in(browser, email, password=PASSWORD, **extra):
    return browser.post(reverse("account_login"), {"login": email, "password": password, **extra})


def is_in(browser):
    return "_auth_user_id" in browser.session


def test_a_member_signs_in_and_sees_people(browser):
    an_owner()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    answer = sign_in(browser, ana.email)
    assert (answer.status_code, answer.url) == (302, "/")
    page = browser.get("/people/")
    assert page.status_code == 200
    assert "Oda Lindqvist" in page.content.decode()


def test_whoever_is_not_signed_in_is_sent_to_the_door(browser):
    an_owner()
    assert browser.get("/people/").url == "/sign-in/?next=/people/"
    fragment = browser.get("/people/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/sign-in/?next=/people/")


def test_every_wrong_guess_is_told_the_same():
    """Unknown, wrong, deactivated, invited only, name only: one status, one page."""
    oda = an_owner()
    a_member("Gone", email="gone@northlight.example", is_active=False)
    actions.invite(email="ivo@northlight.example", roles=frozenset(), by=oda, at=clock.now())
    answers = set()
    for email, password in [
        (oda.email, "wrong wrong wrong"),
        ("nobody@northlight.example", PASSWORD),
        ("gone@northlight.example", PASSWORD),
        ("ivo@northlight.example", PASSWORD),
    ]:
        browser = Client()
        answer = sign_in(browser, email, password)
        page = answer.content.decode().replace(email, "")
        answers.add((answer.status_code, re.sub(r'((?:value|content|nonce)="|X-CSRFToken": ")[^"]*', "", page)))
        assert not is_in(browser)
    assert len(answers) == 1
    assert answers.pop()[0] == 422


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nothing_leads_out_of_the_house(browser, there):
    ana = an_owner()
    answer = sign_in(browser, ana.email, next=there)
    assert (answer.status_code, answer.url) == (302, "/")
    assert browser.post(reverse("account_logout"), {"next": there}).url == "/"


def test_a_path_of_ours_is_where_one_comes_out(browser):
    assert sign_in(browser, an_owner().email, next="/people/?q=dee").url == "/people/?q=dee"


def test_the_session_changes_its_key_at_the_door(browser):
    oda = an_owner()
    browser.get(reverse("account_login"))
    session = browser.session
    session["planted"] = True
    session.save()
    planted = browser.session.session_key
    browser.cookies["twinhelm"] = planted
    sign_in(browser, oda.email)
    assert browser.session.session_key != planted


def test_ten_wrong_tries_close_the_door_for_a_quarter_of_an_hour():
    oda = an_owner()
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as travel:
        for number in range(10):
            sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), oda.email, "wrong wrong wrong")
        right = Client(REMOTE_ADDR="203.0.113.99")
        answer = sign_in(right, oda.email)
        assert answer.status_code == 422
        assert "Too many tries" in answer.content.decode()
        travel.shift(timedelta(minutes=15, seconds=1))
        assert sign_in(right, oda.email).status_code == 302


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip", "X-Client-Ip", "True-Client-Ip"])
def test_a_header_is_no_other_address(header):
    """Without a trusted proxy, whatever the caller says about where they come from counts for nothing."""
    an_owner()
    for number in range(10):
        browser = Client(headers={header: f"198.51.100.{number}"}, REMOTE_ADDR="203.0.113.7")
        sign_in(browser, f"{number}@northlight.example", "wrong wrong wrong")
    late = Client(headers={header: "198.51.100.200"}, REMOTE_ADDR="203.0.113.7")
    assert "Too many tries" in sign_in(late, an_owner("Ana").email).content.decode()


def test_behind_one_proxy_the_proxys_word_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    oda = an_owner()
    for number in range(10):
        spoofed = Client(headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}, REMOTE_ADDR="10.0.0.1")
        sign_in(spoofed, f"{number}@northlight.example", "wrong wrong wrong")
    same = Client(headers={"X-Forwarded-For": "198.51.100.99, 203.0.113.7"}, REMOTE_ADDR="10.0.0.1")
    assert "Too many tries" in sign_in(same, oda.email).content.decode()
    other = Client(headers={"X-Forwarded-For": "203.0.113.8"}, REMOTE_ADDR="10.0.0.1")
    assert sign_in(other, oda.email).status_code == 302


def test_an_ipv6_network_is_one_address():
    an_owner()
    for number in range(10):
        browser = Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")
        sign_in(browser, f"{number}@northlight.example", "wrong wrong wrong")
    late = Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert "Too many tries" in sign_in(late, an_owner("Ana").email).content.decode()


def test_tries_are_counted_where_a_restart_does_not_forget_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert type(cache._connections["default"]).__name__ == "DatabaseCache"


def test_second_step_codes_are_counted_too(browser):
    oda = an_owner()
    give_authenticator(oda)
    sign_in(browser, oda.email)
    assert not is_in(browser)
    answers = [browser.post(reverse("mfa_authenticate"), {"code": f"{number:06}"}) for number in range(12)]
    assert "Too many tries" in answers[-1].content.decode()
    assert not is_in(browser)


def give_authenticator(member):
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(user=member, type="totp", data={"secret": SecondSteps().encrypt(secret)})
    return secret


def test_the_secret_of_an_authenticator_is_not_stored_in_the_clear():
    oda = an_owner()
    secret = give_authenticator(oda)
    stored = Authenticator.objects.get(user=oda).data["secret"]
    assert secret not in stored
    assert SecondSteps().decrypt(stored) == secret


def test_a_password_from_a_letter_does_not_pass_the_second_step(browser):
    oda = an_owner()
    give_authenticator(oda)
    actions.ask_for_new_password(oda.email, at=clock.now())
    secret = re.search(r"/new-password/([\w-]+)/", OutgoingMail.objects.get().text)[1]
    browser.post(reverse("people:new_password", args=[secret]), {"password": "twelve quiet harbours"})
    assert sign_in(browser, oda.email, "twelve quiet harbours").url == reverse("mfa_authenticate")
    assert not is_in(browser)


@pytest.mark.parametrize("name", ["people:email", "people:tokens", "mfa_activate_totp", "mfa_add_webauthn"])
def test_what_touches_sign_in_asks_again_after_five_minutes(browser, name):
    oda = an_owner()
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as travel:
        sign_in(browser, oda.email)
        assert browser.get(reverse(name)).status_code == 200
        travel.shift(timedelta(minutes=5, seconds=1))
        asked = browser.get(reverse(name))
        assert asked.url.startswith("/sign-in/again/")
        back = browser.post(asked.url, {"password": PASSWORD, "next": reverse(name)})
        assert back.url == reverse(name)
        assert browser.get(reverse(name)).status_code == 200


def test_a_stolen_session_alone_changes_no_password(signed_in):
    oda = an_owner()
    browser = signed_in(oda)
    wrong = browser.post(
        reverse("people:password"), {"current": "wrong wrong wrong", "password": "twelve quiet harbours"}
    )
    assert wrong.status_code == 422
    assert Member.objects.get(pk=oda.pk).check_password(PASSWORD)
    right = browser.post(reverse("people:password"), {"current": PASSWORD, "password": "twelve quiet harbours"})
    assert right.status_code == 302
    assert Member.objects.get(pk=oda.pk).check_password("twelve quiet harbours")
    assert browser.get("/profile/").status_code == 200


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short one", "at least 12"),
        ("password1234", "tried first"),
        ("aaaaaaaaaaaaaaaa", "tried first"),
        ("Oda Lindqvist Oda Lindqvist", "your name"),
        ("oda.lindqvist@northlight.example", "your name"),
    ],
)
def test_refuses_a_password_that_is_guessed_first(signed_in, password, why):
    answer = signed_in(an_owner()).post(reverse("people:password"), {"current": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_deactivated_member_is_out_at_the_next_request(signed_in):
    oda, dee = an_owner(), a_member("Dee")
    browser = signed_in(dee)
    assert browser.get("/profile/").status_code == 200
    actions.deactivate(dee, by=oda, at=clock.now())
    assert browser.get("/profile/").status_code == 302
    actions.reactivate(dee, by=oda, at=clock.now())
    assert browser.get("/profile/").status_code == 302


def test_hashing_a_password_costs_what_two_cores_can_bear():
    """Read from the file: the tests themselves hash more cheaply."""
    source = Path(adapters.__file__).read_text()
    assert "time_cost = 1\n    memory_cost = 46 * 1024\n    parallelism = 1" in source


def test_sessions_are_seen_and_ended_one_or_all():
    ana = an_owner()
    here, there, elsewhere = (
        Client(headers={"User-Agent": name}) for name in ("Firefox/1 Windows", "Chrome/1 Android", "x")
    )
    for browser in (here, there, elsewhere):
        sign_in(browser, ana.email)
    page = here.get(reverse("people:security")).content.decode()
    assert "Firefox · Windows" in page
    assert "Chrome · Android" in page
    assert "Unknown browser" in page
    row = re.search(r"/profile/sessions/(\d+)/end/", page)[1]
    here.post(reverse("people:end_session", args=[row]))
    assert sum(browser.get("/profile/").status_code == 200 for browser in (here, there, elsewhere)) == 2
    here.post(reverse("people:end_other_sessions"))
    assert [browser.get("/profile/").status_code for browser in (here, there, elsewhere)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(signed_in):
    ana, dee = Client(), a_member("Dee")
    sign_in(ana, an_owner().email)
    assert signed_in(dee).post(reverse("people:end_session", args=[UserSession.objects.get().pk])).status_code == 404
    assert ana.get("/profile/").status_code == 200


def test_pages_of_members_are_kept_in_no_cache(signed_in):
    browser = signed_in(an_owner())
    for path in ("/people/", "/profile/", "/people.csv", "/api/me"):
        assert browser.get(path)["Cache-Control"] == "private, no-store"


def test_signing_out_needs_a_form(browser):
    sign_in(browser, an_owner().email)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_in(browser)
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


STARTING = {
    "agency": "Northlight",
    "time_zone": "Europe/Amsterdam",
    "name": "Oda Lindqvist",
    "email": "Oda@Northlight.example",
    "password": PASSWORD,
}


def test_the_first_owner_starts_the_agency_and_is_in(browser):
    assert browser.get("/").url == "/sign-in/?next=/"
    assert browser.get("/sign-in/").url == "/start/"
    assert browser.post("/start/", STARTING).url == "/"
    oda = Member.objects.get()
    assert (oda.email, oda.is_owner, Agency.objects.get().name) == ("oda@northlight.example", True, "Northlight")
    assert is_in(browser)
    assert browser.get("/start/").url == "/"


def test_nobody_starts_an_agency_that_has_an_owner(browser):
    an_owner()
    browser.post("/start/", {**STARTING, "email": "evil@evil.example"})
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "caller",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"headers": {"X-Forwarded-For": "203.0.113.7"}},
        {"headers": {"Forwarded": "for=203.0.113.7"}},
    ],
)
def test_from_elsewhere_starting_takes_the_setup_code(caller, settings):
    browser = Client(**caller)
    assert browser.post("/start/", STARTING).status_code == 422
    assert browser.post("/start/", {**STARTING, "code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422
    assert not Member.objects.exists()
    code = setup_code(settings.SECRET_KEY).lower().replace("-", " ")
    assert browser.post("/start/", {**STARTING, "code": code}).status_code == 302


def test_on_a_public_address_even_this_machine_needs_the_code(settings):
    """Behind a proxy on the same machine everybody comes from 127.0.0.1."""
    settings.SITE_URL = "https://hub.northlight.example"
    assert Client().post("/start/", STARTING).status_code == 422
    assert not Member.objects.exists()


def test_a_deactivated_member_cannot_step_up(signed_in):
    oda, dee = an_owner(), a_member("Dee")
    browser = proved(signed_in(dee), dee)
    actions.deactivate(dee, by=oda, at=clock.now())
    assert browser.post(reverse("people:tokens"), {"name": "x", "scope": "write", "lasts_days": 90}).status_code == 302
    assert not dee.access_tokens.exists()
