"""Skills, absences, working patterns and availability over JSON."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.foundation import clock
from twinhelm.people import queries
from twinhelm.people.choices import AbsenceKind, Role
from twinhelm.people.models import Agency, Skill
from twinhelm.people.testing import a_member, a_member_skill, a_skill, an_absence, an_owner

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def put(browser, address, body):
    return browser.put(address, body, content_type="application/json")


def test_a_member_says_reads_and_takes_back_what_they_can_do(signed_in):
    dee = a_member("Dee", Role.MAKER)
    browser = signed_in(dee)
    said = put(browser, f"/api/members/{dee.pk}/skills", {"name": "Figma", "level": 4}).json()
    assert (said["skill"], said["level"], said["said_by_id"]) == ("Figma", 4, dee.pk)
    assert browser.get("/api/skills").json() == [
        {"id": said["skill_id"], "name": "Figma", "held_by": 1, "mean": 4.0},
    ]
    assert browser.delete(f"/api/members/{dee.pk}/skills/{said['id']}").status_code == 204
    assert browser.get(f"/api/members/{dee.pk}/skills").json() == []


def test_skills_are_arranged_by_owners_and_production_managers(signed_in):
    browser = signed_in(an_owner())
    figma, sketch = a_skill("Figma"), a_skill("Sketch")
    a_member_skill(a_member("Dee"), "Sketch")
    assert browser.delete(f"/api/skills/{sketch.pk}").status_code == 409
    merged = browser.post(f"/api/skills/{sketch.pk}/merge", {"into_id": figma.pk}, content_type="application/json")
    assert merged.json() == {"id": figma.pk, "name": "Figma"}
    assert not Skill.objects.filter(pk=sketch.pk).exists()
    missing = browser.post(f"/api/skills/{figma.pk}/merge", {"into_id": 10**9}, content_type="application/json")
    assert missing.status_code == 422


def test_why_somebody_is_away_is_null_for_colleagues(signed_in):
    dee = a_member("Dee", Role.MAKER)
    an_absence(dee, MONDAY, kind=AbsenceKind.ILLNESS, reason="operation")
    row = signed_in(a_member("Kim")).get("/api/absences").json()["rows"][0]
    assert (row["kind"], row["reason"]) == (None, None)
    row = signed_in(dee).get("/api/absences", {"member_id": dee.pk}).json()["rows"][0]
    assert (row["kind"], row["reason"]) == ("illness", "operation")


def test_absences_are_entered_changed_and_taken_back(signed_in):
    dee = a_member("Dee", Role.MAKER)
    browser = signed_in(dee)
    body = {"first_on": "2026-12-01", "last_on": "2026-12-02"}
    entered = browser.post(f"/api/members/{dee.pk}/absences", body, content_type="application/json")
    assert entered.status_code == 201
    again = browser.post(f"/api/members/{dee.pk}/absences", body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "AwayAlready")
    address = f"/api/absences/{entered.json()['id']}"
    assert put(browser, address, {**body, "last_on": "2026-12-03"}).json()["last_on"] == "2026-12-03"
    assert browser.delete(address).status_code == 204
    assert browser.get("/api/absences").json()["rows"] == []


def test_availability_tells_minutes_only_to_who_may_see_working_time(signed_in):
    dee = a_member("Dee", Role.MAKER)
    an_absence(dee, MONDAY, ends_at_midday=True)
    asked = {"first_on": "2026-11-23", "last_on": "2026-11-24", "member_id": dee.pk}
    for reader, minutes in ((dee, [240, 480]), (an_owner(), [240, 480]), (a_member("Kim"), [None, None])):
        days = signed_in(reader).get("/api/availability", asked).json()[0]["days"]
        assert [day["presence"] for day in days] == ["half", "here"]
        assert [day["minutes"] for day in days] == minutes


@pytest.mark.parametrize(("first", "last"), [("2026-11-23", "2026-11-22"), ("2026-01-01", "2026-12-31")])
def test_availability_of_too_many_days_is_refused(signed_in, first, last):
    answer = signed_in(an_owner()).get("/api/availability", {"first_on": first, "last_on": last})
    assert answer.status_code == 422


def test_an_owner_agrees_on_a_week(signed_in):
    dee = a_member("Dee")
    browser = signed_in(an_owner())
    address = f"/api/members/{dee.pk}/working-patterns"
    agreed = put(browser, f"{address}/2026-11-23", {"minutes": [480, 480, 240, 0, 0, 0, 0]})
    assert agreed.json()["weekly_minutes"] == 1200
    assert [one["from_on"] for one in browser.get(address).json()] == ["2026-11-23", "2026-01-05"]
    assert browser.get(f"/api/members/{dee.pk}").json()["weekly_minutes"] == 1200


def test_an_owner_sets_opening_hours(signed_in):
    opening = [{"opens": 480, "closes": 1020}] * 5 + [None, None]
    answer = put(signed_in(an_owner()), "/api/agency/opening", {"opening": opening, "country": "NL"})
    assert answer.json()["opening"][0] == [480, 1020]
    assert Agency.objects.get().country == "NL"


def test_deactivating_says_what_waits_for_somebody_else(signed_in, monkeypatch):
    monkeypatch.setattr(queries.members, "holdings", [lambda member: f"{member.name} leads Alder Bakery."])
    dee, browser = a_member("Dee"), signed_in(an_owner())
    assert browser.get(f"/api/members/{dee.pk}/holdings").json() == {"holds": ["Dee leads Alder Bakery."]}
    answer = browser.post(f"/api/members/{dee.pk}/deactivate").json()
    assert (answer["standing"], answer["holds"]) == ("deactivated", ["Dee leads Alder Bakery."])
