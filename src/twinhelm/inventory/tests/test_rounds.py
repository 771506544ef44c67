"""Setting up a round: what is refused, and what two people do to it at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.inventory.actions import round_limits, rounds
from twinhelm.inventory.actions.round_changes import BeingProposed, ChangedMeanwhile, Contradiction
from twinhelm.inventory.actions.round_limits import LimitStands, NewLimit
from twinhelm.inventory.actions.rounds import Place, Setup, Wanted
from twinhelm.inventory.choices import LimitKind, RoundState
from twinhelm.inventory.models import Round
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(oda):
    return a_client("Alder Bakery", made_by=oda)


@pytest.fixture
def setup(alder, ana, pim):
    return Setup(
        "Round of November",
        DECEMBER,
        (Wanted(alder),),
        (Place(ana, 800, takes_production=False), Place(pim, 800, takes_account=False)),
    )


def but(setup, **changes):
    return Setup(**{name: getattr(setup, name) for name in Setup.__slots__} | changes)


def refused(setup, oda, expected):
    with pytest.raises(expected) as no:
        rounds.start(setup, by=oda, at=AT)
    assert not Round.objects.exists()
    return no.value.reason


def test_a_round_is_a_draft_that_knows_what_clients_need(setup, oda, alder):
    a_need(alder, 82, 31)
    one = rounds.start(setup, by=oda, at=AT)
    assert one.state == RoundState.DRAFT
    assert list(one.asked.values_list("communication", "complexity", "weekly_minutes")) == [(82, 31, 240)]
    assert EventRecord.objects.filter(name="RoundStarted", subject_id=one.pk, by_id=oda.pk).count() == 1


def test_makers_make_no_rounds(setup):
    with pytest.raises(NotPermitted):
        rounds.start(setup, by=a_member("Dee", Role.MAKER), at=AT)


def test_refuses_a_round_without_clients(setup, oda):
    assert "asks about no client" in refused(but(setup, asked=()), oda, rounds.NothingAsked)


def test_refuses_a_round_without_leads(setup, oda):
    assert "Nobody in this round may lead" in refused(but(setup, leads=()), oda, rounds.NobodyToLead)


def test_refuses_a_round_that_gives_no_hat(setup, oda):
    refused(but(setup, asks_account=False, asks_production=False), oda, rounds.NothingAsked)


def test_refuses_a_client_twice(setup, oda, alder):
    said = refused(but(setup, asked=(Wanted(alder), Wanted(alder))), oda, rounds.AskedTwice)
    assert said == "Alder Bakery stands in the round twice. Name it once."


def test_refuses_somebody_twice(setup, oda, ana):
    refused(but(setup, leads=(Place(ana, 1), Place(ana, 2))), oda, rounds.AskedTwice)


def test_refuses_a_day_that_is_over_and_one_far_off(setup, oda):
    assert "22 November 2026 is over" in refused(but(setup, from_on=date(2026, 11, 22)), oda, rounds.BadDay)
    assert "more than 5 years ahead" in refused(but(setup, from_on=date(2031, 11, 24)), oda, rounds.BadDay)
    assert rounds.start(but(setup, from_on=date(2031, 11, 23)), by=oda, at=AT)


def test_refuses_somebody_who_has_left(setup, oda):
    gone = a_member("Jonas Kerr", Role.ACCOUNT_MANAGER, is_active=False)
    assert "Jonas has left the agency" in refused(but(setup, leads=(Place(gone, 1),)), oda, rounds.GoneFromRound)


def test_refuses_a_client_that_was_deleted(setup, oda):
    gone = a_client("Gone", deleted_at=AT)
    assert "Gone was merged or deleted" in refused(but(setup, asked=(Wanted(gone),)), oda, rounds.GoneFromRound)


def test_refuses_a_person_without_a_hat_and_an_endless_room(setup, oda, ana):
    refused(but(setup, leads=(Place(ana, 1, False, False),)), oda, rounds.Invalid)
    refused(but(setup, leads=(Place(ana, 100_001),)), oda, rounds.Invalid)


def test_refuses_a_round_without_a_name(setup, oda):
    refused(but(setup, name=" \n "), oda, rounds.Invalid)
    refused(but(setup, name="x" * 121), oda, rounds.Invalid)


def test_a_change_keeps_limits_and_days_of_what_stays(setup, oda, ana, alder):
    one = rounds.start(setup, by=oda, at=AT)
    row = one.asked.get()
    round_limits.limit(one, NewLimit(LimitKind.PIN, ana, row, "account"), version=1, by=oda, at=AT)
    rounds.postpone(row, date(2027, 2, 1), version=2, by=oda, at=AT)
    wider = but(setup, asked=(Wanted(alder), Wanted(a_client("Otter Print"), is_hybrid=True)))
    changed = rounds.change(one, wider, version=3, by=oda, at=AT)
    assert changed.version == 4
    assert changed.limits.get().member == ana
    assert changed.asked.get(client=alder).from_on == date(2027, 2, 1)
    assert changed.asked.count() == 2


def test_who_has_seen_an_older_version_overwrites_nothing(setup, oda, pim):
    one = rounds.start(setup, by=oda, at=AT)
    rounds.change(one, but(setup, name="Winter"), version=1, by=pim, at=AT)
    with pytest.raises(ChangedMeanwhile) as no:
        rounds.change(one, but(setup, name="Autumn"), version=1, by=oda, at=AT)
    assert "Pim de Wit changed “Winter” while you had it open. Nothing of yours was stored." in no.value.reason
    assert Round.objects.get().name == "Winter"


def test_nothing_changes_while_proposals_are_made(setup, oda):
    one = rounds.start(setup, by=oda, at=AT)
    Round.objects.update(state=RoundState.PROPOSING)
    with pytest.raises(BeingProposed):
        rounds.change(one, setup, version=1, by=oda, at=AT)


def test_refuses_limits_that_contradict_and_names_both(setup, oda, ana, pim):
    one = rounds.start(setup, by=oda, at=AT)
    row = one.asked.get()
    round_limits.limit(one, NewLimit(LimitKind.PIN, ana, row, "account"), version=1, by=oda, at=AT)
    for wanted, said in (
        (NewLimit(LimitKind.NEVER, ana, row), "Alder Bakery is to go to Ana, and also never to Ana."),
        (NewLimit(LimitKind.PIN, pim, row, "account"), "Pim doesn’t take that hat in this round"),
    ):
        with pytest.raises(Contradiction) as no:
            round_limits.limit(one, wanted, version=2, by=oda, at=AT)
        assert said in no.value.reason
    assert one.limits.count() == 1


def test_refuses_a_pin_to_somebody_who_is_not_in_the_round(setup, oda):
    one = rounds.start(setup, by=oda, at=AT)
    jonas = a_member("Jonas Kerr", Role.ACCOUNT_MANAGER)
    with pytest.raises(Contradiction) as no:
        round_limits.limit(one, NewLimit(LimitKind.PIN, jonas, one.asked.get(), "account"), version=1, by=oda, at=AT)
    assert no.value.reason.startswith("Alder Bakery is to go to Jonas, who isn’t in this round.")


def test_refuses_the_same_limit_again_either_way_round(setup, oda, ana, pim):
    one = rounds.start(setup, by=oda, at=AT)
    round_limits.limit(one, NewLimit(LimitKind.APART, ana, other=pim), version=1, by=oda, at=AT)
    with pytest.raises(LimitStands) as no:
        round_limits.limit(one, NewLimit(LimitKind.APART, pim, other=ana), version=2, by=oda, at=AT)
    assert no.value.reason == "That stands already: Ana and Pim never on the same client."


def test_refuses_limits_that_say_too_little(setup, oda, ana, alder):
    one = rounds.start(setup, by=oda, at=AT)
    elsewhere = rounds.start(but(setup, name="Other"), by=oda, at=AT).asked.get()
    for wanted in (
        NewLimit(LimitKind.APART, ana),
        NewLimit(LimitKind.APART, ana, other=ana),
        NewLimit(LimitKind.PIN, ana, None, "account"),
        NewLimit(LimitKind.PIN, ana, elsewhere, "account"),
        NewLimit(LimitKind.PIN, ana, one.asked.get()),
        NewLimit(LimitKind.NEVER, ana, one.asked.get(), why="x" * 501),
    ):
        with pytest.raises(rounds.Invalid):
            round_limits.limit(one, wanted, version=1, by=oda, at=AT)


def test_a_lifted_limit_is_gone(setup, oda, ana):
    one = rounds.start(setup, by=oda, at=AT)
    wanted = NewLimit(LimitKind.NEVER, ana, one.asked.get(), "production", why="They fell out")
    made = round_limits.limit(one, wanted, version=1, by=oda, at=AT)
    round_limits.lift(made, version=2, by=oda, at=AT)
    assert not one.limits.exists()


def test_a_later_day_lies_after_the_rounds(setup, oda):
    one = rounds.start(setup, by=oda, at=AT)
    with pytest.raises(rounds.BadDay):
        rounds.postpone(one.asked.get(), DECEMBER - timedelta(days=1), version=1, by=oda, at=AT)


def test_a_closed_round_stays_as_it_is_until_it_is_opened_again(setup, oda):
    one = rounds.start(setup, by=oda, at=AT)
    rounds.close(one, version=1, by=oda, at=AT)
    with pytest.raises(NotPermitted) as no:
        rounds.change(one, setup, version=2, by=oda, at=AT)
    assert "is closed" in no.value.reason
    assert rounds.reopen(one, by=oda, at=AT).state == RoundState.DRAFT


def test_a_deleted_round_is_out_of_sight_and_can_be_put_back(setup, oda):
    one = rounds.start(setup, by=oda, at=AT)
    rounds.delete(one, by=oda, at=AT)
    assert not Round.objects.visible_to(oda).exists()
    rounds.put_back(one, by=oda, at=AT)
    assert Round.objects.visible_to(oda).get() == one
