"""The shell by keyboard, without script, and when the server says no."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, sign_in

OWNER = "oda@northlight.example"


def test_the_palette_goes_anywhere_by_keyboard_alone(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.keyboard.press("Control+k")
    page.keyboard.type("peo")
    expect(page.get_by_role("option", name="People").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/")


def test_a_place_has_its_two_keys_and_none_fires_while_typing(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/people/")
    page.locator("main input[name=q]").focus()
    page.keyboard.type("gs?")
    assert page.locator("main input[name=q]").input_value() == "gs?"
    assert page.locator("dialog[open]").count() == 0
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/split/")


def test_the_sheet_of_keys_names_what_works_here_and_gives_the_focus_back(
    northlight: House, visit: Callable[..., Page]
):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/_components/")
    page.get_by_role("button", name="Keys").focus()
    page.keyboard.press("?")
    sheet = page.locator("dialog[open]")
    expect(sheet).to_contain_text("Main act")
    expect(sheet).to_contain_text("Next row, row before")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keys")).to_be_focused()


def test_dark_is_there_before_the_first_paint_of_the_next_page(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.get_by_role("button", name="Appearance").click()
    page.locator("#appearance input[value=dark]").check(force=True)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    answer = page.goto("/people/")
    assert answer is not None
    assert 'data-theme="dark"' in answer.text()


def test_a_refusal_that_htmx_would_drop_is_said(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/people/")
    page.evaluate("htmx.ajax('GET', '/no-such-place/', {target: '#main', swap: 'innerHTML'})")
    expect(page.locator(".toast--alarm")).to_contain_text("The page has moved, never was, or is not for you to see.")
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def test_a_plain_form_goes_once_however_often_it_is_pressed(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("nobody@northlight.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.evaluate("""() => {
      const button = [...document.querySelectorAll('button')].find(one => one.textContent.trim() === 'Sign in');
      button.click(); button.click(); button.click();
    }""")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_j_and_k_walk_the_rows(northlight: House, visit: Callable[..., Page]):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/_components/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Internal: what Fjord really wants")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Alder: menu PDF again, talked it through")).to_be_focused()
