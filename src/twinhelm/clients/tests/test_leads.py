"""Who leads, from which day and why."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients import actions
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.clients.queries import leads_of
from twinhelm.clients.queries.held import holding, led_by
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.queries import deactivation
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(ana):
    return a_client(made_by=ana)


def lead(client, member, from_on, *, by, part=Part.ACCOUNT, reason="Knows them"):
    return actions.set_lead(client, part, member, from_on=from_on, reason=reason, by=by, at=AT)


def test_the_next_lead_takes_over_on_the_day_and_both_stay_in_the_history(alder, ana):
    mirela = a_member("Mirela Novak")
    first = lead(alder, ana, date(2026, 3, 2), by=ana)
    lead(alder, mirela, DECEMBER, by=ana, reason="Ana moves to Fjord")
    first.refresh_from_db()
    assert first.to_on == date(2026, 11, 30)
    assert leads_of([alder.pk], TODAY)[alder.pk].account == ana
    assert leads_of([alder.pk], DECEMBER)[alder.pk].account == mirela


def test_whoever_hands_over_later_still_sees_the_client_until_then(alder, ana):
    dee, oda = a_member("Dee Okafor", Role.MAKER), an_owner()
    a_lead(alder, Part.PRODUCTION, dee, to_on=date(2999, 1, 1))
    a_lead(alder, Part.PRODUCTION, oda, from_on=date(2999, 1, 2))
    assert alder in Client.objects.visible_to(dee)


def test_refuses_a_deactivated_member(alder, ana):
    gone = a_member("Gone", is_active=False)
    with pytest.raises(actions.GoneMember, match="deactivated"):
        lead(alder, gone, TODAY, by=ana)
    assert not ClientLead.objects.exists()


def test_refuses_a_part_set_twice_for_one_day(alder, ana):
    lead(alder, ana, TODAY, by=ana)
    with pytest.raises(actions.DecidedThatDay, match="Take that decision back first"):
        lead(alder, an_owner(), TODAY, by=ana)


def test_refuses_a_day_before_the_last_change(alder, ana):
    lead(alder, ana, TODAY, by=ana)
    with pytest.raises(actions.BeforeLastChange, match="23 November 2026"):
        lead(alder, an_owner(), date(2026, 11, 1), by=ana)


def test_refuses_to_decide_what_is_so_already(alder, ana):
    lead(alder, ana, TODAY, by=ana)
    with pytest.raises(actions.LeadsAlready, match="Ana Reyes is account lead since 23 November 2026"):
        lead(alder, ana, DECEMBER, by=ana)


@pytest.mark.parametrize(
    ("day", "reason"), [(date(1, 1, 1), "x"), (date(9999, 1, 1), "x"), (TODAY, "  "), (TODAY, "x" * 501)]
)
def test_refuses_odd_days_and_no_reason(day, reason, alder, ana):
    with pytest.raises(Invalid):
        lead(alder, ana, day, by=ana, reason=reason)


def test_a_maker_does_not_decide(alder):
    dee = a_member("Dee Okafor", Role.MAKER)
    with pytest.raises(NotPermitted, match="decide who leads"):
        lead(alder, dee, TODAY, by=dee)


def test_a_correction_replaces_the_latest_decision_and_the_trail_keeps_what_it_said(alder, ana):
    mirela = a_member("Mirela Novak")
    first = lead(alder, ana, date(2026, 3, 2), by=ana)
    second = lead(alder, mirela, TODAY, by=ana)
    actions.correct_lead(second, member=mirela, from_on=DECEMBER, reason="Wrong day", by=ana, at=AT)
    first.refresh_from_db()
    assert first.to_on == date(2026, 11, 30)
    assert EventRecord.objects.get(name="LeadCorrected").facts["was"]["from_on"] == "2026-11-23"
    with pytest.raises(actions.NotTheLatest):
        actions.correct_lead(first, member=ana, from_on=TODAY, reason="x", by=ana, at=AT)
    with pytest.raises(actions.BeforeLastChange):
        actions.correct_lead(second, member=mirela, from_on=date(2026, 3, 2), reason="x", by=ana, at=AT)


def test_taken_back_the_one_before_leads_again(alder, ana):
    lead(alder, ana, date(2026, 3, 2), by=ana)
    second = lead(alder, an_owner(), DECEMBER, by=ana)
    actions.take_back_lead(second, by=ana, at=AT)
    assert leads_of([alder.pk], DECEMBER)[alder.pk].account == ana
    assert ClientLead.objects.get().to_on is None


def test_an_ended_part_has_nobody_afterwards(alder, ana):
    row = lead(alder, ana, date(2026, 3, 2), by=ana)
    actions.end_lead(row, to_on=TODAY, reason="Leaves", by=ana, at=AT)
    assert leads_of([alder.pk], TODAY)[alder.pk].account == ana
    assert leads_of([alder.pk], DECEMBER)[alder.pk].account is None
    lead(alder, an_owner(), DECEMBER, by=ana)


def test_a_mode_of_a_day_to_come_is_put_in_force_on_that_day(alder, ana):
    actions.set_mode(alder, Mode.CLIENT_LED, from_on=date(2026, 3, 2), reason="Calls daily", by=ana, at=AT)
    actions.set_mode(alder, Mode.PRODUCTION_LED, from_on=DECEMBER, reason="Shop to build", by=ana, at=AT)
    alder.refresh_from_db()
    assert alder.mode == Mode.CLIENT_LED
    assert actions.put_modes_in_force(on=TODAY) == 0
    assert actions.put_modes_in_force(on=DECEMBER) == 1
    alder.refresh_from_db()
    assert alder.mode == Mode.PRODUCTION_LED
    assert actions.put_modes_in_force(on=DECEMBER) == 0


def test_a_mode_taken_back_gives_way_to_the_one_it_had(alder, ana):
    had = alder.mode
    first = actions.set_mode(alder, Mode.CLIENT_LED, from_on=TODAY, reason="Calls daily", by=ana, at=AT)
    coming = actions.set_mode(alder, Mode.PRODUCTION_LED, from_on=DECEMBER, reason="Shop to build", by=ana, at=AT)
    with pytest.raises(actions.NotTheLatest):
        actions.take_back_mode(first, by=ana, at=AT)
    assert actions.take_back_mode(coming, by=ana, at=AT) == first
    actions.take_back_mode(first, by=ana, at=AT)
    alder.refresh_from_db()
    assert alder.mode == had


def test_a_member_sees_what_they_lead_today_and_from_when(alder, ana):
    fjord = a_client("Fjord Hotels", made_by=ana)
    lead(alder, ana, date(2026, 3, 2), by=ana)
    lead(alder, ana, date(2026, 3, 2), by=ana, part=Part.PRODUCTION)
    lead(fjord, ana, DECEMBER, by=ana)
    held = led_by(ana, ana, on=TODAY)
    assert [(one.client.name, one.helm, len(one.now), len(one.coming)) for one in held] == [
        ("Alder Bakery", "h", 2, 0),
        ("Fjord Hotels", "c", 0, 1),
    ]


def test_deactivating_names_the_clients_and_hands_none_over(alder, ana):
    lead(alder, ana, date(2026, 3, 2), by=ana)
    assert "Leads 1 client: Alder Bakery." in holding(ana)
    assert any("Alder Bakery" in line for line in deactivation(ana, at=AT).lines)
    from twinhelm.people import actions as people

    people.deactivate(ana, by=an_owner(), at=AT)
    assert leads_of([alder.pk], TODAY)[alder.pk].account == ana
