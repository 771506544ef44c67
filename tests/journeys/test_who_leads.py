"""An owner takes inventory and decides who leads: from the quadrant to dated leads, and a project's kick-off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import House, axe_faults, open_house, sign_in

OWNER = "oda@northlight.example"
SOLVED = 90_000
"""Milliseconds: the worker takes the job, the solver its process and its seconds."""


@pytest.fixture
def house(tmp_path):
    """Northlight of its own: what is decided here stays decided."""
    house = open_house(tmp_path / "northlight", with_demo=True)
    yield house
    house.stop()


@pytest.fixture
def page(house: House, visit: Callable[..., Page]) -> Page:
    page = visit(house)
    sign_in(page, OWNER)
    return page


def look(page: Page, address: str = "") -> None:
    """Goes there if it is told where; the page must be accessible."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"
    assert axe_faults(page) == [], page.url


def drag_by_keyboard(page: Page, name: str, key: str, times: int) -> None:
    mark = page.locator(".quad-marks a", has_text=name).or_(page.locator(f".quad-marks [aria-label^='{name}']")).first
    mark.focus()
    for _ in range(times):
        page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("Enter")


def test_from_the_quadrant_to_dated_leads_and_a_kick_off(page: Page):
    overrule_two(page)
    ask_for_proposals(page)
    name = move_one_by_hand(page)
    accept_all(page, name)
    kick_off(page)


def overrule_two(page: Page) -> None:
    """One where it stands in the picture, one by its form."""
    look(page, "/inventory/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who should lead?")
    expect(page.locator("main")).to_contain_text("want a strong account lead")
    drag_by_keyboard(page, "Moss & Co", "ArrowRight", 4)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Why does Moss & Co belong there?")
    dialog.get_by_label("Why", exact=True).fill("Sofia begins a second shop and calls every day.")
    assert axe_faults(page) == []
    dialog.get_by_role("button", name="Overrule").click()
    expect(dialog).to_be_hidden()
    look(page, "/inventory/?as=table")
    page.get_by_role("table").get_by_role("link", name="Otter Print").first.click()
    if "/inventory/clients/" not in page.url:
        look(page)
        page.locator("a[href^='/inventory/clients/']").first.click()
    look(page)
    page.get_by_label("Complexity").fill("5.5")
    page.get_by_label("Why", exact=True).fill("Their presses are to talk to the shop.")
    page.get_by_role("button", name="Overrule").click()
    expect(page.locator(".need-said")).to_contain_text("Their presses are to talk to the shop.")


def ask_for_proposals(page: Page) -> None:
    """Within two limits."""
    look(page, "/inventory/rounds/new/")
    page.get_by_label("Name", exact=True).fill("Round of winter")
    page.get_by_role("button", name="Go on to limits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Round of winter")
    look(page)
    limits = page.locator("#limits")
    add_limit(page, kind="pin", client="Alder Bakery", member="Ana Reyes", hat="account", why="Marta was promised Ana.")
    expect(limits.locator("ul")).to_contain_text("Marta was promised Ana.")
    add_limit(page, kind="never", client="Hollis Health", member="Jonas Kerr", hat="", why="They had words.")
    expect(limits.locator("ul")).to_contain_text("They had words.")
    page.get_by_role("button", name=re.compile("^Propose")).first.click()
    expect(page.get_by_role("heading", name="Three proposals")).to_be_visible(timeout=SOLVED)
    page.reload()
    look(page)
    for aim in ("Keep relationships", "Balanced", "Best fit"):
        expect(page.get_by_role("heading", name=re.compile(aim))).to_be_visible()
    expect(post(page, "Alder Bakery", "Account lead").locator("a.round-who")).to_contain_text("Ana")


def post(page: Page, client: str, hat: str) -> Locator:
    return page.locator(".round-row", has_text=client).filter(has=page.locator("a.round-who small", has_text=hat))


def move_one_by_hand(page: Page) -> str:
    """The rest is proposed again around whoever was chosen."""
    page.get_by_role("link", name=re.compile("Choose otherwise: Dune Travel")).first.click()
    look(page)
    chosen = page.get_by_role("button", name=re.compile("^Choose ")).first
    name = chosen.inner_text().removeprefix("Choose ").strip()
    chosen.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Round of winter")
    pinned = page.locator(".round-row", has_text="Dune Travel").filter(has_text="pinned")
    expect(pinned.locator("a.round-who").first).to_contain_text(name, timeout=SOLVED)
    return name


def accept_all(page: Page, chosen: str) -> None:
    """After a look at what would change; the leads then stand on the client's page."""
    page.get_by_role("link", name="Accept its decisions…").click()
    look(page)
    page.get_by_role("button", name=re.compile("^Accept")).first.click()
    look(page)
    page.goto("/clients/")
    page.get_by_role("link", name="Dune Travel").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dune Travel")
    expect(page.locator("main")).to_contain_text(chosen)
    look(page)


def add_limit(page: Page, *, kind: str, client: str, member: str, hat: str, why: str) -> None:
    form = page.locator("th-limit-form form")
    form.locator("select[name=kind]").select_option(kind)
    form.locator("select[name=asked]").select_option(label=client)
    form.locator("select[name=member]").select_option(label=member)
    form.locator("select[name=hat]").select_option(hat)
    form.locator("[name=why]").fill(why)
    form.get_by_role("button").click()


def kick_off(page: Page) -> None:
    page.goto("/projects/new/")
    page.get_by_label("Client", exact=True).select_option(label="Fjord Hotels")
    page.get_by_label("Name", exact=True).fill("Spa pages")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spa pages")
    expect(page.get_by_role("heading", name="Who leads?")).to_be_visible()
    look(page)
    project = page.url
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Change its state").click()
    page.get_by_role("textbox", name="Why").fill("Signed today")
    page.get_by_role("button", name="Make active").click()
    expect(page.locator("main").get_by_text(re.compile("who leads", re.I)).first).to_be_visible()
    page.goto(project)
    page.get_by_role("button", name="Take them and make it active").click()
    expect(page.locator("main").get_by_text(re.compile("active", re.I)).first).to_be_visible()
    look(page, project)
    expect(page.get_by_role("heading", name="Who leads?")).to_be_hidden()
