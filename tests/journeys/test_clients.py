"""Clients as a new account manager meets them: the pages fit and are accessible, and a spreadsheet comes in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

OWNER = "oda@northlight.example"
WIDTHS = (1440, 768, 360)
TABLE = """Client,Contact,Email,Account lead
Ibis Ferries,Jan,jan@ibis.example,Ana Reyes
,Nobody,nobody@ibis.example,
Gannet Ropes,Els,els at gannet,
Puffin Tea,Roos,roos@puffin.example,Nobody Known
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_clients_pages_are_accessible_and_fit(northlight: House, visit: Callable[..., Page], theme: str):
    page = visit(northlight, theme=theme)
    sign_in(page, OWNER)
    page.goto("/clients/")
    one = page.locator(".clients tbody a").first.get_attribute("href") or ""
    faults = []
    for address in ("/clients/", "/clients/new/", "/clients/import/", one, f"{one}leads/", f"{one}profile/sells/"):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if scrolls_sideways(page):
                faults.append(f"{address} scrolls sideways at {width} pixels")
            faults += [f"{address} {theme} {width}: {fault}" for fault in axe_faults(page)]
    assert not faults, "\n".join(faults)


def test_three_broken_rows_are_named_and_the_rest_comes_in(
    northlight: House, visit: Callable[..., Page], tmp_path: Path
):
    file = tmp_path / "clients.csv"
    file.write_text(TABLE)
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/clients/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it…").click()
    for reason in ("The client’s name is missing.", "“els at gannet” is no email address.", "No member is called"):
        expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name="Bring in 1 row").click()
    page.goto("/clients/?q=Ibis")
    expect(page.get_by_role("link", name="Ibis Ferries")).to_be_visible()


def test_a_topic_is_written_where_it_stands(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/clients/?q=Yarrow")
    page.get_by_role("link", name="Yarrow Garden").click()
    page.locator("#profile-process a").first.click()
    page.locator("#profile-process textarea").fill("The two sisters, on Fridays")
    page.locator("#profile-process").get_by_role("button", name="Keep").click()
    expect(page.locator("#profile-process")).to_contain_text("The two sisters, on Fridays")
