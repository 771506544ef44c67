"""Board and timeline: CPU and size of the pages, then how long a real Chromium draws 1,000 cards, and its frames while one is dragged.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/pictures.py (PAGES=1: only the pages; PAGES=0: only the browser)
Where Chromium is elsewhere: TWINHELM_CHROMIUM=/path/to/chromium
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any
from urllib.request import urlopen

from tasks import MADE_AT, TASKS, begin, browser_of, cpu, fill

CARDS, BARS, PORT = 1000, 500, 8977
ROUNDS = 7
PASSWORD = "two helms, one ship"
FRAMES = """() => { window.frames_ = []; let last = performance.now();
    const tick = now => { window.frames_.push(now - last); last = now; window.ticking = requestAnimationFrame(tick); };
    window.ticking = requestAnimationFrame(tick); }"""
DRAWN = """() => { const sent = performance.getEntriesByType('navigation')[0].responseEnd;
    const look = () => document.querySelector('%s')
        ? requestAnimationFrame(() => { window.drawn = performance.now() - sent; }) : requestAnimationFrame(look);
    look(); }"""


def a_big_project(agency: Any, name: str, count: int) -> Any:
    """Open tasks in a row, each but the first waiting for the one before it."""
    from twinhelm.clients.models import Client
    from twinhelm.projects.models import Project
    from twinhelm.tasks.models import Dependency, Task

    made = {"made_by": agency.oda, "made_at": MADE_AT}
    project = Project.objects.create(client=Client.objects.first(), name=name, state="active", **made)
    states = ("to_do", "doing", "checking")
    tasks = Task.objects.bulk_create(
        Task(
            project=project,
            title=f"Draw part {number} of the order page",
            state=states[number % 3],
            assignee=agency.people[number % len(agency.people)],
            understanding="ready",
            starts_on=date(2026, 10, 1) + timedelta(days=number // 3),
            due_on=date(2026, 10, 5) + timedelta(days=number // 3),
            estimated_minutes=300,
            position=1024 * (number + 1),
            changed_at=MADE_AT,
            **made,
        )
        for number in range(count)
    )
    Dependency.objects.bulk_create(
        Dependency(before=a, after=b, **made) for a, b in zip(tasks[::3], tasks[1::3], strict=False)
    )
    return project


def pages(agency: Any, board: Any, timeline: Any) -> None:
    addresses = {
        f"timeline of {BARS} tasks": f"/tasks/timeline/?project={timeline.pk}",
        f"board of {CARDS} cards": f"/tasks/board/?project={board.pk}",
        f"list, all of {TASKS:,}": "/tasks/",
        "list of a project": f"/tasks/?project={agency.projects[7].pk}",
        "one task": f"/tasks/{timeline.pk}/",
        "not understood": "/tasks/unclear/",
        "a maker’s work": f"/my-work/{agency.people[3].pk}/",
        "timesheet": "/time/",
    }
    browser = browser_of(agency.oda)
    for name, address in addresses.items():
        answer = browser.get(address)
        spent = cpu(lambda a=address: browser.get(a), 15)
        print(f"{name:28} {answer.status_code} {len(answer.content) / 1000:7.1f} kB {spent:7.1f} ms")


def in_a_browser(agency: Any, board: Any, timeline: Any) -> None:
    from playwright.sync_api import sync_playwright

    agency.oda.set_password(PASSWORD)
    agency.oda.save()
    command = [sys.executable, "-m", "django", "serve", "--port", str(PORT)]
    server = subprocess.Popen(
        command,
        env={
            **os.environ,
            "TWINHELM_DEVELOPMENT": "1",
            "TWINHELM_SITE_URL": f"http://127.0.0.1:{PORT}",
            "TWINHELM_ALLOWED_HOSTS": "127.0.0.1",
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{PORT}/sign-in/")
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu"]
            chromium = os.environ.get("TWINHELM_CHROMIUM", "/usr/bin/chromium")
            window = playwright.chromium.launch(executable_path=chromium, args=flags)
            page = window.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.goto(f"http://127.0.0.1:{PORT}/sign-in/")
            page.fill("input[name=login]", agency.oda.email)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_selector("main")
            draw(page, f"board of {CARDS}", f"/tasks/board/?project={board.pk}", ".bd-card")
            drag(page)
            draw(page, f"timeline of {BARS}", f"/tasks/timeline/?project={timeline.pk}", ".tl-bar, .tl-row")
            window.close()
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    for _second in range(60):
        try:
            urlopen(address)
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("The server did not answer within a minute.")


def draw(page: Any, name: str, address: str, wanted: str) -> None:
    """From the last byte of the page to the frame that shows it."""
    page.add_init_script(f"({DRAWN % wanted})()")
    taken = []
    for _round in range(ROUNDS):
        page.goto(f"http://127.0.0.1:{PORT}{address}")
        page.wait_for_function("window.drawn")
        taken.append(page.evaluate("window.drawn"))
    drawn = page.locator(wanted).count()
    print(f"{name:20} {statistics.median(taken):6.0f} ms to its frame, {max(taken):.0f} at worst, {drawn} drawn")


def drag(page: Any) -> None:
    """Two seconds across the columns and down."""
    box = page.locator(".bd-card").first.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 20)
    page.evaluate(FRAMES)
    began = time.monotonic()
    for step in range(120):
        page.mouse.move(box["x"] + 60 + step * 5, box["y"] + 20 + step * 3)
        time.sleep(max(0.0, began + (step + 1) / 60 - time.monotonic()))
    over = page.evaluate("document.querySelectorAll('.is-over, .is-dragged, [data-dragged]').length")
    frames = page.evaluate("() => { cancelAnimationFrame(window.ticking); return window.frames_; }")
    page.mouse.up()
    frames = sorted(frames[2:])
    late = sum(1 for one in frames if one > 25)
    middle, worst = statistics.median(frames), frames[int(len(frames) * 0.95)]
    print(
        f"dragging             {len(frames)} frames, median {middle:.1f} ms, 95 % below {worst:.1f} ms, {late} late, {over} marked as dragged or dropped on"
    )


def main() -> None:
    begin()
    agency = fill()
    board, timeline = a_big_project(agency, "Board", CARDS), a_big_project(agency, "Timeline", BARS)
    if os.environ.get("PAGES") != "0":
        pages(agency, board, timeline)
    if os.environ.get("PAGES") != "1":
        in_a_browser(agency, board, timeline)


if __name__ == "__main__":
    main()
