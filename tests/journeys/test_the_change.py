"""The change as an owner, a new lead and a client walk it: from the decision to stable, back again, and on paper."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, House, axe_faults, open_house, sign_in
from tests.journeys.test_first_steps import look_until
from tests.parts.mail_sink import MailSink
from twinhelm.people.testing import PASSWORD

OWNER = "oda@northlight.example"
ODA, ANA, PIM = (f"{name}@northlight.example" for name in ("oda.lindqvist", "ana.reyes", "pim.de.wit"))
LINK = re.compile(r"https?://\S+/for-you/open/[\w-]+/?")
PATIENCE = 10_000
"""Milliseconds."""
Visit = Callable[..., Page]


@pytest.fixture
def house(tmp_path: Path, mail_sink: MailSink) -> Iterator[House]:
    """A small world whose mail goes to the sink."""
    own = {"TWINHELM_EMAIL_URL": mail_sink.url, "TWINHELM_INSIDE_HOSTS": "localhost,127.0.0.1"}
    house = open_house(tmp_path / "change", with_demo=False, own=own)
    surroundings = {**os.environ, **own, "TWINHELM_HOME": str(house.home), "TWINHELM_DEVELOPMENT": "1"}
    command = [sys.executable, "-m", "tests.journeys.world_of_change", str(mail_sink.port)]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    yield house
    house.stop()
    assert done.returncode == 0, done.stderr


def look(page: Page, address: str = "") -> None:
    """Goes there if it is told where; the page must be there, and accessible."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"
    assert axe_faults(page) == [], page.url


def as_member(visit: Visit, house: House, email: str) -> Page:
    page = visit(house)
    page.set_default_timeout(PATIENCE)
    sign_in(page, email, PASSWORD)
    return page


def open_way(page: Page, client: str) -> str:
    page.goto("/transition/table/")
    page.locator("main table").get_by_role("link", name=client).first.click()
    page.wait_for_url(re.compile(r"/transition/clients/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(client)
    return page.url


def say(page: Page, sentence: str) -> None:
    """A line that a person confirms."""
    page.get_by_role("button", name=sentence, pressed=False).click()
    expect(page.get_by_role("button", name=sentence, pressed=True)).to_be_visible()


def go_on(page: Page, way: str, step: str) -> None:
    page.goto(way)
    page.get_by_role("button", name=f"Go on: {step}").click()
    expect(page.locator(".lede")).to_contain_text(step)
    look(page)


def go_on_all_the_same(page: Page, way: str, why: str, step: str) -> None:
    page.goto(way)
    page.get_by_role("button", name="Go on all the same…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why it goes on all the same").fill(why)
    look(page)
    dialog.get_by_role("button", name="Go on all the same").click()
    expect(page.locator(".lede")).to_contain_text(step)
    expect(page.locator("main")).to_contain_text(why)
    look(page)


def test_from_the_decision_to_stable_with_the_client_at_the_other_end(house: House, visit: Visit, mail_sink: MailSink):
    oda, ana, pim = (as_member(visit, house, email) for email in (ODA, ANA, PIM))
    way = open_way(ana, "Alder Bakery")
    say_yes(ana, pim, way)
    write(ana, way)
    read(oda, way)
    mail = send(ana, way, mail_sink)
    marta = enter(visit(house), mail)
    acknowledge_and_worry(marta)
    settle(ana, way, marta)
    go_on(ana, way, "Introduce")
    say(ana, "Alder Bakery has met Ana and Pim")
    go_on(ana, way, "Shadow")
    go_on_all_the_same(ana, way, "They have known each other for years", "Hand over")
    take_over(oda, ana, pim, way)
    go_on_all_the_same(ana, way, "They asked for it a week earlier", "Check in")
    check_in(oda, ana, way)
    go_on_all_the_same(ana, way, "Marta said it on the phone", "Stable")
    go_on_all_the_same(oda, way, "Everybody agrees", "Six-month review")


def say_yes(ana: Page, pim: Page, way: str) -> None:
    """Each for themselves; who led until now is told first."""
    look(ana)
    go_on(ana, way, "Brief inside")
    say(ana, "Ana knows, and has said yes")
    pim.goto(way)
    say(pim, "Pim knows, and has said yes")
    say(pim, "Jonas heard it from us first")
    go_on(ana, way, "Tell the client")


def write(ana: Page, way: str) -> None:
    ana.goto(way)
    ana.get_by_role("button", name="Begin", exact=True).click()
    look(ana)
    ana.get_by_label("Subject", exact=True).fill("Two people for Alder instead of one")
    ana.get_by_label("Reason").fill("One person answered you and steered the build at the same time.")
    ana.get_by_label("Benefit to you").fill("Somebody is there for every call of the bakery.")
    ana.get_by_label("Way forward").fill("Nothing stops. We look at the oven shop together.")
    ana.get_by_role("button", name="Keep", exact=True).click()
    expect(ana.locator("main")).to_contain_text("We look at the oven shop together.")
    ana.get_by_label("Who reads it").select_option(label="Oda Lindqvist")
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.locator("main")).to_contain_text("Waits for Oda.")
    look(ana)


def read(oda: Page, way: str) -> None:
    """By somebody else than who wrote it."""
    oda.goto(way)
    oda.get_by_role("link", name="Read it…").click()
    look(oda)
    oda.get_by_role("button", name="Fine as it is").click()
    expect(oda.locator("main")).to_contain_text("Oda read it on")


def send(ana: Page, way: str, mail_sink: MailSink) -> EmailMessage:
    ana.goto(way)
    ana.get_by_role("link", name="Plan or send…").click()
    if ana.get_by_role("button", name="Send now…").count() == 0:
        ana.get_by_role("checkbox", name=re.compile("Marta")).check()
        ana.get_by_role("button", name="Keep who gets it").click()
    ana.get_by_role("button", name="Send now…").click()
    look(ana)
    ana.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    letter = ana.url
    look_until(ana, letter, lambda: bool(mail_sink.mails))
    [taken] = mail_sink.mails
    assert "marta@alder.example" in taken.recipients
    look(ana, letter)
    return message_from_bytes(taken.content, _class=EmailMessage, policy=policy.default)


def enter(page: Page, mail: EmailMessage) -> Page:
    """The link alone opens nothing: whoever reads mails ahead must not use it up."""
    assert mail["From"].addresses[0].addr_spec == "ana@northlight.example"
    assert mail["Subject"] == "Two people for Alder instead of one"
    body = mail.get_body(("plain",))
    assert body
    assert "We look at the oven shop together." in body.get_content()
    link = LINK.search(body.get_content())
    assert link, body.get_content()
    look(page, link[0])
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people for Alder Bakery")
    expect(page.locator("main")).to_contain_text("Ana Reyes")
    expect(page.locator("main")).to_contain_text("Pim de Wit")
    look(page)
    return page


def acknowledge_and_worry(marta: Page) -> None:
    marta.get_by_role("button", name="Fine, I have read this").click()
    expect(marta.locator("#said")).to_contain_text("You read this on")
    marta.locator("summary", has_text="Something worries me").click()
    marta.locator("#said textarea").fill("Who answers us on Saturdays?")
    look(marta)
    marta.get_by_role("button", name="Send", exact=True).click()
    expect(marta.locator("#said")).to_contain_text("Who answers us on Saturdays?")
    look(marta)


def settle(ana: Page, way: str, marta: Page) -> None:
    """The way stands still, and a conversation has begun, until somebody settles it."""
    look(ana, way)
    expect(ana.locator(".lede")).to_contain_text("Stopped")
    expect(ana.get_by_role("button", name="Go on: Introduce")).to_have_count(0)
    look(ana, f"{way}said/")
    conversation = ana.locator(".said-worry").get_by_role("link", name="Conversation").get_attribute("href")
    assert conversation
    look(ana, conversation)
    expect(ana.locator("main")).to_contain_text("Who answers us on Saturdays?")
    ana.goto(f"{way}said/")
    ana.get_by_label("How it was settled").fill("Ana answers on Saturdays until Christmas.")
    ana.get_by_role("button", name="Settle it").click()
    expect(ana.locator(".said-worry")).to_contain_text("Ana Reyes settled it")
    marta.reload()
    expect(marta.locator("#said")).to_contain_text("That is settled.")
    ana.goto(way)
    if ana.get_by_role("button", name="Let it go on").count():
        ana.get_by_role("button", name="Let it go on").click()
    expect(ana.locator(".lede")).to_contain_text("Tell the client")


def take_over(oda: Page, ana: Page, pim: Page, way: str) -> None:
    """Each accepts what comes to them; the new account lead says how they find the relationship."""
    for page in (ana, pim):
        look(page, f"{way}hand-over/")
        while (accept := page.get_by_role("button", name=re.compile("^Accept: "))).count():
            before = accept.count()
            accept.first.click()
            expect(accept).to_have_count(before - 1)
    oda.goto(f"{way}hand-over/")
    expect(oda.get_by_role("button", name=re.compile("^Accept: "))).to_have_count(0)
    ana.goto(f"{way}hand-over/")
    expect(ana.locator("main")).to_contain_text("Opening times of Alder Bakery")
    ana.locator("#rating input[type=radio]").nth(3).check(force=True)
    ana.get_by_label("In your words").fill("Warm, and in a hurry.")
    ana.locator("#rating").get_by_role("button", name="Keep").click()
    expect(ana.locator("#rating")).to_contain_text("Warm, and in a hurry.")
    look(ana)


def check_in(oda: Page, ana: Page, way: str) -> None:
    """By somebody else than who leads the account; she reads that it was, and not what was said."""
    look(oda, f"{way}check-in/")
    oda.get_by_role("radio").nth(1).check(force=True)
    oda.get_by_label("What they said").fill("She misses Jonas a little.")
    oda.get_by_role("button", name="Note it").click()
    look(oda, f"{way}check-in/")
    expect(oda.locator("main")).to_contain_text("She misses Jonas a little.")
    look(ana, f"{way}check-in/")
    expect(ana.locator("main")).to_contain_text("Oda")
    expect(ana.locator("main")).not_to_contain_text("She misses Jonas a little.")


def test_rolling_back_says_what_will_happen_and_then_the_former_lead_leads_again(house: House, visit: Visit):
    oda = as_member(visit, house, ODA)
    way = open_way(oda, "Birch Outdoors")
    oda.get_by_role("link", name="Roll back…").first.click()
    expect(oda.get_by_role("heading", name="What will happen")).to_be_visible()
    expect(oda.locator(".preview")).to_contain_text("Jonas")
    look(oda)
    oda.get_by_label("Why").fill("They asked for Jonas.")
    oda.get_by_role("button", name="Roll it back").click()
    look(oda, way)
    expect(oda.locator(".lede")).to_contain_text("Rolled back")
    oda.get_by_role("link", name="The client’s page").first.click()
    expect(oda.locator("main")).to_contain_text("Jonas Vik")
    look(oda)


def test_more_than_half_way_leads_to_the_board_and_to_who_is_stuck(northlight: House, visit: Visit):
    page = visit(northlight)
    sign_in(page, OWNER)
    expect(page.locator(".lede")).to_contain_text("More than half-way. 19 of 34 clients are through.")
    expect(page.locator("main")).to_contain_text("1 client is stuck")
    assert axe_faults(page) == []
    page.get_by_role("link", name="Open the board").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The change, client by client")
    assert axe_faults(page) == []
    page.goto("/")
    page.locator("main").get_by_role("link", name="Pallas").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pallas")
    assert axe_faults(page) == []


def test_the_six_month_review_of_the_first_wave_is_printed(northlight: House, visit: Visit):
    page = visit(northlight)
    sign_in(page, OWNER)
    look(page, "/transition/reviews/")
    page.locator("main").get_by_role("link", name=re.compile("Wave 1")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wave 1, six months on")
    look(page)
    paper = page.get_by_role("link", name="Print as PDF").get_attribute("href")
    assert paper
    answer = page.request.get(paper)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
