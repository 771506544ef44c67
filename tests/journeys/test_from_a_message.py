"""What a client wrote becomes a task with the words that matter, and time on it is one click away."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, sign_in

PASSWORD = "two helms, one ship"
MARK_THE_FIRST_WORDS = """article => {
    const body = article.querySelector('.msg-in p:not(.msg-to), .msg-in pre, .msg-text') ?? article.querySelector('.msg-in');
    const range = document.createRange();
    range.selectNodeContents(body);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString().trim().slice(0, 30);
}"""


def test_words_of_a_mail_become_a_task_that_leads_back_and_time_is_booked_on_it(northlight: House, visit) -> None:
    page: Page = visit(northlight)
    sign_in(page, "ana@northlight.example", PASSWORD)
    page.goto("/conversations/")
    page.locator("main a[href^='/conversations/']").filter(has=page.locator("b, .cut")).first.click()
    message = page.locator("article.msg").filter(has=page.locator("details[open]")).last
    expect(message.get_by_role("link", name="Make a task of this")).to_be_visible()
    assert axe_faults(page) == []
    words = message.evaluate(MARK_THE_FIRST_WORDS)
    message.get_by_role("link", name="Make a task of this").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make a task of this")
    expect(page.get_by_label("What is wanted")).to_have_value(re.compile(re.escape(words.split("\n")[0][:20])))
    assert axe_faults(page) == []
    page.get_by_label("What is to be done").fill("Answer to what they wrote")
    page.get_by_label("Project", exact=True).select_option(index=1)
    page.get_by_role("button", name="Make the task").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answer to what they wrote")
    page.locator("#brief").get_by_text("Comes from").locator("xpath=following::a[1]").click()
    expect(page.locator("#of-talk")).to_contain_text("Answer to what they wrote")
    page.locator("#of-talk").get_by_role("button", name="Start a timer").click()
    expect(page.get_by_role("group", name="Timer")).to_be_visible()
    page.get_by_role("group", name="Timer").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("group", name="Timer")).to_have_count(0)
