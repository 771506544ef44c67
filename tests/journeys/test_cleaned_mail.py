"""Cleaned mail in a real Chromium, without the policies that would stop it if the cleaning failed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from twinhelm.letters import clean, with_pictures
from twinhelm.letters.tests.payloads import PAYLOADS

HERE = "http://cleaned.example/"
START = "<!doctype html><html><head><script>window.hits = 0; function hit() { window.hits++ }</script></head><body>"


@pytest.fixture
def asked(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page of our own and what it has asked other places for."""
    context = chromium.new_context()
    page, asked = context.new_page(), []

    def answer(route):
        if route.request.url == HERE:
            route.fulfill(content_type="text/html", body=START)
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    page.goto(HERE)
    yield page, asked
    context.close()


def show(page: Page, pieces: list[str]) -> None:
    """Each as it would be set by a script, and each as it would be written into the page."""
    page.evaluate(
        """async pieces => {
            for (const piece of pieces) {
                const place = document.createElement("div"); document.body.append(place); place.innerHTML = piece
                const frame = document.createElement("iframe"); frame.srcdoc =
                    `<script>function hit() { parent.hits++ }</` + `script>${piece}`
                document.body.append(frame)
                await new Promise(done => frame.addEventListener("load", done))
                frame.remove()
                place.querySelectorAll("*").forEach(one => { one.dispatchEvent(new Event("mouseover")); one.focus?.() })
                place.remove()
            }
            await new Promise(done => setTimeout(done, 300))
        }""",
        pieces,
    )


def test_a_payload_that_is_not_cleaned_is_noticed(asked):
    page, elsewhere = asked
    show(page, ["<img src=x onerror=hit()>", "<img src=//away.example/x>"])
    assert page.evaluate("hits") >= 1
    assert any("away.example" in url for url in elsewhere)


def test_nothing_runs_and_nothing_is_fetched(asked):
    page, elsewhere = asked
    joined = [clean(payload) for payload in PAYLOADS]
    show(page, ["".join(joined[first : first + 20]) for first in range(0, len(joined), 20)])
    assert page.evaluate("hits") == 0
    assert elsewhere == []


def test_with_pictures_only_pictures_are_fetched(asked):
    page, elsewhere = asked
    pieces = [with_pictures(clean(payload)) for payload in [*PAYLOADS, '<img src="https://shown.example/a.png">']]
    show(page, ["".join(pieces[first : first + 20]) for first in range(0, len(pieces), 20)])
    assert page.evaluate("hits") == 0
    assert {url.partition("?")[0] for url in elsewhere} == {"https://shown.example/a.png"}
