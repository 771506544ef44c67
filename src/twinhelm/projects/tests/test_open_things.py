"""What the change of leads finds on projects, and how leads of their own go on."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.queries.handing_over import contributions
from twinhelm.clients.testing import a_client
from twinhelm.people.testing import a_member
from twinhelm.projects.actions.giving import give_leads
from twinhelm.projects.choices import FactKind, ProjectState
from twinhelm.projects.models import ProjectLead, TechnicalFact
from twinhelm.projects.rules import without_secrets
from twinhelm.projects.testing import a_milestone, a_project, a_project_lead

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    return a_member("Jonas Falk", "account_manager", "production_manager"), a_member("Pim de Wit", "production_manager")


@pytest.fixture
def alder(cast):
    return a_client()


def found(kind, client, giver, part=Part.PRODUCTION):
    return list(contributions[kind].gathers(client, part, giver, AT))


def titles(kind, client, giver):
    return [one.title for one in found(kind, client, giver)]


def test_active_projects_and_their_milestones_but_not_those_with_a_lead_of_their_own(cast, alder) -> None:
    jonas, pim = cast
    site, app = a_project(alder, ends_on=date(2027, 3, 1)), a_project(alder, "App")
    a_project(alder, "Old", state=ProjectState.CLOSED)
    a_project_lead(app, Part.PRODUCTION, pim)
    a_milestone(site, "Live")
    a_milestone(site, "Design", reached_on=date(2026, 11, 1))
    a_milestone(app, "Beta")
    assert titles("projects", alder, jonas) == ["New ordering site"]
    assert found("projects", alder, jonas)[0].detail == "Until 1 March 2027."
    assert titles("milestones", alder, jonas) == ["Live"]
    assert titles("projects", alder, pim) == ["App", "New ordering site"]


def test_where_access_is_kept_and_never_the_secret_itself(cast, alder) -> None:
    site = a_project(alder)
    notes = {
        "Shop": "Access in the vault “Alder”, password: hunter2",
        "Till": "Key is Xy7!kkP0aaQ9",
        "Stock": "",
    }
    for name, note in notes.items():
        TechnicalFact.objects.create(project=site, kind=FactKind.SYSTEM, name=name, note=note)
    TechnicalFact.objects.create(project=site, kind=FactKind.SKILL, name="Python")
    details = {one.title: one.detail for one in found("systems", alder, cast[0])}
    assert details["Shop"] == "New ordering site: Access in the vault “Alder”, password: …"
    assert "Xy7" not in details["Till"]
    assert details["Stock"] == "New ordering site: Where access is kept isn’t written down."
    assert "Python" not in details


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("In 1Password, vault Alder", "In 1Password, vault Alder"),
        ("login anna / aB3$xx91Lq", "login anna / …"),
        ("token=abc123", "token=…"),
        ("https://shop.example/admin in the vault", "https://shop.example/admin in the vault"),
        ("https://anna:geheim@shop.example/", "https://…@shop.example/"),
        ("Passwort: Sommer 2026", "Passwort: … 2026"),
    ],
)
def test_what_looks_like_a_secret_is_left_out(said, left) -> None:
    assert without_secrets(said) == left


def test_a_lead_of_a_project_goes_on_from_today_and_comes_back_the_same_day(cast, alder) -> None:
    jonas, pim = cast
    app = a_project(alder, "App")
    a_project_lead(app, Part.PRODUCTION, jonas)
    (thing,) = found("project_leads", alder, jonas)
    assert (thing.title, thing.holder_id) == ("App", jonas.pk)
    assert found("project_leads", alder, jonas, Part.ACCOUNT) == []
    give_leads([thing.key], pim, jonas, AT)
    lead = ProjectLead.objects.open().get(project=app)
    assert (lead.member, lead.from_on, lead.reason) == (pim, date(2026, 11, 23), "Handed over with Alder Bakery")
    assert found("project_leads", alder, pim)[0].key == thing.key
    give_leads([thing.key], jonas, jonas, AT)
    lead = ProjectLead.objects.get(project=app)
    assert (lead.member, lead.to_on) == (jonas, None)


@pytest.mark.parametrize("kind", ["projects", "milestones", "systems", "project_leads"])
@pytest.mark.parametrize("many", [1, 9])
def test_gathering_costs_one_query_for_any_number(kind, many, cast, alder, django_assert_num_queries) -> None:
    jonas, _pim = cast
    for number in range(many):
        site = a_project(alder, f"Site {number}")
        a_milestone(site)
        a_project_lead(site, Part.PRODUCTION, jonas)
        TechnicalFact.objects.create(project=site, kind=FactKind.SYSTEM, name="Shop")
    with django_assert_num_queries(1):
        assert len(found(kind, alder, jonas)) == many
