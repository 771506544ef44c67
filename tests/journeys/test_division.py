"""A division is proposed, worked on by pointer and by keyboard, taken back, shared and printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

PASSWORD = "two helms, one ship"


@pytest.fixture
def proposed(northlight: House, visit) -> Page:
    """The owner's window with a fresh division; it is deleted in the end."""
    page = visit(northlight)
    sign_in(page, "oda@northlight.example", PASSWORD)
    page.goto("/division/")
    page.locator("form[action$='/propose/'] button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Division of")
    yield page
    page.goto(page.url)
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("is deleted.")).to_be_visible()


def column(page: Page, name: str):
    return page.locator(".division-column", has=page.locator(".who", has_text=name))


def first_line(page: Page, name: str):
    return column(page, name).locator("button.division-line").first


def test_a_line_is_dragged_to_a_colleague_and_taken_back(proposed):
    line = first_line(proposed, "Ana")
    name = line.locator(".division-line-name").inner_text()
    load = column(proposed, "Pim").locator(".division-column-load b").inner_text()
    target = column(proposed, "Pim").locator(".division-lines")
    target.hover(position={"x": 20, "y": 20})
    line.drag_to(target, target_position={"x": 20, "y": 20})
    expect(column(proposed, "Pim").locator(".division-line-name", has_text=name)).to_be_visible()
    expect(column(proposed, "Pim").locator(".division-column-load b")).not_to_have_text(load)
    expect(proposed.get_by_text("changed by hand", exact=True)).to_be_visible()
    expect(proposed.get_by_role("heading", name="As it stands")).to_be_visible()
    proposed.get_by_role("button", name=re.compile("Take back")).click()
    expect(column(proposed, "Pim").locator(".division-column-load b")).to_have_text(load)


def test_a_line_moves_by_alt_and_arrow_and_keeps_the_focus(proposed):
    line = first_line(proposed, "Ana")
    name = line.locator(".division-line-name").inner_text()
    second = proposed.locator(".division-column").nth(1)
    line.focus()
    proposed.keyboard.press("Alt+ArrowRight")
    moved = second.locator("button.division-line", has_text=name)
    expect(moved).to_be_focused()
    proposed.keyboard.press("Alt+ArrowLeft")
    expect(first_line(proposed, "Ana").locator(".division-line-name")).to_have_text(name)


def test_part_of_a_line_moves_by_its_menu(proposed):
    first_line(proposed, "Ana").click()
    menu = proposed.get_by_role("dialog", name="Move to")
    expect(menu).to_be_visible()
    assert axe_faults(proposed) == []
    menu.get_by_label("Only so many hours").fill("1.5")
    menu.get_by_role("button", name="Pim").click()
    expect(proposed.get_by_text(re.compile("1 h 30 of .* move from Ana to Pim"))).to_be_visible()


def test_a_pinned_seat_outlasts_a_new_proposal(proposed):
    column(proposed, "Pim").get_by_label("What Pim de Wit becomes").select_option("hybrid")
    column(proposed, "Pim").get_by_role("button", name="Set", exact=True).click()
    expect(column(proposed, "Pim").locator(".who small")).to_have_text("Hybrid")
    column(proposed, "Pim").get_by_role("button", name="Pin Pim").click()
    expect(column(proposed, "Pim").get_by_role("button", name="Pin Pim")).to_have_attribute("aria-pressed", "true")
    proposed.get_by_role("button", name="Propose again around the pins").click()
    expect(proposed.get_by_text("Proposed again around 1 pin.")).to_be_visible()
    expect(column(proposed, "Pim").locator(".who small")).to_have_text("Hybrid")


def test_without_scripts_a_line_moves_by_the_form(proposed, northlight, chromium):
    context = chromium.new_context(
        base_url=northlight.url, java_script_enabled=False, storage_state=proposed.context.storage_state()
    )
    page = context.new_page()
    page.goto(proposed.url)
    page.get_by_label("from", exact=True).select_option(label="Ana Reyes")
    page.get_by_label("to", exact=True).select_option(label="Pim de Wit")
    page.get_by_role("form", name="Move a line").get_by_role("button", name="Move").click()
    expect(page.get_by_text(re.compile("moves from Ana to Pim")).first).to_be_visible()
    context.close()


def test_shared_it_is_read_by_who_sits_in_it(proposed, northlight, visit):
    proposed.get_by_role("button", name="Share with the team…").click()
    proposed.get_by_role("dialog").get_by_role("button", name="Share").click()
    expect(proposed.get_by_text("Everybody who sits in it can read it now.")).to_be_visible()
    ana = visit(northlight, width=360)
    sign_in(ana, "ana@northlight.example", PASSWORD)
    ana.goto("/division/")
    expect(ana.get_by_role("heading", level=1)).to_contain_text("Division of")
    expect(ana.get_by_role("button", name=re.compile("Propose"))).to_have_count(0)
    assert not scrolls_sideways(ana)
    assert axe_faults(ana) == []


def test_the_print_opens_as_a_document(proposed):
    address = proposed.get_by_role("link", name="Print").get_attribute("href")
    answer = proposed.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_fits_and_is_readable_for_everybody(proposed, northlight, visit, width, theme):
    page = visit(northlight, width=width, theme=theme)
    sign_in(page, "oda@northlight.example", PASSWORD)
    page.goto(proposed.url)
    assert not scrolls_sideways(page)
    assert axe_faults(page) == []
