"""Light, dark, contrast and rows are remembered without script and without a flash."""

import pytest
from django.test import Client


def test_a_choice_without_script_is_on_the_next_page(db: None, browser: Client) -> None:
    answer = browser.post(
        "/appearance/", {"theme": "dark", "contrast": "more", "density": "compact", "next": "/sign-in/"}
    )
    assert answer.headers["Location"] == "/sign-in/"
    page = browser.get("/no-such-place/").text
    assert 'data-theme="dark"' in page
    assert 'data-contrast="more"' in page
    assert 'data-density="compact"' in page


def test_as_the_device_says_leaves_the_page_to_the_device(db: None, browser: Client) -> None:
    browser.post("/appearance/", {"theme": "dark"})
    browser.post("/appearance/", {"theme": ""})
    assert "data-theme" not in browser.get("/no-such-place/").text


def test_a_theme_that_nobody_offers_never_reaches_the_page(db: None, browser: Client) -> None:
    browser.cookies["theme"] = '"><script>'
    assert "><script>" not in browser.get("/no-such-place/").text
    browser.post("/appearance/", {"theme": "sepia"})
    assert browser.cookies["theme"].value == "none"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_site(db: None, browser: Client, elsewhere: str) -> None:
    assert browser.post("/appearance/", {"next": elsewhere}).headers["Location"] == "/"


def test_the_door_only_takes_posts(db: None, browser: Client) -> None:
    assert browser.get("/appearance/").status_code == 405
