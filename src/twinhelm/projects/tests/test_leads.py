"""Who leads a project: by a decision of its own, else as the client is led; and who works on it."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.actions import BeforeLastChange, DecidedThatDay, GoneMember, LeadsAlready, NotTheLatest
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.people.queries import what_they_hold
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects import actions
from twinhelm.projects.models import Project, ProjectLead
from twinhelm.projects.queries import leads_of_projects
from twinhelm.projects.queries.listing import Wanted, wanted_projects
from twinhelm.projects.testing import MADE_AT as AT
from twinhelm.projects.testing import a_project, a_project_lead, a_seat

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY, DECEMBER = date(2026, 11, 23), date(2026, 12, 1)


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim


def decide(project, part, member, day, by):
    return actions.set_lead(project, part, member, from_on=day, reason="Knows the shop", by=by, at=AT)


def test_without_a_decision_of_its_own_the_client_s_leads_lead(cast) -> None:
    _oda, ana, _pim = cast
    project = a_project()
    a_lead(project.client, Part.ACCOUNT, ana)
    leads = leads_of_projects([project], TODAY)[project.pk]
    assert (leads.account, leads.is_own(Part.ACCOUNT), leads.production) == (ana, False, None)


def test_a_decision_for_the_project_stands_above_the_client_s(cast) -> None:
    oda, ana, pim = cast
    project = a_project()
    a_lead(project.client, Part.ACCOUNT, ana)
    decide(project, Part.ACCOUNT, pim, date(2026, 11, 1), oda)
    leads = leads_of_projects([project], TODAY)[project.pk]
    assert (leads.account, leads.is_own(Part.ACCOUNT)) == (pim, True)


def test_a_lead_from_a_day_to_come_does_not_lead_yet(cast) -> None:
    oda, _ana, pim = cast
    project = a_project()
    decide(project, Part.PRODUCTION, pim, date(2026, 12, 1), oda)
    leads = leads_of_projects([project], TODAY)[project.pk]
    assert leads.production is None
    assert [row.member for row in leads.coming] == [pim]


def test_the_one_before_leads_until_the_day_before(cast) -> None:
    oda, ana, pim = cast
    project = a_project()
    first = decide(project, Part.PRODUCTION, ana, date(2026, 9, 1), oda)
    decide(project, Part.PRODUCTION, pim, date(2026, 12, 1), oda)
    first.refresh_from_db()
    assert first.to_on == date(2026, 11, 30)


def test_taken_back_the_one_before_leads_on(cast) -> None:
    oda, ana, pim = cast
    project = a_project()
    first = decide(project, Part.PRODUCTION, ana, date(2026, 9, 1), oda)
    second = decide(project, Part.PRODUCTION, pim, date(2026, 12, 1), oda)
    with pytest.raises(NotTheLatest):
        actions.take_back_lead(first, by=oda, at=AT)
    actions.take_back_lead(second, by=oda, at=AT)
    assert [(row.member, row.to_on) for row in ProjectLead.objects.all()] == [(ana, None)]


def test_refuses_what_contradicts_history(cast) -> None:
    oda, ana, pim = cast
    project = a_project()
    decide(project, Part.ACCOUNT, ana, date(2026, 10, 1), oda)
    with pytest.raises(DecidedThatDay):
        decide(project, Part.ACCOUNT, pim, date(2026, 10, 1), oda)
    with pytest.raises(BeforeLastChange):
        decide(project, Part.ACCOUNT, pim, date(2026, 9, 1), oda)
    with pytest.raises(LeadsAlready, match="since 1 October 2026"):
        decide(project, Part.ACCOUNT, ana, date(2026, 11, 1), oda)
    assert ProjectLead.objects.count() == 1


def test_a_mode_of_its_own_counts_from_its_day_until_it_is_taken_back(cast) -> None:
    oda, _ana, _pim = cast
    project = a_project()
    now = actions.set_mode(project, Mode.HYBRID, from_on=TODAY, reason="Small", by=oda, at=NOW)
    later = actions.set_mode(project, Mode.PRODUCTION_LED, from_on=DECEMBER, reason="Grows", by=oda, at=NOW)
    project.refresh_from_db()
    assert project.mode == Mode.HYBRID
    assert actions.put_modes_in_force(on=date(2026, 11, 30)) == 0
    assert actions.put_modes_in_force(on=DECEMBER) == 1
    with pytest.raises(NotTheLatest):
        actions.take_back_mode(now, by=oda, at=NOW)
    assert actions.take_back_mode(later, by=oda, at=NOW) == now
    actions.take_back_mode(now, by=oda, at=NOW)
    project.refresh_from_db()
    assert project.mode == ""


def test_refuses_a_mode_set_for_that_day(cast) -> None:
    oda, _ana, _pim = cast
    project = a_project()
    actions.set_mode(project, Mode.HYBRID, from_on=DECEMBER, reason="Small", by=oda, at=AT)
    with pytest.raises(DecidedThatDay, match="The mode was set for 1 December 2026 already: hybrid"):
        actions.set_mode(project, Mode.CLIENT_LED, from_on=DECEMBER, reason="Talks", by=oda, at=AT)


def test_nobody_who_left_begins_to_lead(cast) -> None:
    oda, _ana, _pim = cast
    gone = a_member("Jonas Kerr", "account_manager", is_active=False)
    with pytest.raises(GoneMember, match="Jonas Kerr is deactivated"):
        decide(a_project(), Part.ACCOUNT, gone, date(2026, 10, 1), oda)


def test_mine_are_those_i_lead_through_the_client_too_unless_another_leads_the_project(cast) -> None:
    _oda, ana, pim = cast
    alder = a_client()
    a_lead(alder, Part.ACCOUNT, ana)
    led, given = a_project(alder, name="Shop"), a_project(alder, name="App")
    a_project_lead(given, Part.ACCOUNT, pim)
    assert list(wanted_projects(ana, Wanted(mine=True), on=TODAY)) == [led]
    assert list(wanted_projects(pim, Wanted(mine=True), on=TODAY)) == [given]


def test_a_maker_sees_the_projects_they_sit_on_and_their_clients_and_no_others(cast) -> None:
    dee = a_member("Dee Okafor", "maker")
    seated, _other = a_project(name="Shop"), a_project(a_client("Fjord Hotels"), name="Booking")
    a_seat(seated, dee)
    assert list(Project.objects.visible_to(dee)) == [seated]
    assert list(Client.objects.visible_to(dee)) == [seated.client]
    seat = seated.seats.get()
    actions.leave_seat(seat, on=TODAY, by=cast[0], at=AT)
    assert not Project.objects.visible_to(dee).exists()
    assert not Client.objects.visible_to(dee).exists()


def test_who_goes_is_said_to_lead_and_to_sit(cast) -> None:
    _oda, _ana, pim = cast
    project = a_project()
    a_project_lead(project, Part.PRODUCTION, pim)
    a_seat(project, pim)
    [sentence] = what_they_hold(pim)
    assert "leads 1 project" in sentence
