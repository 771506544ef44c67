"""A new project asks who leads it, and doesn't become active before somebody decided or an owner said why not."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients.actions import GoneMember, delete_client
from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.jobs import Work
from twinhelm.foundation.models import EventRecord
from twinhelm.inventory.actions.decisions import take_back
from twinhelm.inventory.actions.kickoffs import (
    ClientGone,
    DecidedMeanwhile,
    ask_who_leads,
    decide_kickoff,
    note_decided,
    waive_kickoff,
)
from twinhelm.inventory.choices import KickoffState
from twinhelm.inventory.jobs.kickoffs import ask_of_proposed_projects
from twinhelm.inventory.models import Acceptance, Decision, Kickoff
from twinhelm.inventory.queries.kickoffs import how_many_wait, open_questions
from twinhelm.inventory.testing import a_decision
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.actions import (
    NotDecided,
    ProjectGone,
    add_project,
    add_template,
    begin_project,
    change_state,
    delete_project,
)
from twinhelm.projects.actions.bringing import PROJECTS_TABLE
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project, ProjectLead
from twinhelm.projects.testing import a_project, a_project_lead
from twinhelm.reading import Listing, ListRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHY = "The client’s leads lead here too"


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim


@pytest.fixture
def alder(cast):
    _oda, ana, pim = cast
    client = a_client()
    a_lead(client, Part.ACCOUNT, ana)
    a_lead(client, Part.PRODUCTION, pim)
    return client


def proposed(client, name="Recipe cards", **fields):
    return a_project(client, name=name, state=ProjectState.PROPOSED, **fields)


def state_of(project) -> str:
    return Kickoff.objects.get(project=project).state


def planned(client, name, by):
    rows = (ListRow(2, {"client": client.name, "name": name, "state": "active"}),)
    return list(PROJECTS_TABLE.plan(Listing(rows, {}, ()), by))


def test_a_new_project_asks_who_leads(cast, alder, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        project = add_project(alder, name="Recipe cards", by=cast[2], at=AT)
    assert state_of(project) == KickoffState.WAITING
    assert [one.project for one in open_questions(cast[1], at=AT)] == [project]
    assert how_many_wait(cast[1]) == 1


def test_so_does_one_that_begins_with_a_template(cast, alder, django_capture_on_commit_callbacks) -> None:
    _oda, _ana, pim = cast
    template = add_template(name="Shop", by=pim, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        project = begin_project(alder, template, name="Recipe cards", by=pim, at=AT)
    assert state_of(project) == KickoffState.WAITING
    with pytest.raises(NotDecided):
        change_state(project, "active", by=pim, at=AT)


def test_undecided_it_does_not_become_active_from_anywhere(cast, alder) -> None:
    for state in ("proposed", "back_burner", "closed"):
        project = a_project(alder, name=state, state=state)
        with pytest.raises(NotDecided, match="It isn’t decided yet who leads") as refused:
            change_state(project, "active", by=cast[2], at=AT)
        assert refused.value.url == f"/inventory/kickoffs/{project.pk}/"


def test_what_is_active_already_goes_on(cast, alder) -> None:
    project = a_project(alder)
    assert change_state(project, "active", by=cast[2], at=AT).state == "active"
    assert how_many_wait(cast[0]) == 0


def test_the_clients_leads_taken_no_lead_of_its_own_is_written(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    assert state_of(project) == KickoffState.DECIDED
    assert not ProjectLead.objects.exists()
    assert change_state(project, "active", by=pim, at=AT).state == "active"


def test_it_is_a_decision_for_each_hat_that_comes_back_one_day_and_leaves_the_mode(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    rows = Decision.objects.accepted().order_by("hat")
    assert [(row.hat, row.member, row.project, row.reason) for row in rows] == [
        ("account", ana, project, WHY),
        ("production", pim, project, WHY),
    ]
    assert {(row.review_on.isoformat(), row.mode) for row in rows} == {("2027-05-23", "")}


def test_both_hats_on_one_person_are_one_decision(cast, alder) -> None:
    _oda, ana, pim = cast
    decide_kickoff(proposed(alder), ana, ana, why="A small one", by=pim, at=AT)
    assert [(row.hat, row.member) for row in Decision.objects.all()] == [("both", ana)]
    assert [(lead.part, lead.member) for lead in ProjectLead.objects.all()] == [("production", ana)]


def test_taken_back_it_is_asked_again(cast, alder, django_capture_on_commit_callbacks) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, ana, why="A small one", by=pim, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(Acceptance.objects.get(), by=pim, at=AT)
    assert state_of(project) == KickoffState.WAITING
    assert not ProjectLead.objects.exists()
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    assert state_of(project) == KickoffState.DECIDED


def test_decided_in_a_round_nobody_is_asked(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    ask_who_leads(project, at=AT)
    said = {"project": project, "state": "accepted", "settled_by": ana, "settled_at": AT, "asked_at": AT}
    a_decision(alder, ana, **said)
    note_decided(project, at=AT)
    assert state_of(project) == KickoffState.WAITING, "one hat is open"
    a_decision(alder, pim, "production", **said)
    note_decided(project, at=AT)
    assert state_of(project) == KickoffState.DECIDED


def test_others_chosen_lead_from_today_on_where_the_one_who_decides_is(cast, alder) -> None:
    _oda, ana, pim = cast
    pim.time_zone = "Pacific/Auckland"
    pim.save()
    mirela = a_member("Mirela Ionescu", "production_manager")
    project = proposed(alder)
    late = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    decide_kickoff(project, ana, mirela, why="Built their first shop", by=Member.objects.get(pk=pim.pk), at=late)
    [lead] = ProjectLead.objects.all()
    assert (lead.part, lead.member, lead.from_on.isoformat(), lead.reason) == (
        "production",
        mirela,
        "2026-11-24",
        "Built their first shop",
    )


def test_decided_twice_it_happens_once(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    for _once in range(2):
        decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    assert EventRecord.objects.filter(name="KickoffDecided").count() == 1


def test_who_comes_second_and_wants_others_hears_who_decided(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    with pytest.raises(DecidedMeanwhile, match="Pim de Wit decided meanwhile"):
        decide_kickoff(project, ana, ana, why="Both hats", by=ana, at=AT)
    assert not ProjectLead.objects.exists()


def test_refuses_a_lead_who_left_meanwhile_and_keeps_nothing(cast, alder) -> None:
    _oda, ana, pim = cast
    jonas = a_member("Jonas Kerr", "account_manager", is_active=False)
    project = proposed(alder)
    with pytest.raises(GoneMember):
        decide_kickoff(project, jonas, pim, why="Knows them", by=ana, at=AT)
    assert not ProjectLead.objects.exists()
    assert not Kickoff.objects.exclude(state=KickoffState.WAITING).exists()


def test_refuses_a_project_that_is_deleted_and_a_client_that_is_gone(cast, alder) -> None:
    oda, ana, pim = cast
    project, other = proposed(alder), proposed(alder, name="App")
    delete_project(project, by=oda, at=AT)
    with pytest.raises(ProjectGone):
        decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    type(alder).objects.filter(pk=alder.pk).update(merged_into=a_client("Fjord Hotels"))
    with pytest.raises(ClientGone, match="Alder Bakery"):
        decide_kickoff(Project.objects.get(pk=other.pk), ana, pim, why=WHY, by=pim, at=AT)


def test_wants_a_reason(cast, alder) -> None:
    with pytest.raises(Invalid, match="Say why"):
        decide_kickoff(proposed(alder), cast[1], cast[2], why="  ", by=cast[2], at=AT)


def test_an_owner_lets_it_go_ahead_and_it_stays_known_why(cast, alder) -> None:
    oda, _ana, pim = cast
    project = proposed(alder)
    with pytest.raises(NotPermitted, match="Only an owner"):
        change_state(project, "active", despite="They wait", by=pim, at=AT)
    assert not Kickoff.objects.filter(state=KickoffState.WAIVED).exists()
    change_state(project, "active", despite="They wait", by=oda, at=AT)
    kickoff = Kickoff.objects.get(project=project)
    assert (kickoff.state, kickoff.settled_by, kickoff.reason) == (KickoffState.WAIVED, oda, "They wait")
    record = EventRecord.objects.get(name="KickoffWaived")
    assert (record.by_id, record.facts["why"]) == (oda.pk, "They wait")


def test_waived_it_can_still_be_decided(cast, alder) -> None:
    oda, ana, pim = cast
    project = proposed(alder)
    waive_kickoff(project, why="They wait", by=oda, at=AT)
    waive_kickoff(project, why="Once more", by=oda, at=AT)
    assert EventRecord.objects.filter(name="KickoffWaived").count() == 1
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    assert state_of(project) == KickoffState.DECIDED


def test_closed_it_is_asked_anew_before_it_opens_again(cast, alder, django_capture_on_commit_callbacks) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    change_state(project, "active", by=pim, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        change_state(project, "closed", by=pim, at=AT)
    assert state_of(project) == KickoffState.WAITING
    assert how_many_wait(pim) == 0, "nobody is asked while it is closed"
    with pytest.raises(NotDecided):
        change_state(project, "active", by=pim, at=AT)


def test_back_from_the_back_burner_the_decision_stands(cast, alder) -> None:
    _oda, ana, pim = cast
    project = proposed(alder)
    decide_kickoff(project, ana, pim, why=WHY, by=pim, at=AT)
    for state in ("active", "back_burner", "active"):
        change_state(project, state, by=pim, at=AT)
    assert Project.objects.get(pk=project.pk).state == "active"


def test_a_table_names_what_it_can_t_make_active(cast, alder) -> None:
    proposed(alder)
    [row] = planned(alder, "Recipe cards", cast[2])
    assert "It isn’t decided yet who leads “Recipe cards”" in row.faults[0].why


def test_what_comes_in_active_goes_on_and_is_asked_about(cast, alder, django_capture_on_commit_callbacks) -> None:
    [row] = planned(alder, "Recipe cards", cast[2])
    assert [change.after for change in row.changes] == ["Active; who leads is asked afterwards"]
    with django_capture_on_commit_callbacks(execute=True):
        PROJECTS_TABLE.apply([row], cast[2], AT)
    [question] = open_questions(cast[2], at=AT)
    assert (question.project.name, question.project.state) == ("Recipe cards", "active")


def test_the_job_asks_about_what_was_proposed_before(cast, alder) -> None:
    project = proposed(alder)
    a_project(alder, name="Runs already")
    for attempt in (1, 2):
        ask_of_proposed_projects.function(Work(job_id=1, attempt=attempt))
    assert [row.project for row in Kickoff.objects.all()] == [project]


def test_recommended_is_who_leads_the_client_and_who_was_named_for_the_project_before_them(cast, alder) -> None:
    _oda, ana, pim = cast
    mirela = a_member("Mirela Ionescu", "production_manager")
    project = proposed(alder)
    a_project_lead(project, Part.PRODUCTION, mirela)
    Kickoff.objects.create(project=project, opened_at=AT)
    [question] = open_questions(pim, at=AT)
    assert question.recommended == {"account": ana, "production": mirela}
    assert not question.is_as_client


def test_nobody_is_recommended_who_left(cast, alder) -> None:
    _oda, ana, _pim = cast
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    Kickoff.objects.create(project=proposed(alder), opened_at=AT)
    [question] = open_questions(cast[2], at=AT)
    assert ana not in [one.member for one in question.fields[Part.ACCOUNT].candidates]


def test_projects_of_deleted_clients_are_not_asked_about(cast, alder) -> None:
    Kickoff.objects.create(project=proposed(alder), opened_at=AT)
    delete_client(alder, by=cast[0], at=AT)
    assert how_many_wait(cast[0]) == 0


class TestPages:
    def test_the_project_says_who_is_recommended_and_both_are_taken_with_one_button(
        self, cast, alder, signed_in
    ) -> None:
        _oda, ana, pim = cast
        project = proposed(alder)
        card = f"/inventory/kickoffs/{project.pk}/card/"
        assert f'hx-get="{card}"' in signed_in(pim).get(f"/projects/{project.pk}/").content.decode()
        page = signed_in(pim).get(card).content.decode()
        assert "<b>Ana</b> for the account and <b>Pim</b> for the production" in page
        sent = {"account": ana.pk, "production": pim.pk, "why": WHY, "then": "active"}
        answer = signed_in(pim).post(f"/inventory/kickoffs/{project.pk}/", sent)
        assert answer.headers["Location"] == f"/projects/{project.pk}/"
        project.refresh_from_db()
        assert (project.state, state_of(project)) == ("active", KickoffState.DECIDED)
        assert signed_in(pim).get(card).content == b""

    def test_a_maker_sees_none_of_it(self, cast, alder, signed_in) -> None:
        dee = a_member("Dee Okafor", "maker")
        project = proposed(alder)
        project.seats.create(member=dee, since_on=AT.date())
        assert "Who leads?" not in signed_in(dee).get(f"/projects/{project.pk}/").content.decode()
        for address in ("", f"{project.pk}/"):
            assert signed_in(dee).get(f"/inventory/kickoffs/{address}").status_code == 404

    def test_only_an_owner_is_offered_to_go_ahead(self, cast, alder, signed_in) -> None:
        oda, _ana, pim = cast
        project = proposed(alder)
        address, card = f"/projects/{project.pk}/", f"/inventory/kickoffs/{project.pk}/card/"
        assert "Go ahead undecided" not in signed_in(pim).get(card).content.decode()
        assert "Go ahead undecided" in signed_in(oda).get(card).content.decode()
        waive = f"/inventory/kickoffs/{project.pk}/waive/"
        assert signed_in(pim).post(waive, {"why": "They wait"}).status_code == 403
        assert signed_in(oda).post(waive, {"why": ""}).status_code == 422
        assert signed_in(oda).post(waive, {"why": "They wait"}).status_code == 302
        assert "“They wait”" in signed_in(pim).get(address).content.decode()

    def test_who_was_recommended_and_left_is_said_where_somebody_else_is_chosen(self, cast, alder, signed_in) -> None:
        _oda, ana, pim = cast
        project = proposed(alder)
        type(ana).objects.filter(pk=ana.pk).update(is_active=False)
        sent = {"account": ana.pk, "production": pim.pk, "why": WHY}
        answer = signed_in(pim).post(f"/inventory/kickoffs/{project.pk}/", sent)
        assert answer.status_code == 422
        assert "They no longer work here" in answer.content.decode()

    def test_the_list_costs_the_same_for_any_number(
        self, cast, alder, signed_in, django_assert_max_num_queries
    ) -> None:
        for number in range(12):
            Kickoff.objects.create(project=proposed(alder, name=f"Project {number}"), opened_at=AT)
        browser = signed_in(cast[2])
        with django_assert_max_num_queries(87):
            page = browser.get("/inventory/kickoffs/").content.decode()
        assert "<b>12 projects</b> wait" in page

    def test_the_table_can_be_taken_along(self, cast, alder, signed_in) -> None:
        Kickoff.objects.create(project=proposed(alder), opened_at=AT)
        answer = signed_in(cast[1]).get("/inventory/kickoffs.csv")
        assert b"Recipe cards,Alder Bakery,Proposed,2026-11-23,Ana Reyes,Pim de Wit" in answer.getvalue()

    def test_nothing_waits_says_so(self, cast, signed_in) -> None:
        page = signed_in(cast[1]).get("/inventory/kickoffs/").content.decode()
        assert "Every project that begins knows who leads it." in page
