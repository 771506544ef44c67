"""How long the quadrant of 1,000 clients takes: in the server by Django's test client, and in Chromium until it is painted.

Run with the browser assets built: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/quadrant.py
"""

import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver,127.0.0.1")

import django

CLIENTS, ROUNDS = 1000, 15
MADE_AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
CHROMIUM = os.environ.get("TWINHELM_CHROMIUM", "/usr/bin/chromium")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
PAINTED = """() => new Promise(done => {
  const picture = document.querySelector("th-quadrant"), place = picture.parentElement, next = picture.nextSibling
  picture.remove()
  const tasks = []
  new PerformanceObserver(list => tasks.push(...list.getEntries().map(one => one.duration))).observe({entryTypes: ["longtask"]})
  requestAnimationFrame(() => setTimeout(() => {
    const text = picture.outerHTML, began = performance.now()
    const template = document.createElement("template")
    template.innerHTML = text
    place.insertBefore(template.content, next)
    const parsed = performance.now()
    document.querySelector(".quad-chart").getBoundingClientRect()
    const laidOut = performance.now()
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        const painted = performance.now()
        setTimeout(() => done({parsed: parsed - began, laidOut: laidOut - began, painted: painted - began, tasks}), 100)
      }
      channel.port2.postMessage(0)
    })
  }))
})"""
LOADED = """() => {
  const paints = Object.fromEntries(performance.getEntriesByType("paint").map(one => [one.name, one.startTime]))
  const page = performance.getEntriesByType("navigation")[0]
  return {answered: page.responseEnd - page.requestStart, painted: paints["first-contentful-paint"] - page.responseEnd}
}"""


def fill() -> Any:
    from twinhelm.clients.models import Client, ClientLead
    from twinhelm.inventory.models import Need
    from twinhelm.people.testing import a_member, an_owner

    dice = random.Random(4)
    oda = an_owner()
    people = [a_member(f"Member {number}", email=None) for number in range(40)]
    modes = ("client_led", "production_led", "hybrid")
    clients = Client.objects.bulk_create(
        Client(name=f"Client number {number}", mode=modes[number % 3], made_by=oda, made_at=MADE_AT)
        for number in range(CLIENTS)
    )
    decided = {"from_on": date(2026, 1, 5), "reason": "Knows them", "decided_by": oda, "decided_at": MADE_AT}
    ClientLead.objects.bulk_create(
        ClientLead(client=client, part=part, member=people[(number + shift) % 40], **decided)
        for number, client in enumerate(clients)
        for shift, part in enumerate(("account", "production"))
    )
    Need.objects.bulk_create(
        Need(
            client=client, first_on=date(2026, 8, 17), last_on=date(2026, 11, 15), counted_at=MADE_AT,
            communication=dice.randrange(101), complexity=dice.randrange(101), weekly_minutes=dice.randrange(30, 900),
            weeks_known=13,
        )
        for client in clients
    )  # fmt: skip
    return oda


def cpu(act: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def in_server(browser: Any) -> None:
    for path in ("/inventory/", "/inventory/?client=1", "/inventory/?as=table"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        print(
            f"server CPU {path:24} {cpu(lambda path=path: browser.get(path)):6.1f} ms, {len(answer.content) // 1000} kB"
        )


def in_browser(session: str) -> None:
    from playwright.sync_api import sync_playwright

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    twinhelm = str(Path(sys.executable).parent / "twinhelm")
    surroundings = os.environ | {"TWINHELM_SITE_URL": f"http://127.0.0.1:{port}"}
    served = subprocess.Popen([twinhelm, "serve", "--port", str(port)], env=surroundings)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            context = chromium.new_context(viewport={"width": 1440, "height": 1200}, reduced_motion="reduce")
            context.add_cookies([{"name": "twinhelm", "value": session, "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            report(page, f"http://127.0.0.1:{port}/inventory/")
    finally:
        served.terminate()
        served.wait()


def wait_for(url: str) -> None:
    for _try in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {url}")


def report(page: Any, url: str) -> None:
    loads, draws, spent = [], [], []
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    browser.send("Performance.enable")
    for _round in range(ROUNDS):
        page.goto(url)
        page.wait_for_selector("a.qm[tabindex='0']")
        loads.append(page.evaluate(LOADED))
        before = cpu_of(browser)
        draws.append(page.evaluate(PAINTED))
        spent.append(cpu_of(browser) - before)
    marks, nodes = (page.locator(what).count() for what in ("a.qm", "th-quadrant *"))
    print(f"{marks} marks, {nodes} elements in the picture and panel; median and worst of {ROUNDS}")
    for name in ("answered", "painted"):
        show(f"whole page: {name}", [one[name] for one in loads])
    for name in ("parsed", "laidOut", "painted"):
        show(f"picture alone: {name}", [one[name] for one in draws])
    show("picture alone: CPU of the page", spent)
    show("picture alone: longest task", [max(one["tasks"], default=0) for one in draws])


def cpu_of(browser: Any) -> float:
    """What the page's main thread has spent so far, taking the picture out and putting it back included."""
    metrics = {one["name"]: one["value"] for one in browser.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"] * 1000)


def show(name: str, times: list[float]) -> None:
    print(f"{name:32} {statistics.median(times):6.1f} ms, worst {max(times):6.1f}")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import Client as Browser

    call_command("migrate", verbosity=0)
    oda = fill()
    browser = Browser()
    browser.force_login(oda, backend="allauth.account.auth_backends.AuthenticationBackend")
    in_server(browser)
    in_browser(browser.cookies["twinhelm"].value)


if __name__ == "__main__":
    main()
