"""Addresses with numbers and days that nobody has: every page stands, no page breaks."""

import pytest

from twinhelm.people.testing import an_owner
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.testing import an_entry, an_import

pytestmark = pytest.mark.django_db
NUMBERS = ("²", "9" * 40, "-1", "٣", "1e3", "\0", "")
LISTS = (
    "/unsure/?entry={}",
    "/unsure/more/?correction={}",
    "/corrections/?before={}",
    "/imports/?before={}",
    "/entries/?after=2026-11-16.{}",
    "/entries/?after=none.{}",
    "/entries/?member={}",
    "/entries/?source={}",
    "/entries.csv?source={}",
    "/split/?member={}",
)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "²")
PAGES = (
    "/split/?week={}",
    "/split/{pk}/?week={}",
    "/split/{pk}/week.csv?week={}",
    "/split/?first={}&last={}",
    "/entries/?first={}",
    "/?first={}&last={}",
    "/split/people.csv?first={}&last={}",
)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("page", LISTS)
def test_a_list_stands_whatever_number_its_address_names(signed_in, page, number):
    oda = an_owner()
    an_entry(oda)
    assert signed_in(oda).get(page.format(number)).status_code < 500


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_whatever_day_its_address_names(signed_in, page, day):
    oda = an_owner()
    an_entry(oda)
    assert signed_in(oda).get(page.replace("{pk}", str(oda.pk)).replace("{}", day)).status_code < 500


@pytest.mark.parametrize("number", NUMBERS)
def test_acts_refuse_numbers_that_nobody_has(signed_in, number):
    oda = an_owner()
    an_entry(oda)
    browser = signed_in(oda)
    assert browser.post(f"/entries/take-back/?correction={number}").status_code < 500
    assert browser.post("/entries/set/", {"entry": number, "line": "real-time"}).status_code < 500
    assert browser.post("/rules/order/", {"order": number}).status_code < 500
    assert browser.post("/catalogue/order/", {"order": number}).status_code < 500
    assert browser.get("/api/entries", {"after": f"2026-11-16.{number}"}).status_code < 500


@pytest.mark.parametrize("day", DAYS)
def test_programs_may_ask_for_any_day(signed_in, day):
    oda = an_owner()
    an_entry(oda)
    browser = signed_in(oda)
    assert browser.get(f"/api/members/{oda.pk}/weeks/{day}").status_code < 500
    assert browser.get(f"/api/split?first_on={day}&last_on={day}").status_code < 500


@pytest.mark.parametrize("wish", NUMBERS)
def test_an_import_goes_to_nobody_under_a_number_that_nobody_has(signed_in, wish):
    oda = an_owner()
    imported = an_import(oda, state=ImportState.CHECKED, path="x")
    answer = signed_in(oda).patch(
        f"/api/imports/{imported.pk}", {"people": {"Ana": wish}}, content_type="application/json"
    )
    assert 400 <= answer.status_code < 500
