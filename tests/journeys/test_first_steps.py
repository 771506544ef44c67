"""The first hour: an empty house becomes an agency, its log is sorted, and a division lies on the table."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, House, axe_faults, scrolls_sideways, sign_in

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n".strip()
PEOPLE = [("Ulla Brandt", "ulla@brandt.example"), ("Tom Reed", "tom@brandt.example")]
CLEAR = [
    ["Phone call with the client", "Weekly status call", "QA on the checkout", "Quarterly lunch"],
    ["Assigning tickets to the team", "Bug hunting on the phone menu", "Phone call with the client", "Upload pictures"],
]
VAGUE = [
    first + last
    for first in ("Zum", "Plon", "Gri", "Mir", "Fjo", "Qui", "Sab", "Tar", "Wis", "Bru")
    for last in ("ka", "top", "vel", "dun", "sk")
]
DAYS = 25


def workdays() -> Iterator[datetime]:
    """The last five whole weeks."""
    today = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday() + 35)
    yield from (monday + timedelta(days=7 * (day // 5) + day % 5) for day in range(DAYS))


def toggl_log() -> bytes:
    """Two people, five weeks; one row with a date that is none, one that lasts less than nothing."""
    lines = [HEADER]
    for number, at in enumerate(workdays()):
        for whose, ((name, email), clear) in enumerate(zip(PEOPLE, CLEAR, strict=True)):
            texts = [*clear, VAGUE[2 * number + whose]]
            for place, text in enumerate(texts):
                start = at + timedelta(minutes=75 * place)
                end = start + timedelta(minutes=60)
                when = f"{start:%Y-%m-%d,%H:%M:%S},{end:%Y-%m-%d,%H:%M:%S},01:00:00"
                lines.append(f"{name},{email},Harbour Books,Relaunch,,{text},No,{when},")
    lines.append("Tom Reed,tom@brandt.example,Harbour Books,Relaunch,,Odd,No,2026-13-45,09:00:00,,,01:00:00,")
    lines.append("Tom Reed,tom@brandt.example,Harbour Books,Relaunch,,Odd,No,2026-10-05,09:00:00,,,-01:00:00,")
    return "\r\n".join(lines).encode()


def calendar() -> bytes:
    """A call a week, and one event whose start is no date."""
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:Weekly call with Harbour Books\r\n"
        f"DTSTART:{at:%Y%m%d}T160000Z\r\nDTEND:{at:%Y%m%d}T163000Z\r\nEND:VEVENT\r\n"
        for number, at in enumerate(list(workdays())[::5])
    ]
    broken = "BEGIN:VEVENT\r\nUID:broken\r\nSUMMARY:Broken one\r\nDTSTART:banana\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}{broken}END:VCALENDAR\r\n".encode()


def bring(page: Page, name: str, content: bytes) -> None:
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Look at it…").click()
    expect(page.get_by_role("button", name="Read it again")).to_be_visible(timeout=60_000)


def store(page: Page, entries: int) -> None:
    page.get_by_role("button", name=f"Import {entries} entries").click()
    expect(page.locator(".lede")).to_contain_text(f"{entries} entries came in", timeout=60_000)


def look_until(page: Page, address: str, seen: Callable[[], bool]) -> None:
    """The worker sorts beside us; looking again is what a person does."""
    for _attempt in range(120):
        page.goto(address)
        if seen():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.inner_text("main"))


def start_agency(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_label("Agency").fill("Brandt & Reed")
    page.get_by_label("Your name").fill("Ulla Brandt")
    page.get_by_label("Your email").fill("ulla@brandt.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Ulla")


def import_both_files(page: Page) -> None:
    bring(page, "toggl.csv", toggl_log())
    expect(page.locator(".lede")).to_contain_text("125 new entries")
    expect(page.locator(".lede")).to_contain_text("125 more entries, 125 h, stay out")
    expect(page.locator("main")).to_contain_text("“2026-13-45” is not a date")
    expect(page.locator("main")).to_contain_text("“-01:00:00” is less than no time")
    page.get_by_label("tom@brandt.example").select_option("new")
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("button", name="Import 250 entries")).to_be_visible(timeout=60_000)
    store(page, 250)
    bring(page, "ulla.ics", calendar())
    expect(page.locator("main")).to_contain_text("The event “Broken one” can't be read: its start")
    store(page, 5)
    bring(page, "toggl.csv", toggl_log())
    expect(page.locator(".lede")).to_contain_text("Everything in it is here already")
    page.get_by_role("button", name="Call it off").click()
    expect(page.locator(".lede")).to_contain_text("Called off")


def correct_ten_by_keyboard(page: Page) -> None:
    rows = page.locator(".waiting:not(.is-leaving)")
    look_until(page, "/unsure/", lambda: "being sorted" not in page.inner_text("#standing"))
    assert rows.count() >= 10, page.inner_text("main")
    for number in range(10):
        first = page.locator(".waiting[aria-current]").get_attribute("data-text-key")
        page.keyboard.press("q" if number % 2 else "r")
        expect(page.locator(f".waiting[data-text-key='{first}']")).to_have_count(0)
    page.goto("/corrections/")
    expect(page.locator("main tbody tr")).to_have_count(10)


def test_an_owner_comes_from_nothing_to_a_printed_division(empty_house: House, visit):
    page = visit(empty_house)
    start_agency(page)
    import_both_files(page)
    correct_ten_by_keyboard(page)
    look_until(page, "/split/", lambda: "Tom" in page.inner_text("main"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What gets done")
    assert axe_faults(page) == []
    page.goto("/division/")
    page.get_by_role("button", name="Propose a division").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Division of")
    number = re.search(r"/division/(\d+)/", page.url)
    assert number
    printed = page.request.get(f"/division/{number[1]}/division.pdf")
    assert printed.body().startswith(b"%PDF-")
    assert b"%%EOF" in printed.body()[-64:]
    table = page.request.get(f"/division/{number[1]}/division.csv").body().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert {"Ulla Brandt", "Tom Reed"} <= {cell for row in rows for cell in row}
    page.set_viewport_size({"width": 360, "height": 800})
    assert not scrolls_sideways(page)


def test_the_rows_behind_a_figure_of_the_split_add_up_to_it(northlight: House, visit):
    page = visit(northlight)
    sign_in(page, "oda@northlight.example")
    page.goto("/split/")
    page.locator("a", has_text=re.compile(r"^[\d,]+ entries$")).first.click()
    lede = page.locator("main .lede").inner_text()
    together = re.search(r"([\d,.]+) h together", lede)
    sums = [float(one.replace(",", "")) for one in re.findall(r"([\d,.]+) h\b", page.inner_text(".sums"))]
    assert together
    assert float(together[1].replace(",", "")) == pytest.approx(sum(sums), abs=0.2)
