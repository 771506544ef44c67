"""The first day with real clients: their spreadsheet, their mail, their meetings, with real servers on the other side."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, axe_faults, open_house, scrolls_sideways
from tests.journeys.test_first_steps import look_until, start_agency

BREAD, SALT = "bread", "salt"
SPREADSHEET = """Client,Domain,Contact,Email,Phone,Account lead
Alder Bakery,alder.example,Marta Lindgaard,marta@alder.example,+45 33 12 34 56,Ulla Brandt
Alder Bakery,alder.example,Tomas Holm,tomas@alder.example,,Ulla Brandt
Fjord Hotels,fjord.example,Ingrid Fjord,ingrid@fjord.example,,
,nobody.example,Nobody,nobody@nobody.example,,
Hollis Health,hollis.example,Rupert Hollis,rupert at hollis,,
Sable Wines,sable.example,Theo Sable,theo@sable.example,,Somebody Unknown
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A fresh installation that may connect to the servers of this machine."""
    house = open_house(tmp_path / "empty", with_demo=False, own={"TWINHELM_INSIDE_HOSTS": "localhost,127.0.0.1"})
    yield house
    house.stop()


def mail(subject: str, text: str, *, sender: str, to: str, number: int) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = format_datetime(datetime.now(UTC) - timedelta(minutes=10))
    letter["Message-ID"] = f"<{number}@alder.example>"
    letter.set_content(text)
    return letter.as_bytes()


def bring_clients(page: Page) -> None:
    """Three lines can't be used: each says where and why; the others come in, and only once."""
    file = {"name": "clients.csv", "mimeType": "text/csv", "buffer": SPREADSHEET.encode()}
    page.goto("/clients/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it…").click()
    left_out = page.locator("#left-out tbody tr")
    expect(left_out).to_have_count(3)
    assert [row.locator("td").first.inner_text() for row in left_out.all()] == ["5", "6", "7"]
    expect(page.locator("#left-out")).to_contain_text("rupert at hollis")
    expect(page.locator("#left-out")).to_contain_text("Somebody Unknown")
    assert axe_faults(page) == []
    page.get_by_role("button", name="Bring in 3 rows").click()
    page.goto("/clients/")
    expect(page.locator("main tbody tr")).to_have_count(2)
    page.goto("/clients/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it…").click()
    expect(page.get_by_role("button", name="Bring in")).to_have_count(0)


def connect_mailbox(page: Page, dovecot, mail_sink, user: str) -> None:
    """A wrong password says so; the right one lets the mail in."""
    page.goto("/mailboxes/connect/")
    page.get_by_label("Address", exact=True).fill(user)
    page.get_by_label("Password", exact=True).fill("wrong")
    for summary in page.locator("details > summary").all():
        if not summary.locator("xpath=..").get_attribute("open"):
            summary.click()
    page.locator("[name=imap_host]").fill("localhost")
    page.locator("[name=imap_port]").fill(str(dovecot.plain_port))
    page.locator("[name=imap_security]").select_option("plain")
    page.locator("[name=smtp_host]").fill("127.0.0.1")
    page.locator("[name=smtp_port]").fill(str(mail_sink.port))
    page.locator("[name=smtp_security]").select_option("plain")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("main")).to_contain_text(re.compile("password", re.IGNORECASE))
    assert "/connect/" in page.url
    page.get_by_label("Password", exact=True).fill(BREAD)
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(user)


def client_page(page: Page, name: str) -> str:
    page.goto("/clients/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def answer(page: Page, mail_sink) -> None:
    """The answer leaves once, stands in the thread, and nobody waits any more."""
    page.get_by_label("What you write").fill("Hello Marta,\n\nit was the bank. All orders are there.")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("All orders are there.")
    thread = page.url
    look_until(page, thread, lambda: bool(mail_sink.mails))
    page.wait_for_timeout(1500)
    assert len(mail_sink.mails) == 1
    sent = message_from_bytes(mail_sink.mails[0].content)
    assert sent["In-Reply-To"] == "<1@alder.example>"
    assert mail_sink.mails[0].recipients == ("marta@alder.example",)
    page.goto(thread)
    expect(page.locator("main")).to_contain_text("All orders are there.")


def plan_meeting(page: Page, radicale, client: str) -> None:
    """It stands in a real calendar, where a real calendar program says yes."""
    radicale.add_user("ulla", SALT)
    calendar = radicale.add_calendar("ulla", SALT, "Work")
    start = (datetime.now(UTC) + timedelta(days=3)).replace(hour=10, minute=0)
    radicale.put(f"{calendar}asked.ics", "ulla", SALT, invitation(start))
    page.goto("/calendars/connect/")
    page.get_by_label("Address of the server").fill(radicale.url)
    page.get_by_label("User").fill("ulla")
    page.get_by_label("Password").fill(SALT)
    page.get_by_role("button", name="Look for calendars").click()
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("main")).to_contain_text("Work")
    look_until(page, client, lambda: "Winter season" in page.inner_text("main"))
    page.get_by_role("link", name="Winter season").first.click()
    page.get_by_role("button", name="I come").click()
    page.wait_for_load_state()
    assert "PARTSTAT=ACCEPTED" in radicale.get(f"{calendar}asked.ics", "ulla", SALT).replace("\r\n ", "")


def invitation(start: datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Alder//Calendar//EN", "BEGIN:VEVENT", "UID:asked@alder.example",
        f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}", "SUMMARY:Winter season",
        "ORGANIZER:mailto:marta@alder.example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ulla@brandt.example", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def test_clients_come_from_a_spreadsheet_write_are_answered_and_met(
    house: House, visit, dovecot, mail_sink, mail_user, radicale
):
    page = visit(house)
    start_agency(page)
    bring_clients(page)
    dovecot.add_user(mail_user, BREAD)
    connect_mailbox(page, dovecot, mail_sink, mail_user)
    client = client_page(page, "Alder Bakery")
    words = "Two customers paid and got no mail. Is that us or the bank?"
    sender = "Marta Lindgaard <marta@alder.example>"
    dovecot.deliver(mail_user, mail("Saturday orders vanish?", words, sender=sender, to=mail_user, number=1))
    look_until(page, client, lambda: "Saturday orders vanish?" in page.inner_text("main"))
    assert axe_faults(page) == []
    page.goto("/conversations/")
    expect(page.locator("main")).to_contain_text("Marta Lindgaard")
    page.get_by_role("link", name="Saturday orders vanish?").first.click()
    expect(page.locator("main")).to_contain_text("Two customers paid")
    assert axe_faults(page) == []
    answer(page, mail_sink)
    page.goto("/conversations/")
    expect(page.locator(".lede")).to_contain_text("Nobody waits")
    plan_meeting(page, radicale, client)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(client)
    assert not scrolls_sideways(page)
