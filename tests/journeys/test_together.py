"""Two people at the same work: each sees what the other does without loading the page again, and nothing is lost."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import House, axe_faults
from tests.journeys.test_given_and_understood import DEE, ODA, PIM, Visit, as_member, house, look  # noqa: F401

SOON = 15_000


def add_task(page: Page, title: str) -> str:
    page.goto("/tasks/new/")
    page.get_by_label("What is to be done").fill(title)
    page.get_by_label("Project", exact=True).select_option(index=1)
    page.get_by_role("button", name="Add", exact=True).click()
    page.goto("/tasks/")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url


def edit(page: Page, name: str) -> Locator:
    """Opens the field of a fact on the page of a task."""
    page.locator("#task-page").get_by_label(re.compile(name)).first.click()
    form = page.locator("form[data-inline]")
    expect(form).to_be_visible()
    return form


def test_a_change_of_a_colleague_appears_on_the_page_the_list_and_the_board(house: House, visit: Visit) -> None:  # noqa: F811
    pim, oda = as_member(visit, house, PIM), as_member(visit, house, ODA)
    task = add_task(pim, "Draw the order page")
    oda.goto(task)
    listing = as_member(visit, house, ODA)
    listing.goto("/tasks/")
    board = as_member(visit, house, DEE)
    board.goto("/tasks/board/")
    for page in (oda, listing, board):
        expect(page.locator("main")).to_contain_text("Draw the order page")
    form = edit(pim, "Change the title")
    form.get_by_role("textbox").fill("Draw the new order page")
    form.get_by_role("textbox").press("Enter")
    for page in (oda, listing, board):
        expect(page.locator("main")).to_contain_text("Draw the new order page", timeout=SOON)
        assert axe_faults(page) == []


def test_two_who_write_at_once_lose_nothing(house: House, visit: Visit) -> None:  # noqa: F811
    pim, oda = as_member(visit, house, PIM), as_member(visit, house, ODA)
    task = add_task(pim, "Draw the order page")
    oda.goto(task)
    mine = edit(oda, "Change the title")
    mine.get_by_role("textbox").fill("Oda’s title")
    theirs = edit(pim, "Change the title")
    theirs.get_by_role("textbox").fill("Pim’s title")
    theirs.get_by_role("textbox").press("Enter")
    expect(pim.get_by_role("heading", level=1)).to_contain_text("Pim’s title")
    expect(oda.locator("#task-page")).to_contain_text("changed the title", timeout=SOON)
    expect(mine.get_by_role("textbox")).to_have_value("Oda’s title")
    mine.get_by_role("textbox").press("Enter")
    expect(mine).to_contain_text("Pim de Wit changed")
    expect(mine).to_contain_text("is now “Pim’s title”")
    expect(mine.get_by_role("textbox")).to_have_value("Oda’s title")
    look(oda)
    mine.get_by_role("button", name="Save").click()
    expect(oda.get_by_role("heading", level=1)).to_contain_text("Oda’s title")
    expect(pim.get_by_role("heading", level=1)).to_contain_text("Oda’s title", timeout=SOON)


def test_what_is_typed_in_one_field_stays_while_a_colleague_changes_another(house: House, visit: Visit) -> None:  # noqa: F811
    pim, oda = as_member(visit, house, PIM), as_member(visit, house, ODA)
    oda.goto(add_task(pim, "Draw the order page"))
    mine = edit(oda, "Change the title")
    mine.get_by_role("textbox").fill("Draw both pages")
    oda.keyboard.press("Home")
    theirs = edit(pim, "State")
    theirs.get_by_role("combobox").select_option(label="In progress")
    theirs.get_by_role("button", name="Save").click()
    expect(oda.locator("#task-facts")).to_contain_text("In progress", timeout=SOON)
    expect(mine.get_by_role("textbox")).to_have_value("Draw both pages")
    mine.get_by_role("textbox").press("Enter")
    expect(oda.get_by_role("heading", level=1)).to_contain_text("Draw both pages")
    expect(oda.locator("#task-facts")).to_contain_text("In progress")
