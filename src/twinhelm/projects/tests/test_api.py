"""Projects over JSON: nothing that the pages would not do, and nobody sees more than there."""

import json
from datetime import date

import pytest
from django.urls import reverse

from twinhelm.clients.actions.merging import InTheWay, merge_clients, undo_merge
from twinhelm.clients.choices import Part
from twinhelm.clients.queries.merging import merge_preview
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import Project, ScopeItem
from twinhelm.projects.navigation import find_projects
from twinhelm.projects.testing import a_milestone, a_project, a_scope_item, a_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def site(oda):
    return a_project(a_client(made_by=oda), made_by=oda)


def asked(browser, method, path, body=None):
    answer = browser.generic(method, f"/api{path}", json.dumps(body or {}), content_type="application/json")
    is_json = "json" in answer.headers.get("Content-Type", "")
    return answer.status_code, answer.json() if answer.content and is_json else None


def test_tells_who_leads_and_whether_that_follows_from_the_client(oda, site, signed_in):
    a_lead(site.client, Part.ACCOUNT, oda)
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    browser = signed_in(oda)
    said = {"member_id": pim.pk, "from_on": "2026-11-16", "reason": "Built their first shop"}
    status, body = asked(browser, "PUT", f"/projects/{site.pk}/leads/production", said)
    assert status == 200
    assert [(lead["part"], lead["name"], lead["is_own"]) for lead in body["leads"]] == [
        ("account", oda.name, False),
        ("production", "Pim de Wit", True),
    ]


def test_adds_changes_closes_deletes_and_puts_back(oda, signed_in):
    browser, client = signed_in(oda), a_client(made_by=oda)
    status, made = asked(browser, "POST", "/projects", {"client_id": client.pk, "name": "Winter menu"})
    assert (status, made["state"]) == (201, "proposed")
    path = f"/projects/{made['id']}"
    status, changed = asked(browser, "PATCH", path, {"name": "Summer menu", "version": made["version"]})
    assert (status, changed["name"]) == (200, "Summer menu")
    status, _body = asked(browser, "PATCH", path, {"name": "Autumn menu", "version": made["version"]})
    assert status == 409
    status, closed = asked(browser, "PUT", f"{path}/state", {"state": "closed", "reason": "Not wanted"})
    assert closed["states"][-1]["reason"] == "Not wanted"
    assert asked(browser, "DELETE", path)[0] == 204
    assert asked(browser, "GET", path)[0] == 404
    assert asked(browser, "POST", f"{path}/put-back")[0] == 200


def test_scope_and_milestones_are_kept(oda, site, signed_in):
    browser, path = signed_in(oda), f"/projects/{site.pk}"
    _status, made = asked(browser, "POST", f"{path}/scope-items", {"name": "Payment", "estimated_minutes": 90})
    asked(browser, "PATCH", f"{path}/scope-items/{made['id']}", {"estimated_minutes": 120})
    assert asked(browser, "GET", path)[1]["agreed_minutes"] == 120
    asked(browser, "DELETE", f"{path}/scope-items/{made['id']}")
    assert asked(browser, "GET", f"{path}/scope-items")[1] == []
    _status, stone = asked(browser, "POST", f"{path}/milestones", {"name": "Live", "due_on": "2026-12-18"})
    _status, stone = asked(browser, "PATCH", f"{path}/milestones/{stone['id']}", {"is_reached": True})
    assert stone["reached_on"]
    asked(browser, "DELETE", f"{path}/milestones/{stone['id']}")
    assert asked(browser, "GET", f"{path}/milestones")[1] == []


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_part_of_another_project_is_not_found_under_this_ones_address(method, oda, site, signed_in):
    other = a_project(site.client, "Winter menu", made_by=oda)
    scope, stone, seat = a_scope_item(other), a_milestone(other), a_seat(other, oda)
    browser = signed_in(oda)
    for kind, row in (("scope-items", scope), ("milestones", stone), ("seats", seat)):
        status, _body = asked(browser, method, f"/projects/{site.pk}/{kind}/{row.pk}", {})
        assert status in (404, 405), kind
    for act, key, row in (
        ("change_scope_item", "scope_item_id", scope),
        ("delete_scope_item", "scope_item_id", scope),
        ("put_back_scope_item", "scope_item_id", scope),
        ("move_milestone", "milestone_id", stone),
        ("reach_milestone", "milestone_id", stone),
        ("reopen_milestone", "milestone_id", stone),
        ("remove_milestone", "milestone_id", stone),
        ("leave_seat", "seat_id", seat),
    ):
        answer = browser.post(reverse(f"projects:{act}", kwargs={"pk": site.pk, key: row.pk}), {"name": "x"})
        assert answer.status_code == 404, act
    assert ScopeItem.objects.get(pk=scope.pk).deleted_at is None
    assert other.milestones.get().reached_on is None
    assert other.seats.get().left_on is None


def test_the_same_projects_on_page_api_table_and_palette(oda, site, signed_in):
    dee, ana = a_member("Dee", Role.MAKER), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    mine = a_project(a_client("Birch Books", made_by=oda), "Site of books", made_by=oda)
    Project.objects.filter(pk=a_project(site.client, "Old site", made_by=oda).pk).update(deleted_at=clock.now())
    a_seat(mine, dee)
    for member, expected in ((dee, {mine.pk}), (ana, {site.pk, mine.pk})):
        browser = signed_in(member)
        page = {row.project.pk for row in browser.get(reverse("projects:projects")).context["page"].rows}
        api = {row["id"] for row in asked(browser, "GET", "/projects")[1]["rows"]}
        palette = {found.url for found in find_projects(member, "site")}
        assert page == api == expected
        assert palette == {reverse("projects:project", args=[pk]) for pk in expected}


def test_the_api_refuses_what_is_not_asked_for_and_who_may_not(oda, site, signed_in):
    sam = a_member("Sam", Role.FINANCE)
    assert asked(signed_in(oda), "PATCH", f"/projects/{site.pk}", {"state": "closed"})[0] == 422
    before = Project.objects.values().get(pk=site.pk)
    for method, path in (("PATCH", ""), ("DELETE", ""), ("PUT", "/state"), ("POST", "/scope-items")):
        bodies = {"/state": {"state": "closed"}, "/scope-items": {"name": "x"}}
        assert asked(signed_in(sam), method, f"/projects/{site.pk}{path}", bodies.get(path))[0] == 403
    assert Project.objects.values().get(pk=site.pk) == before


def test_another_clients_goal_is_not_found(oda, site, signed_in):
    goal = a_client("Birch Books", made_by=oda).goals.create(
        name="More guests", confirmed_by=oda, confirmed_at=clock.now()
    )
    assert asked(signed_in(oda), "PATCH", f"/projects/{site.pk}", {"goal_id": goal.pk})[0] == 404


def test_projects_move_along_when_clients_merge_and_back(oda, site):
    kept = a_client("Alder & Sons", made_by=oda)
    gone, at = site.client, clock.now()
    merge = merge_clients(gone, kept, by=oda, at=at)
    site.refresh_from_db()
    assert site.client == kept
    undo_merge(merge, by=oda, at=at)
    site.refresh_from_db()
    assert site.client == gone


def test_two_projects_of_one_name_stand_in_the_way_of_a_merge_and_the_preview_says_so(oda, site):
    kept = a_client("Alder & Sons", made_by=oda)
    a_project(kept, "NEW ordering site", made_by=oda)
    sentence = "Both have a project called “New ordering site”. Rename one of them first."
    assert sentence in merge_preview(site.client, kept, {}).lines
    with pytest.raises(InTheWay, match="Rename one of them first"):
        merge_clients(site.client, kept, by=oda, at=clock.now())
    site.refresh_from_db()
    assert site.client != kept


def test_what_sleeps_is_not_late(oda, signed_in):
    client = a_client(made_by=oda)
    for state in ("active", "back_burner"):
        a_milestone(a_project(client, state, made_by=oda, state=state), due_on=date(2026, 1, 5))
    browser = signed_in(oda)
    rows = asked(browser, "GET", "/projects?late=true")[1]["rows"]
    assert [row["name"] for row in rows] == ["active"]
    assert "past 5 January" in browser.get(reverse("projects:project", args=[rows[0]["id"]])).content.decode()


def test_scope_is_put_in_order_by_keyboard_and_refuses_strange_orders(oda, site, signed_in):
    first, second = a_scope_item(site, "Order flow"), a_scope_item(site, "Payment")
    browser, address = signed_in(oda), reverse("projects:order_scope", args=[site.pk])
    shown = browser.get(reverse("projects:project", args=[site.pk])).content.decode()
    assert f'name="order" value="{second.pk},{first.pk}"' in shown
    browser.post(address, {"order": f"{second.pk},{first.pk}"})
    assert list(site.scope_items.order_by("position")) == [second, first]
    assert browser.post(address, {"order": f"{second.pk}"}).status_code == 422


def test_systems_of_the_clients_business_are_offered_once(oda, site, signed_in):
    site.client.profile.create(
        topic="systems", text="Shopify, Exact Online\nLightspeed", confirmed_by=oda, confirmed_at=clock.now()
    )
    browser, address = signed_in(oda), reverse("projects:project", args=[site.pk])
    assert 'name="name" value="Exact Online"' in browser.get(address).content.decode()
    browser.post(reverse("projects:note_fact", args=[site.pk]), {"kind": "system", "name": "Exact Online"})
    shown = browser.get(address).content.decode()
    assert 'name="name" value="Exact Online"' not in shown
    assert 'name="name" value="Lightspeed"' in shown
