"""Bringing in and sorting over JSON."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.models import SortingRule, WorkEntry
from twinhelm.worklog.testing import NINE, an_entry
from twinhelm.worklog.tests.test_corrections import a_guess, correct, line
from twinhelm.worklog.tests.test_imports import TOGGL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path
    monkeypatch.setattr("twinhelm.sorting.solve.best_installed", lambda: "light")


def send(browser, method, path, body=None):
    return browser.generic(method, f"/api{path}", json.dumps(body or {}), content_type="application/json")


def upload(browser, **said):
    return browser.post("/api/imports", {"file": SimpleUploadedFile("toggl.csv", TOGGL.encode()), **said})


def test_a_file_goes_from_upload_to_entries_and_back(signed_in, after):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(oda)
    made = after(lambda: upload(browser, zone="Europe/Amsterdam"))
    assert made.status_code == 201
    path = f"/imports/{made.json()['id']}"
    checked = browser.get(f"/api{path}").json()
    assert checked["state"] == "checked"
    assert checked["found"]["new"] == {"entries": 3, "minutes": 195}
    after(lambda: send(browser, "POST", f"{path}/confirm"))
    assert browser.get(f"/api{path}").json()["entries_added"] == 3
    assert send(browser, "POST", f"{path}/take-back").json()["state"] == "taken_back"
    assert not WorkEntry.objects.counted().exists()
    assert send(browser, "POST", f"{path}/put-back").json()["state"] == "done"
    refused = send(browser, "POST", f"{path}/call-off")
    assert (refused.status_code, refused.json()["code"]) == (409, "AlreadyOver")
    assert refused["Content-Type"] == "application/problem+json"


def test_wishes_that_make_no_sense_are_refused_with_a_sentence(signed_in, after):
    oda = an_owner()
    browser = signed_in(oda)
    path = f"/imports/{after(lambda: upload(browser)).json()['id']}"
    for wishes in (
        {"zone": "Mars/Olympus"},
        {"answers": {"password": "x"}},
        {"mapping": {"User": "nonsense"}},
        {"people": {"Ana": "DROP TABLE"}},
        {"first_on": "2026-02-01", "last_on": "2026-01-01"},
        {"member_id": 987654},
    ):
        refused = send(browser, "PATCH", path, wishes)
        assert refused.status_code == 422, wishes
        assert refused.json()["detail"]
    assert upload(browser, zone="Mars/Olympus").status_code == 422


def test_finance_uploads_nothing(signed_in):
    assert upload(signed_in(a_member("Fen Aalto", Role.FINANCE))).status_code == 403


def test_an_entry_is_corrected_and_the_correction_undone(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    entry = a_guess(ana)
    browser = signed_in(oda)
    said = send(browser, "PUT", f"/entries/{entry.pk}/responsibility", {"responsibility_id": line("scope").pk})
    assert said.json()["entries_changed"] == 1
    assert browser.get("/api/corrections").json()["rows"][0]["text"] == entry.text
    send(browser, "POST", f"/corrections/{said.json()['id']}/undo")
    assert WorkEntry.objects.get().responsibility.key == "review"
    again = send(browser, "POST", f"/corrections/{said.json()['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyUndone")


def test_members_read_their_own_corrections_only(signed_in):
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    correct(a_guess(pim), line("scope"), by=pim, at=NINE)
    assert signed_in(ana).get("/api/corrections").json()["rows"] == []


def test_rules_are_tried_made_ordered_changed_and_removed(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    an_entry(ana, "DNS for Alder")
    browser = signed_in(oda)
    wanted = {"field": "text", "pattern": "dns", "responsibility_id": line("settings").pk}
    assert send(browser, "POST", "/rules/try", wanted).json()["entries"] == 1
    first = send(browser, "POST", "/rules", wanted).json()["id"]
    second = send(browser, "POST", "/rules", {**wanted, "pattern": "mail"}).json()["id"]
    ordered = send(browser, "PUT", "/rules/order", {"ids": [second, first]}).json()
    assert [rule["id"] for rule in ordered] == [second, first]
    assert send(browser, "PUT", f"/rules/{first}", {**wanted, "pattern": " "}).status_code == 422
    assert send(browser, "DELETE", f"/rules/{first}").status_code == 204
    assert list(SortingRule.objects.values_list("pk", flat=True)) == [second]


def test_the_catalogue_is_split_and_put_back(signed_in):
    browser = signed_in(an_owner())
    lines = browser.get("/api/responsibilities").json()
    assert len(lines) == 14
    parts = {"parts": [{"name": "Reviewing design"}, {"name": "Reviewing text"}]}
    change = send(browser, "POST", f"/responsibilities/{line('review').pk}/split", parts).json()
    assert len(browser.get("/api/responsibilities").json()) == 15
    send(browser, "POST", f"/catalogue-changes/{change['id']}/undo")
    assert browser.get("/api/responsibilities").json() == lines
