"""Through the quadrant in a real browser: narrow, open, move, say why, take back, and the same by keyboard and by touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

Visit = Callable[..., Page]
MARKS = "a.qm"
WOKEN = "a.qm[tabindex='0']"


@pytest.fixture
def quadrant(northlight: House, visit: Visit) -> Callable[..., Page]:
    """Opens the picture for an owner; counts first where nobody has counted yet."""

    def open_picture(*, query: str = "", **window: object) -> Page:
        page = visit(northlight, **window)
        sign_in(page, "oda@northlight.example")
        page.goto("/inventory/")
        count = page.get_by_role("button", name="Count now")
        if count.is_visible():
            count.click()
            page.wait_for_timeout(500)
            for _try in range(60):
                page.goto("/inventory/")
                if page.locator(MARKS).count():
                    break
                page.wait_for_timeout(500)
        page.goto(f"/inventory/{query}")
        page.wait_for_selector(WOKEN)
        return page

    return open_picture


def marked(page: Page, name: str) -> Locator:
    return page.locator(f'{MARKS}[data-name="{name}"]')


def a_name(page: Page) -> str:
    """Of a mark that stands in the field, the last drawn: it lies on top."""
    named = page.eval_on_selector_all(
        MARKS, "all => all.filter(one => /^\\S+ \\S+$/.test(one.dataset.at)).map(one => one.dataset.name)"
    )
    return str(named[-1])


def middle(page: Page, name: str) -> tuple[float, float]:
    shape = marked(page, name).locator("> *").first
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, name: str, by: tuple[float, float]) -> None:
    x, y = middle(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=5)
    page.mouse.up()


def test_a_mark_is_moved_with_a_reason_and_taken_back_with_one_click(quadrant: Callable[..., Page]) -> None:
    page = quadrant()
    name = a_name(page)
    before = marked(page, name).get_attribute("data-at")
    drag(page, name, (90, -70))
    dialog = page.get_by_role("dialog", name=f"Why does {name} belong there?")
    dialog.get_by_role("textbox", name="Why").fill("They ask for a second shop from January")
    dialog.get_by_role("button", name="Overrule", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("stands where you put it")
    assert marked(page, name).get_attribute("data-at") != before
    expect(page.locator("#quad-panel")).to_contain_text("They ask for a second shop from January")
    expect(page.locator(".quad-trace")).not_to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".toast").last).to_contain_text("Taken back")
    assert marked(page, name).get_attribute("data-at") == before


def test_escape_and_a_refusal_leave_the_mark_where_it_was(quadrant: Callable[..., Page]) -> None:
    page = quadrant()
    name = a_name(page)
    drag(page, name, (60, -60))
    page.keyboard.press("Escape")
    expect(marked(page, name)).not_to_have_attribute("transform", re.compile(".+"))
    drag(page, name, (60, -60))
    page.get_by_role("textbox", name="Why").fill("   ")
    page.locator("#place form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Overrule", exact=True).click()
    expect(page.locator("#place .quad-refused")).to_be_visible()
    page.get_by_role("button", name="Leave it where it was").click()
    expect(marked(page, name)).not_to_have_attribute("transform", re.compile(".+"))


def test_everything_goes_by_keyboard(quadrant: Callable[..., Page]) -> None:
    page = quadrant()
    page.locator(WOKEN).focus()
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.dataset.name")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.name")
    assert first != second
    page.keyboard.press("Enter")
    expect(page.locator("#quad-chosen")).to_have_text(second)
    assert re.search(r"client=\d+", page.url)
    marked(page, second).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#told")).to_contain_text("Enter to say why")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=f"Why does {second} belong there?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(marked(page, second)).not_to_have_attribute("transform", re.compile(".+"))
    chosen = page.locator("#quad-chosen").inner_text()
    page.keyboard.press("j" if page.locator("#quad-panel [data-key=j]").count() else "k")
    expect(page.locator("#quad-chosen")).not_to_have_text(chosen)


def test_the_table_and_the_picture_say_the_same(quadrant: Callable[..., Page]) -> None:
    page = quadrant(query="?quarter=hybrid")
    drawn = page.eval_on_selector_all(MARKS, "all => all.map(one => one.dataset.name)")
    page.get_by_role("link", name="Table", exact=True).click()
    rows = page.locator("tbody th[scope=row] a").all_inner_texts()
    assert sorted(rows) == sorted(drawn)
    assert "quarter=hybrid" in page.url


def test_a_finger_opens_a_mark_and_moves_one_that_it_holds(quadrant: Callable[..., Page]) -> None:
    page = quadrant(width=360, touch=True)
    name = a_name(page)
    x, y = middle(page, name)
    page.touchscreen.tap(x, y)
    expect(page.locator("#quad-chosen")).to_be_visible()
    finger = page.context.new_cdp_session(page)
    x, y = middle(page, name)
    touch(finger, "touchStart", x, y)
    page.wait_for_timeout(500)
    touch(finger, "touchMove", x + 20, y - 10)
    touch(finger, "touchMove", x + 40, y - 30)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("dialog#place")).to_be_visible()


def touch(finger: CDPSession, kind: str, x: float, y: float) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def test_without_javascript_a_mark_leads_to_its_panel(
    quadrant: Callable[..., Page], chromium: Browser, northlight: House
) -> None:
    page = quadrant()
    cookies = page.context.cookies()
    context = chromium.new_context(base_url=northlight.url, java_script_enabled=False)
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto("/inventory/")
    href = plain.locator(MARKS).first.get_attribute("href")
    plain.goto(f"/inventory/{href}")
    assert plain.locator("#quad-chosen").inner_text()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_sound_at_every_width_and_in_both_themes(
    quadrant: Callable[..., Page], width: int, theme: str
) -> None:
    page = quadrant(width=width, theme=theme)
    page.goto(f"/inventory/{page.locator(MARKS).first.get_attribute('href')}")
    page.wait_for_selector(WOKEN)
    assert not axe_faults(page)
    assert not scrolls_sideways(page)
    page.goto("/inventory/?as=table")
    assert not axe_faults(page)
    assert not scrolls_sideways(page)
