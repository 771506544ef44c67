"""The split, the week and the entries for programs."""

from datetime import date, timedelta

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.testing import NINE, an_entry

pytestmark = pytest.mark.django_db


def test_gives_the_split_of_everybody_to_the_owner(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    an_entry(ana, minutes=90)
    an_entry(ana, "Board", responsibility="assign", minutes=30, at=NINE + timedelta(minutes=90))
    found = signed_in(oda).get("/api/split").json()
    assert found["first_on"] <= "2026-11-16" <= found["last_on"]
    (person,) = found["people"]
    assert (person["name"], person["client_share"], person["switches"]["seen"]) == ("Ana Reyes", 0.75, 1)


def test_gives_a_member_their_own_row_only(signed_in):
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(ana)
    an_entry(pim, "Board", responsibility="assign")
    found = signed_in(ana).get("/api/split").json()
    assert [person["name"] for person in found["people"]] == ["Ana Reyes"]
    assert found["entries"] == 2


def test_an_empty_agency_has_an_empty_split(signed_in):
    found = signed_in(an_owner()).get("/api/split")
    assert (found.status_code, found.json()["people"]) == (200, [])


def test_refuses_half_a_period(signed_in):
    oda = an_owner()
    an_entry(oda)
    answer = signed_in(oda).get("/api/split?first_on=2026-11-02")
    assert answer.status_code == 422
    assert "first and its last day" in answer.json()["detail"]


def test_gives_a_week_run_by_run(signed_in):
    ana = a_member()
    an_entry(ana)
    week = signed_in(ana).get(f"/api/members/{ana.pk}/weeks/2026-11-18").json()
    assert week["monday"] == "2026-11-16"
    assert week["days"][0]["runs"] == [{"family": "CLIENT", "starts_minute": 600, "ends_minute": 630}]


def test_another_members_week_is_not_found(signed_in):
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    assert signed_in(ana).get(f"/api/members/{pim.pk}/weeks/2026-11-18").status_code == 404


def test_turns_pages_of_entries(signed_in):
    oda = an_owner()
    for number in range(5):
        an_entry(oda, f"No {number}.", at=date(2026, 11, 16) + timedelta(days=number))
    browser = signed_in(oda)
    first = browser.get("/api/entries?limit=3").json()
    rest = browser.get(f"/api/entries?limit=3&after={first['next']}").json()
    assert [row["text"] for row in first["rows"] + rest["rows"]] == [f"No {number}." for number in (4, 3, 2, 1, 0)]
    assert rest["next"] is None


def test_lists_only_entries_that_the_asker_may_see(signed_in):
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(pim)
    assert signed_in(ana).get(f"/api/entries?member_id={pim.pk}").json()["rows"] == []
