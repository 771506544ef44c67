"""Through the agency's own provider in a real browser, which obeys our content policy."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, open_house
from tests.journeys.test_joining import start


@pytest.fixture
def house_with_provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with run_server_in_thread(require_nonce=True) as server:
        own = {
            "ISSUER": f"http://localhost:{server.server_port}",
            "CLIENT_ID": "twinhelm",
            "CLIENT_SECRET": "s",
            "NAME": "Northdoor",
        }
        house = open_house(tmp_path / "house", with_demo=False, own={f"TWINHELM_OIDC_{key}": own[key] for key in own})
        yield house
        house.stop()


def test_linking_and_signing_in_through_the_provider(house_with_provider: House, visit: Callable[..., Page]) -> None:
    page = window(visit, house_with_provider)
    start(page)
    page.goto("/profile/sign-in/")
    page.get_by_role("button", name="Link…").click()
    agree(page, "oda")
    expect(page.get_by_text("linked", exact=True)).to_be_visible()

    other = window(visit, house_with_provider)
    other.goto("/sign-in/?next=/people/")
    other.get_by_role("button", name="Sign in with Northdoor").click()
    agree(other, "oda")
    other.wait_for_url("**/people/")

    stranger = window(visit, house_with_provider)
    stranger.goto("/sign-in/")
    stranger.get_by_role("button", name="Sign in with Northdoor").click()
    agree(stranger, "somebody")
    expect(stranger.get_by_role("heading", name="Nobody knows this account yet")).to_be_visible()
    assert not axe_faults(stranger)


def window(visit: Callable[..., Page], house: House) -> Page:
    """The provider's page wants a stylesheet from the internet, which isn't there."""
    page = visit(house)
    page.context.route(re.compile(r"^https:"), lambda route: route.fulfill(status=200, body=""))
    return page


def agree(page: Page, sub: str) -> None:
    """The provider's own form."""
    page.locator("input[name=sub]").last.fill(sub)
    page.get_by_role("button", name="Authorize").last.click()
