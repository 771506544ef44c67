"""What every answer forbids the browser to do."""

import re

from django.test import Client

NOWHERE = "/no-such-place/"


def policy(browser: Client) -> dict[str, list[str]]:
    header = browser.get(NOWHERE).headers["Content-Security-Policy"]
    return {name: rest for name, *rest in (part.split() for part in header.split(";"))}


def test_nothing_may_be_loaded_but_what_is_named(db: None, browser: Client) -> None:
    found = policy(browser)
    assert found["default-src"] == ["'none'"]
    assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert found["connect-src"] == found["form-action"] == found["font-src"] == ["'self'"]


def test_only_scripts_with_this_answers_nonce_run(db: None, browser: Client) -> None:
    scripts = policy(browser)["script-src"]
    assert len(scripts) == 2
    assert scripts[0].startswith("'nonce-")
    assert scripts[1] == "'strict-dynamic'"
    assert "unsafe" not in browser.get(NOWHERE).headers["Content-Security-Policy"]


def test_the_nonce_of_the_page_is_the_one_in_the_header_and_never_the_same_twice(db: None, browser: Client) -> None:
    first, second = browser.get(NOWHERE), browser.get(NOWHERE)
    nonces = [re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1] for answer in (first, second)]
    assert nonces[0] != nonces[1]
    assert set(re.findall(r'nonce="([^"]+)"', first.text)) <= {nonces[0]}


def test_no_page_is_framed_sniffed_or_told_to_other_sites(db: None, browser: Client) -> None:
    headers = browser.get(NOWHERE).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]
