"""Every page that the rail, the member menu and their first links lead to, in both themes and three widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

OWNER = "oda@northlight.example"
MAKER = "dee@northlight.example"
WIDTHS = (1440, 768, 360)
BEHIND = {"/people/skills/", "/people/1/"}
"""What tabs and rows lead to."""


def places(page: Page) -> list[str]:
    """Where the shell leads from here, with the tabs of this page; downloads and the door out are not pages."""
    found = page.eval_on_selector_all(
        ".rail a[href], .me a[href], .tabs--places a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    shown = {address for address in found if address.startswith("/") and not address.endswith(".csv")}
    return sorted(shown | BEHIND)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("member", [OWNER, MAKER])
def test_every_place_of_the_shell_is_accessible_and_fits(
    northlight: House, visit: Callable[..., Page], member: str, theme: str
):
    page = visit(northlight, theme=theme)
    sign_in(page, member)
    faults: list[str] = []
    seen: set[str] = set()
    while ahead := [address for address in places(page) if address not in seen]:
        address = ahead[0]
        seen.add(address)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"
        faults += [f"{address} {theme}: {fault}" for fault in axe_faults(page)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if scrolls_sideways(page):
                faults.append(f"{address} scrolls sideways at {width} pixels")
        faults += [f"{address} {theme} on a phone: {fault}" for fault in axe_faults(page)]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_components_page_is_accessible(northlight: House, visit: Callable[..., Page], theme: str):
    page = visit(northlight, theme=theme)
    sign_in(page, OWNER)
    page.goto("/_components/")
    assert not axe_faults(page)


def test_whoever_is_not_signed_in_meets_the_door_and_it_is_accessible(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    page.goto("/split/")
    assert page.get_by_role("heading", name="Sign in").is_visible()
    assert not axe_faults(page)
