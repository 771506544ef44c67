"""Work as a production manager gives it and a maker understands and times it: from a board to the hours of the split."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, House, axe_faults, open_house, sign_in
from tests.journeys.test_first_steps import look_until
from twinhelm.people.testing import PASSWORD

ODA, PIM, DEE = (f"{name}@northlight.example" for name in ("oda.lindqvist", "pim.de.wit", "dee.okafor"))
CARDS = ("Draw the order page", "Write the mail of thanks", "Set up the till", "Test on a phone", "Move the old menu")
LEFT = "Think about vouchers"
MORE_THAN_HALF_A_MINUTE = 31_000
"""Milliseconds: what is shorter rounds to nothing."""
Visit = Callable[..., Page]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = open_house(tmp_path / "work", with_demo=False)
    surroundings = {**os.environ, "TWINHELM_HOME": str(house.home), "TWINHELM_DEVELOPMENT": "1"}
    command = [sys.executable, "-m", "tests.journeys.world_of_work"]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    yield house
    house.stop()
    assert done.returncode == 0, done.stderr


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """As Trello exports it: six open cards, nobody on them."""
    cards = [
        {"id": f"c{n}", "name": name, "desc": f"{name}, phone first.", "idList": "l1", "closed": False, "pos": n}
        for n, name in enumerate((*CARDS, LEFT), start=1)
    ]
    lists = [{"id": "l1", "name": "Backlog", "closed": False, "pos": 1}]
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"id": "b1", "name": "Order page", "lists": lists, "cards": cards, "labels": []}))
    return path


def as_member(visit: Visit, house: House, email: str) -> Page:
    page = visit(house)
    page.set_default_timeout(60_000)
    sign_in(page, email, PASSWORD)
    return page


def look(page: Page, address: str = "") -> None:
    """Goes there if it is told where; the page must be there, and accessible."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"
    assert axe_faults(page) == [], page.url


def test_a_board_comes_in_and_is_given_understood_timed_and_found_in_the_split(house: House, visit: Visit, board: Path):
    pim = as_member(visit, house, PIM)
    bring_in(pim, board)
    give_five(pim)
    dee = as_member(visit, house, DEE)
    task = ask_instead_of_answering(dee)
    reply(pim, task)
    answer(dee, task)
    confirm(pim, task)
    time_it(dee, task)
    see_the_hours(as_member(visit, house, ODA))


def bring_in(pim: Page, board: Path) -> None:
    look(pim, "/tasks/import/")
    pim.get_by_label("Drop a file here, or choose one").set_input_files(board)
    pim.get_by_role("button", name="Look at it…").click()
    expect(pim.locator("main")).to_contain_text("6 new tasks")
    look(pim)
    pim.get_by_label("Project", exact=True).select_option(label="Alder Bakery · Order page")
    pim.get_by_role("button", name="Look again with these").click()
    pim.get_by_role("button", name="Bring in 6 rows").click()
    expect(pim.locator("main")).to_contain_text("6 tasks came in on Order page.")
    look(pim)


def give_five(pim: Page) -> None:
    look(pim, "/tasks/")
    for name in CARDS:
        pim.get_by_role("checkbox", name=f"Choose “{name}”").check()
    look(pim)
    pim.get_by_label("Who does it").locator("visible=true").last.select_option(label="Dee Okafor")
    pim.get_by_role("button", name="Change", exact=True).click()
    for name in CARDS:
        row = pim.get_by_role("row").filter(has_text=name)
        expect(row).to_contain_text("Dee")
        expect(row).to_contain_text("unread")
    expect(pim.get_by_role("row").filter(has_text=LEFT)).not_to_contain_text("Dee")


def ask_instead_of_answering(dee: Page) -> str:
    look(dee, "/my-work/")
    dee.locator("main").get_by_role("link", name=CARDS[0]).first.click()
    expect(dee.get_by_role("heading", level=1)).to_contain_text(CARDS[0])
    expect(dee.locator("#understanding")).to_contain_text("has not answered")
    look(dee)
    dee.get_by_label("Or ask a question").fill("Do bakeries order before noon only?")
    dee.get_by_role("button", name="Ask", exact=True).click()
    expect(dee.locator("#understanding")).to_contain_text("asks back")
    look(dee)
    return dee.url.split("#")[0].split("?")[0]


def reply(pim: Page, task: str) -> None:
    look(pim, task)
    understanding = pim.locator("#understanding")
    expect(understanding).to_contain_text("Do bakeries order before noon only?")
    understanding.get_by_label("Your answer").fill("Until eleven. After that the page says when the next oven starts.")
    understanding.get_by_role("button", name="Answer", exact=True).click()
    expect(understanding).to_contain_text("Until eleven.")


def answer(dee: Page, task: str) -> None:
    look(dee, task)
    understanding = dee.locator("#understanding")
    expect(understanding).to_contain_text("Until eleven.")
    understanding.get_by_label("What will you deliver?").fill("A page where bakeries order until eleven.")
    understanding.get_by_label("How will it be checked?").fill(
        "Marta orders from her phone, at half past ten and at noon."
    )
    understanding.get_by_role("button", name="Answer", exact=True).click()
    expect(understanding).to_contain_text("to confirm")


def confirm(pim: Page, task: str) -> None:
    look(pim, task)
    expect(pim.locator("#understanding")).to_contain_text("Marta orders from her phone")
    pim.get_by_role("button", name=re.compile("^Confirm: ready")).click()
    expect(pim.locator("#understanding")).to_contain_text("understood")
    look(pim, "/tasks/")
    expect(pim.get_by_role("row").filter(has_text=CARDS[0])).to_contain_text("understood")
    expect(pim.get_by_role("row").filter(has_text=CARDS[1])).to_contain_text("unread")


def time_it(dee: Page, task: str) -> None:
    """By the timer; then an hour and a half more, typed into its row of the week."""
    look(dee, task)
    expect(dee.locator("#understanding")).to_contain_text("Ready: Dee answered, Pim confirmed")
    dee.locator("main").get_by_role("button", name=re.compile("^Start a timer")).first.click()
    expect(dee.get_by_role("group", name="Timer")).to_contain_text(CARDS[0])
    look(dee)
    dee.wait_for_timeout(MORE_THAN_HALF_A_MINUTE)
    dee.get_by_role("group", name="Timer").get_by_role("button", name="Stop").click()
    expect(dee.get_by_role("group", name="Timer")).to_have_count(0)
    look(dee, "/time/")
    row = dee.locator(".times-cells tbody tr").filter(has_text=CARDS[0])
    expect(row).to_contain_text("Alder Bakery")
    expect(dee.locator(".times-day")).to_contain_text(CARDS[0])
    cell = row.locator("input.times-cell:not([value=''])").first
    cell.fill("1:30")
    cell.press("Enter")
    expect(row.locator("td").last).to_contain_text("1 h 30")
    look(dee)


def see_the_hours(oda: Page) -> None:
    """The worker follows beside us; until then nothing is known of anybody's week."""
    wing = oda.locator("svg.wing[aria-label*='Dee Okafor'], svg.wing[aria-label*='Dee']")
    hours = re.compile(r"Dee.*\b1\.5 hours")
    look_until(oda, "/split/", lambda: any(hours.search(one.get_attribute("aria-label") or "") for one in wing.all()))
    look(oda)
    look(oda, "/entries/")
    expect(oda.locator("table.entries")).to_contain_text(CARDS[0])
    expect(oda.locator("table.entries")).to_contain_text("Order page")
