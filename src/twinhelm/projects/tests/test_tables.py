"""Projects as a table: in with a dry run, out so that it reads back."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientAlias
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.people import actions as people_actions
from twinhelm.people import queries as people_queries
from twinhelm.people.choices import Role
from twinhelm.people.models import DryRun
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.actions.bringing import PROJECTS_TABLE
from twinhelm.projects.choices import ProjectKind, ProjectState
from twinhelm.projects.models import Project
from twinhelm.projects.testing import a_milestone, a_project, a_project_lead, a_scope_item

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADER = "Client,Project,State,Kind,Begins,Ends,Agreed hours,Hours a month,Account lead,Production lead\n"


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def alder(oda):
    return a_client("Alder Bakery", made_by=oda)


def tried(text, by):
    run = people_actions.try_out(PROJECTS_TABLE, [text.encode()], name="projects.csv", by=by, at=NOW)
    return run, people_queries.findings_of(run)


def brought(text, by):
    run, _found = tried(text, by)
    return people_actions.bring_in(PROJECTS_TABLE, run, by=by, at=NOW)


def whys(text, by):
    return [row.why for row in tried(text, by)[1].bad]


def test_brings_in_everything_a_row_says(oda, alder):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    brought(HEADER + "alder BAKERY,New ordering site,Active,fixed,2026-09-28,2026-12-18,240,,,Pim de Wit\n", oda)
    project = Project.objects.get()
    assert (project.client, project.state, project.kind) == (alder, ProjectState.ACTIVE, ProjectKind.FIXED)
    assert (project.starts_on, project.ends_on) == (date(2026, 9, 28), date(2026, 12, 18))
    assert project.scope_items.get().estimated_minutes == 240 * 60
    assert project.leads.get().member == pim
    assert project.state_changes.order_by("pk").last().reason == "Stood so in the file"


def test_a_retainer_has_hours_a_month(oda, alder):
    brought(HEADER + "Alder Bakery,Care,,Retainer,,,,12.5,,\n", oda)
    assert Project.objects.get().monthly_minutes == 750


def test_a_client_is_found_by_another_name_too(oda, alder):
    ClientAlias.objects.create(client=alder, name="Alder & Sons")
    brought("Client,Project\nAlder & Sons,Winter menu\n", oda)
    assert Project.objects.get().client == alder


def test_the_clients_lead_is_not_written_down_again(oda, alder):
    a_lead(alder, Part.ACCOUNT, oda)
    brought(HEADER + f"Alder Bakery,Menu,,,,,,,{oda.name},\n", oda)
    assert not Project.objects.get().leads.exists()


def test_bad_rows_are_named_and_the_others_come_in(oda, alder):
    rows = [
        "Birch Books,Shop,,,,,,,,",
        "Alder Bakery,,,,,,,,,",
        "Alder Bakery,A,Sleeping,,,,,,,",
        "Alder Bakery,B,,,03/04/2026,,,,,",
        "Alder Bakery,C,,,2026-05-01,2026-04-01,,,,",
        "Alder Bakery,D,,,,,many,,,",
        "Alder Bakery,E,,fixed,,,,4,,",
        "Alder Bakery,F,,,,,,,Nobody Here,",
        "Alder Bakery,Good,,,,,,,,",
        "Alder Bakery,good,,,,,,,,",
    ]
    run, found = tried(HEADER + "\n".join(rows), oda)
    assert found.counts == {"new": 1, "changed": 0, "same": 0, "bad": 9}
    said = " ".join(row.why for row in found.bad)
    for part in (
        "There is no client called “Birch Books”",
        "The project’s name is missing",
        "“Sleeping” is none of",
        "“03/04/2026” is no day that is clear",
        "It would end before it begins",
        "“many” is no number of hours",
        "Hours a month belong to a retainer",
        "No member is called Nobody Here",
        "Row 10 is about the same project",
    ):
        assert part in said, part
    people_actions.bring_in(PROJECTS_TABLE, run, by=oda, at=NOW)
    assert Project.objects.get().name == "Good"


def test_the_same_file_again_adds_nothing(oda, alder):
    text = HEADER + "Alder Bakery,New ordering site,Active,Fixed,2026-09-28,,240,,,\n"
    brought(text, oda)
    assert tried(text, oda)[1].counts["same"] == 1


def test_agreed_hours_never_overwrite_a_scope(oda, alder):
    a_scope_item(a_project(alder, made_by=oda), minutes=80 * 60)
    assert whys("Client,Project,Agreed\nAlder Bakery,New ordering site,90\n", oda) == [
        "The scope comes to 80 h. Change it on the project’s page, item by item."
    ]


def test_a_state_that_can_not_come_next_is_refused(oda, alder):
    a_project(alder, made_by=oda, state=ProjectState.CLOSED)
    assert (
        "from there it can’t become proposed"
        in whys("Client,Project,State\nAlder Bakery,New ordering site,Proposed\n", oda)[0]
    )


def test_what_goes_out_comes_back_unchanged(oda, alder, signed_in):
    pim, ana = a_member("Pim de Wit", Role.PRODUCTION_MANAGER), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    a_lead(alder, Part.ACCOUNT, ana)
    site = a_project(alder, made_by=oda, starts_on=date(2026, 9, 28), ends_on=date(2026, 12, 18))
    a_scope_item(site, minutes=13 * 60 + 20)
    a_milestone(site)
    a_project_lead(site, Part.PRODUCTION, pim)
    a_project(alder, "=Care+", made_by=oda, kind=ProjectKind.RETAINER, monthly_minutes=750)
    answer = signed_in(oda).get(reverse("projects:projects_csv"))
    run = people_actions.try_out(PROJECTS_TABLE, answer.streaming_content, name="projects.csv", by=oda, at=NOW)
    assert people_queries.findings_of(run).counts == {"new": 0, "changed": 0, "same": 2, "bad": 0}


def test_no_cell_of_the_table_runs_as_a_formula(oda, alder, signed_in):
    for sign in ("=1+1", "+1", "-1", "@A1", "＝1"):
        a_project(alder, sign, made_by=oda)
    text = b"".join(signed_in(oda).get(reverse("projects:projects_csv")).streaming_content).decode()
    for sign in ("=1+1", "+1", "-1", "@A1", "＝1"):
        assert f",'{sign}," in text


def test_only_who_may_add_projects_brings_a_table_and_reads_it(oda, alder, signed_in):
    dee = a_member("Dee", Role.MAKER)
    run, _found = tried("Client,Project\nAlder Bakery,Menu\n", oda)
    assert signed_in(dee).get(reverse("projects:table", args=[run.pk])).status_code == 403
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    assert signed_in(pim).get(reverse("projects:table", args=[run.pk])).status_code == 404


def test_is_looked_at_and_confirmed_on_the_pages(oda, alder, signed_in):
    browser = signed_in(oda)
    bring = reverse("projects:bring")
    assert "Columns that are read" in browser.get(bring).content.decode()
    sent = BytesIO(b"Client,Project\nAlder Bakery,Menu\nBirch,Shop\n")
    sent.name = "projects.csv"
    answer = browser.post(bring, {"file": sent})
    run = DryRun.objects.get()
    assert answer.url == reverse("projects:table", args=[run.pk])
    assert "There is no client called" in browser.get(answer.url).content.decode()
    assert not Project.objects.exists()
    browser.post(reverse("projects:confirm_table", args=[run.pk]))
    assert Project.objects.get().name == "Menu"
    assert browser.post(reverse("projects:confirm_table", args=[run.pk])).status_code == 409
    text = b"".join(browser.get(reverse("projects:problems_csv", args=[run.pk])).streaming_content).decode()
    assert "Birch" in text


def test_a_file_that_is_no_table_is_refused_with_a_sentence(oda, signed_in):
    sent = BytesIO(b"Colour,Size\nred,1\n")
    sent.name = "x.csv"
    answer = signed_in(oda).post(reverse("projects:bring"), {"file": sent})
    assert answer.status_code == 422
    assert "No column is called" in answer.content.decode()
    assert not DryRun.objects.exists()


def test_planning_costs_the_same_for_any_number_of_rows(oda, alder, django_assert_num_queries):
    from twinhelm.projects.queries.planning import plan_projects
    from twinhelm.reading import read_listing

    def rows(number):
        text = "Client,Project\n" + "".join(f"Alder Bakery,P{one}\n" for one in range(number))
        return read_listing("x.csv", BytesIO(text.encode()), PROJECTS_TABLE.columns)

    a_project(alder, "P1", made_by=oda)
    assert (oda.is_owner, str(oda.zone)) == (True, "Europe/Amsterdam")
    for number in (3, 60):
        with django_assert_num_queries(8):
            list(plan_projects(rows(number), oda))
