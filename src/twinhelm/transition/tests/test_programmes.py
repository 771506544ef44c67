"""Setting up a programme from a round or by hand, and starting and ending it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.actions.leads import set_lead, set_mode
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.inventory.choices import DecisionState, Hat
from twinhelm.inventory.testing import a_decision, a_round
from twinhelm.people.testing import a_member, an_absence, an_owner
from twinhelm.projects.testing import a_milestone, a_project
from twinhelm.transition.actions.programmes import (
    ClientsUnderWay,
    InAnotherProgramme,
    NotInThatState,
    PlanChanged,
    create,
    delete,
    end,
    put_back,
    start,
    take_up_again,
)
from twinhelm.transition.choices import ProgrammeState, Step, TransitionState
from twinhelm.transition.models import Programme, Stage, Transition
from twinhelm.transition.queries.candidates import by_hand, of_round
from twinhelm.transition.queries.planning import Setup, plan_for
from twinhelm.transition.queries.programmes import current_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = AT.date()
MONDAY = date(2026, 11, 9)


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim, a_member("Jonas Berg", "account_manager")


def both_hats(client, jonas):
    """Jonas did both since March."""
    a_lead(client, Part.ACCOUNT, jonas)
    a_lead(client, Part.PRODUCTION, jonas)
    return client


def decided(one, client, ana, pim, jonas, from_on=date(2026, 12, 1)):
    """Accepted in the round: Ana accounts for it, Pim produces, from 1 December."""
    for hat, member, part in ((Hat.ACCOUNT, ana, Part.ACCOUNT), (Hat.PRODUCTION, pim, Part.PRODUCTION)):
        a_decision(
            client,
            member,
            hat,
            round=one,
            before=jonas,
            state=DecisionState.ACCEPTED,
            mode=Mode.CLIENT_LED,
            settled_by=ana,
            settled_at=AT,
            from_on=from_on,
        )
        if member != jonas:
            set_lead(client, part, member, from_on=from_on, reason="Knows them", by=ana, at=AT)


@pytest.fixture
def alder(cast):
    return both_hats(a_client(), cast[3])


def by_round(one, viewer, **fields):
    found = of_round(one, viewer, TODAY)
    defaults = {"name": "Two helms", "first_on": MONDAY, "waves": (MONDAY,), "entries": found.entries, "round": one}
    return Setup(**(defaults | fields))


def of_hand(*clients, **fields):
    defaults = {"name": "By hand", "first_on": MONDAY, "waves": (MONDAY,), "entries": by_hand(clients, TODAY)}
    return Setup(**(defaults | fields))


def test_a_round_brings_its_clients_with_their_leads_and_the_day_that_was_decided(cast, alder):
    oda, ana, pim, jonas = cast
    one = a_round(alder)
    decided(one, alder, ana, pim, jonas)
    made = create(by_round(one, oda), key="a", by=oda, at=AT)
    [moving] = made.transitions.all()
    assert (moving.account, moving.production, moving.former_account, moving.former_production) == (
        ana,
        pim,
        jonas,
        jonas,
    )
    assert moving.step == Step.BRIEF
    stages = {stage.step: stage for stage in moving.stages.all()}
    assert len(stages) == 10
    assert [step for step in Step if stages[step].left_at] == [Step.ASSESS, Step.DECIDE]
    assert stages[Step.TELL].due_on == MONDAY
    assert moving.due_on == stages[Step.BRIEF].due_on
    assert moving.effective_on == stages[Step.HAND_OVER].due_on == date(2026, 12, 1)
    assert stages[Step.TELL].owner == ana
    assert stages[Step.CHECK_IN].owner == jonas
    assert stages[Step.ASSESS].owner == stages[Step.REVIEW].owner == oda


def test_clients_whose_leads_stay_are_named_as_not_needing_it(cast, alder):
    oda, ana, pim, jonas = cast
    moss = both_hats(a_client("Moss & Co"), jonas)
    one = a_round(alder, moss)
    decided(one, alder, ana, pim, jonas)
    decided(one, moss, jonas, jonas, jonas)
    found = of_round(one, oda, TODAY)
    assert [entry.client for entry in found.entries] == [alder]
    assert found.unchanged == (moss,)


def test_dated_leads_move_to_the_day_that_the_plan_finds(cast, alder):
    oda, ana, pim, jonas = cast
    one = a_round(alder)
    decided(one, alder, ana, pim, jonas)
    set_mode(alder, Mode.PRODUCTION_LED, from_on=date(2026, 12, 1), reason="Builds", by=ana, at=AT)
    create(by_round(one, oda, waves=(date(2026, 12, 7),)), key="a", by=oda, at=AT)
    [moving] = Transition.objects.all()
    assert moving.effective_on == date(2026, 12, 29)
    coming = ClientLead.objects.filter(client=alder, to_on=None)
    assert {row.from_on for row in coming} == {moving.effective_on}
    assert ClientMode.objects.get(client=alder).from_on == moving.effective_on


def test_leads_in_force_already_keep_their_day(cast, alder):
    oda, ana, pim, jonas = cast
    one = a_round(alder)
    decided(one, alder, ana, pim, jonas, from_on=date(2026, 11, 2))
    [row] = plan_for(by_round(one, oda), by=oda, at=AT).rows
    assert row.laid.effective_on == date(2026, 11, 2)
    assert row.entry.former_account == jonas
    create(by_round(one, oda), key="a", by=oda, at=AT)
    assert ClientLead.objects.filter(client=alder, from_on=date(2026, 11, 2)).count() == 2


def test_a_client_picked_by_hand_begins_with_assessing_it(cast, alder):
    oda, _ana, _pim, jonas = cast
    made = create(of_hand(alder), key="a", by=oda, at=AT)
    moving = made.transitions.get()
    assert (moving.step, moving.account, moving.former_account) == (Step.ASSESS, None, jonas)
    assert Stage.objects.filter(transition=moving, left_at=None).count() == 10


def test_the_second_click_finds_the_programme_of_the_first(cast, alder):
    oda = cast[0]
    made = create(of_hand(alder), key="a", by=oda, at=AT)
    assert create(of_hand(alder), key="a", by=oda, at=AT) == made
    assert Programme.objects.count() == 1


def test_a_client_in_another_programme_is_named_and_nothing_is_stored(cast, alder):
    oda = cast[0]
    create(of_hand(alder, name="The first"), key="a", by=oda, at=AT)
    with pytest.raises(InAnotherProgramme, match="Alder Bakery is in “The first” already"):
        create(of_hand(alder, a_client("Moss & Co")), key="b", by=oda, at=AT)
    assert Programme.objects.count() == Transition.objects.count() == 1


def test_what_changed_between_looking_and_making_is_said(cast, alder):
    oda = cast[0]
    digest = plan_for(of_hand(alder), by=oda, at=AT).digest
    an_absence(cast[3], MONDAY)
    with pytest.raises(PlanChanged):
        create(of_hand(alder), key="a", digest=digest, by=oda, at=AT)
    assert not Programme.objects.exists()


def test_an_absence_and_a_launch_week_move_the_telling(cast, alder):
    oda, _ana, _pim, jonas = cast
    an_absence(jonas, MONDAY, date(2026, 11, 20))
    a_milestone(a_project(alder, state="active"), "Go live", date(2026, 11, 27))
    [row] = plan_for(of_hand(alder), by=oda, at=AT).rows
    assert row.laid.tell_on == date(2026, 12, 7)
    assert {wait.key for wait in row.laid.waits} == {"absence", "launch"}


def test_nobody_is_told_more_often_than_the_pace_says_across_programmes(cast, alder):
    oda, _ana, _pim, jonas = cast
    create(of_hand(alder, pace=1), key="a", by=oda, at=AT)
    moss = both_hats(a_client("Moss & Co"), jonas)
    [row] = plan_for(of_hand(moss, pace=1), by=oda, at=AT).rows
    assert row.laid.tell_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"pace": 0}, "pace"),
        ({"shadow_days": 999}, "shadow_days"),
        ({"first_on": date(2040, 1, 1)}, "first_on"),
        ({"waves": ()}, "waves"),
        ({"waves": (MONDAY, MONDAY)}, "waves"),
        ({"entries": ()}, "clients"),
        ({"stable_days": 3}, "stable_days"),
    ],
)
def test_what_cannot_be_planned_gets_a_sentence_at_its_field(cast, alder, wrong, field):
    with pytest.raises(Invalid) as refused:
        create(replace(of_hand(alder), **wrong), key="a", by=cast[0], at=AT)
    assert refused.value.fields[field]
    assert not Programme.objects.exists()


def test_makers_plan_nothing_and_only_owners_start(cast, alder):
    dee = a_member("Dee Okafor", "maker")
    with pytest.raises(NotPermitted):
        create(of_hand(alder), key="a", by=dee, at=AT)
    made = create(of_hand(alder), key="a", by=cast[1], at=AT)
    with pytest.raises(NotPermitted, match="Only owners"):
        start(made, by=cast[1], at=AT)
    assert start(made, by=cast[0], at=AT).state == ProgrammeState.RUNNING
    assert current_programme(cast[1]) == made
    assert current_programme(dee) is None


def test_a_programme_with_somebody_under_way_is_not_ended(cast, alder):
    oda = cast[0]
    made = start(create(of_hand(alder), key="a", by=oda, at=AT), by=oda, at=AT)
    with pytest.raises(ClientsUnderWay):
        end(made, by=oda, at=AT)
    Transition.objects.update(state=TransitionState.THROUGH)
    assert end(made, by=oda, at=AT).state == ProgrammeState.ENDED
    assert current_programme(oda) is None
    assert take_up_again(made, by=oda, at=AT).state == ProgrammeState.RUNNING


def test_a_planned_programme_goes_with_its_clients_and_comes_back_with_them(cast, alder):
    oda = cast[0]
    made = create(of_hand(alder), key="a", by=oda, at=AT)
    delete(made, by=oda, at=AT)
    other = create(of_hand(alder), key="b", by=oda, at=AT)
    with pytest.raises(InAnotherProgramme):
        put_back(made, by=oda, at=AT)
    delete(other, by=oda, at=AT)
    put_back(made, by=oda, at=AT)
    assert made.transitions.get().state == TransitionState.UNDER_WAY
    start(made, by=oda, at=AT)
    with pytest.raises(NotInThatState, match="its story stays"):
        delete(made, by=oda, at=AT)


def test_the_plan_costs_the_same_for_one_client_and_for_many(cast, alder, django_assert_num_queries):
    jonas = cast[3]
    many = [both_hats(a_client(f"Client {n}"), jonas) for n in range(12)]
    assert cast[0].zone
    for setup in (of_hand(alder), of_hand(alder, *many)):
        with django_assert_num_queries(8):
            plan_for(setup, by=cast[0], at=AT)
