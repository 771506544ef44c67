"""From nobody to an agency of two: start, invite, join, passkey, codes, and out again."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

PASSWORD = "seven lanterns by the pier"
WAIT_SECONDS = 30


def fits(page: Page) -> None:
    assert not axe_faults(page)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), f"{page.url} scrolls sideways at {width} pixels"


def start(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Start your agency")).to_be_visible()
    fits(page)
    page.get_by_label("Agency").fill("Northlight")
    page.get_by_label("Your name").fill("Oda Lindqvist")
    page.get_by_label("Your email").fill("oda@northlight.example")
    page.get_by_label("Password").fill("too short")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Use at least 12 characters")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".rail .house")).to_contain_text("Northlight")


def letter_to(house: House, address: str) -> str:
    """Without a mail server letters are kept in the home."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        for path in sorted(Path(house.home).glob("mail/**/*"), reverse=True):
            if path.is_file() and address in (text := path.read_text()):
                return text.replace("=\n", "").replace("=3D", "=")
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")


def virtual_passkeys(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_agency_starts_and_a_second_person_joins(empty_house: House, visit: Callable[..., Page]) -> None:
    oda = visit(empty_house)
    start(oda)
    oda.goto("/people/invite/")
    fits(oda)
    oda.get_by_label("Name").fill("Ana Reyes")
    oda.get_by_label("Email").fill("ana@northlight.example")
    oda.get_by_label("Account manager").check()
    oda.get_by_role("button", name="Send the invitation").click()
    expect(oda.get_by_role("heading", name="Ana Reyes")).to_be_visible()
    fits(oda)
    link = re.search(r"/join/[\w-]+/", letter_to(empty_house, "ana@northlight.example"))
    assert link

    ana = visit(empty_house, width=360)
    ana.goto(link[0])
    expect(ana.get_by_text("Oda Lindqvist invites you")).to_be_visible()
    fits(ana)
    ana.get_by_label("Password").fill(PASSWORD)
    ana.get_by_role("button", name="Join").click()
    expect(ana.locator("main")).to_be_visible()
    ana.goto("/people/")
    expect(ana.get_by_role("main").get_by_text("Oda Lindqvist")).to_be_visible()
    assert "oda@northlight.example" not in ana.content()
    ana.goto(link[0])
    expect(ana.get_by_text("can’t be used any more")).to_be_visible()

    oda.goto("/people/")
    oda.get_by_role("link", name="Ana Reyes").click()
    oda.get_by_role("link", name="Deactivate…").click()
    fits(oda)
    oda.get_by_role("button", name="Deactivate").click()
    ana.goto("/people/")
    expect(ana.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_lets_in_without_a_password(empty_house: House, visit: Callable[..., Page]) -> None:
    named = replace(empty_house, url=empty_house.url.replace("127.0.0.1", "localhost"))
    page = visit(named)
    start(page)
    virtual_passkeys(page)
    page.goto("/profile/passkeys/add/")
    fits(page)
    page.get_by_label("Name").fill("Oda’s laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Oda’s laptop")).to_be_visible()
    fits(page)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".rail .house")).to_contain_text("Northlight")


def test_an_authenticator_app_asks_for_its_code(empty_house: House, visit: Callable[..., Page]) -> None:
    page = visit(empty_house, theme="dark")
    start(page)
    page.goto("/profile/authenticator/")
    fits(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("This code doesn’t fit")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = page.locator(".codes code").first.inner_text()
    sign_out(page)
    sign_in(page, "oda@northlight.example", PASSWORD)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    fits(page)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".rail .house")).to_contain_text("Northlight")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
