"""Clients over JSON see and do what the pages do."""

import json

import pytest

from twinhelm.clients.models import Client
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(ana):
    return a_client("Alder Bakery", made_by=ana)


def sent(browser, method, path, **body):
    return getattr(browser, method)(f"/api/{path}", json.dumps(body), content_type="application/json")


def test_api_and_pages_and_palette_show_the_same_clients_to_everybody(ana, alder, signed_in):
    a_client("Fjord Hotels", made_by=ana)
    dee = a_member("Dee Okafor", Role.MAKER)
    sam = a_member("Sam", Role.FINANCE)
    a_lead(alder, "production", dee)
    for member, names in (
        (ana, {"Alder Bakery", "Fjord Hotels"}),
        (sam, {"Alder Bakery", "Fjord Hotels"}),
        (dee, {"Alder Bakery"}),
    ):
        browser = signed_in(member)
        by_api = {row["name"] for row in browser.get("/api/clients").json()["rows"]}
        by_page = {row.client.name for row in browser.get("/clients/").context["page"].rows}
        by_palette = {
            row["name"]
            for word in ("alder", "fjord")
            for row in browser.get("/palette/", {"q": word}).json()["found"]
            if row["kind"] == "Client"
        }
        assert by_api == by_page == by_palette == names


def test_contacts_are_for_those_who_lead(ana, alder, signed_in):
    marta = a_contact(alder, "Marta", email="marta@alder.example")
    assert signed_in(ana).get(f"/api/clients/{alder.pk}/contacts").json()[0]["emails"] == ["marta@alder.example"]
    sam, dee = a_member("Sam", Role.FINANCE), a_member("Dee Okafor", Role.MAKER)
    a_lead(alder, "production", dee)
    assert signed_in(sam).get(f"/api/clients/{alder.pk}/contacts").status_code == 403
    assert signed_in(dee).get(f"/api/clients/{alder.pk}/contacts").status_code == 403
    assert sent(signed_in(dee), "patch", f"contacts/{marta.pk}", name="X").status_code == 404


def test_a_client_is_added_changed_and_guarded_by_its_version(ana, signed_in):
    browser = signed_in(ana)
    made = sent(browser, "post", "clients", name="Fjord Hotels").json()
    changed = sent(browser, "patch", f"clients/{made['id']}", industry="Hotels", version=made["version"])
    assert changed.json()["industry"] == "Hotels"
    late = sent(browser, "patch", f"clients/{made['id']}", industry="Inns", version=made["version"])
    assert late.status_code == 409
    assert "Hotels" in late.json()["detail"]
    assert Client.objects.get(pk=made["id"]).industry == "Hotels"


def test_leads_and_goals_are_set_and_read(ana, alder, signed_in):
    browser = signed_in(ana)
    lead = {"part": "account", "member_id": ana.pk, "from_on": "2026-03-02", "reason": "Knows them"}
    assert sent(browser, "post", f"clients/{alder.pk}/leads", **lead).status_code == 201
    assert sent(browser, "post", f"clients/{alder.pk}/leads", **lead).json()["code"] == "DecidedThatDay"
    assert browser.get(f"/api/clients/{alder.pk}").json()["account_lead_id"] == ana.pk
    goal = sent(browser, "post", f"clients/{alder.pk}/goals", name="Fewer calls", target="20").json()
    assert sent(browser, "patch", f"goals/{goal['id']}", state="reached").json()["state"] == "reached"
    assert [one["name"] for one in browser.get(f"/api/clients/{alder.pk}/goals").json()] == ["Fewer calls"]
