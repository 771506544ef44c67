"""A running product with the demo agency, and a real Chromium to walk through it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TWINHELM = str(Path(sys.executable).parent / "twinhelm")
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = os.environ.get("TWINHELM_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "two helms, one ship"
expect.set_options(timeout=20_000)
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class House:
    """A served product: its address, its folder and its processes."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for test in items:
        if "journeys" in Path(test.fspath).parts:
            test.add_marker(pytest.mark.journey)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def twinhelm(surroundings: dict[str, str], *words: str) -> str:
    command = [TWINHELM, *words]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def open_house(home: Path, *, with_demo: bool, own: dict[str, str] | None = None) -> House:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TWINHELM_")},
        "TWINHELM_HOME": str(home),
        "TWINHELM_SITE_URL": url,
        "TWINHELM_DEVELOPMENT": "1",
        **(own or {}),
    }
    twinhelm(surroundings, "migrate")
    if with_demo:
        twinhelm(surroundings, "demo")
    command = [TWINHELM, "serve", "--port", str(port), "--with-worker"]
    house = House(url, home, subprocess.Popen(command, env=surroundings, cwd=ROOT))
    wait_until_served(house)
    return house


def wait_until_served(house: House) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        assert house.process.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(house.url + "/health", timeout=2).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {house.url}")


@pytest.fixture(scope="session")
def northlight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo agency; tests that change it leave what others look at as it was."""
    house = open_house(tmp_path_factory.mktemp("northlight"), with_demo=True)
    yield house
    house.stop()


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """A fresh installation, with nobody in it."""
    house = open_house(tmp_path / "empty", with_demo=False)
    yield house
    house.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own; what the browser complained about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(house: House, *, width: int = 1440, theme: str = "light", touch: bool = False) -> Page:
        context = chromium.new_context(
            base_url=house.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=touch,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints, complaints


def is_complaint(kind: str, text: str) -> bool:
    """The browser logs each 4xx answer as an error; those are answers, not faults."""
    return kind == "error" and not re.search(r"(status of|Status Error Code) 4\d\d", text)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector("main")


def axe_faults(page: Page) -> list[str]:
    """WCAG 2.2 AA faults of the page as it stands, one sentence each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARD)
    return [
        f"{fault['id']}: {node['html'][:160]} ({fault['help']})"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
