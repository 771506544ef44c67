"""The pulse: asked once, by mail, never of somebody who is gone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.actions import change_contact
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.foundation.choices import MailKind, MailState
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions import pulses as actions
from twinhelm.transition.choices import Step
from twinhelm.transition.jobs.afterwards import ask_pulses
from twinhelm.transition.models import Pulse
from twinhelm.transition.queries.pulses import asked_of, due_by_itself
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
HANDED = date(2026, 12, 14)
AT = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def moved(oda):
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    return a_transition(a_client(), Step.CHECK_IN, account=ana, production=pim, handed_over_on=HANDED)


def due(at):
    return due_by_itself(at, Agency.objects.first())


def test_a_click_sends_one_mail_with_a_link_and_a_second_click_none(oda, moved):
    marta = a_contact(moved.client)
    pulse = actions.ask_pulse(moved, marta, by=oda, at=AT)
    posted = OutgoingMail.objects.get()
    assert posted.recipient == marta.addresses.get().value
    assert "/for-you/open/" in posted.text
    assert "Ana Reyes is there for you" in posted.text
    with pytest.raises(actions.AlreadyAsked, match="has not answered"):
        actions.ask_pulse(moved, marta, by=oda, at=AT + timedelta(days=1))
    assert OutgoingMail.objects.count() == 1
    assert not pulse.not_asked_why


def test_somebody_without_an_email_is_not_asked_and_the_page_says_why(oda, moved):
    marta = a_contact(moved.client, email=None)
    actions.ask_pulse(moved, marta, by=None, at=AT)
    assert not OutgoingMail.objects.exists()
    assert "no email of Marta" in asked_of([moved])[moved.pk][0].why_not
    change_contact(marta, emails=["marta@alder.example"], by=oda, at=AT)
    assert actions.ask_again(at=AT) == 1
    assert OutgoingMail.objects.get().recipient == "marta@alder.example"
    assert Pulse.objects.count() == 1


def test_a_mail_that_failed_lets_somebody_ask_again(oda, moved):
    marta = a_contact(moved.client)
    actions.ask_pulse(moved, marta, by=oda, at=AT)
    OutgoingMail.objects.update(state=MailState.FAILED, reason="No such mailbox here")
    assert asked_of([moved])[moved.pk][0].why_not == "No such mailbox here"
    actions.ask_pulse(moved, marta, by=oda, at=AT + timedelta(days=1))
    assert OutgoingMail.objects.filter(state=MailState.WAITING).count() == 1
    assert Pulse.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_gets_nothing_that_was_still_waiting(oda, moved):
    marta = a_contact(moved.client)
    actions.ask_pulse(moved, marta, by=oda, at=AT)
    change_contact(marta, left_on=AT.date(), by=oda, at=AT)
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    assert "has left" in asked_of([moved])[moved.pk][0].why_not


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_to_an_address_that_is_no_longer_theirs(oda, moved):
    marta = a_contact(moved.client)
    actions.ask_pulse(moved, marta, by=oda, at=AT)
    change_contact(marta, emails=["new@alder.example"], by=oda, at=AT)
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    assert "no longer one of Marta" in asked_of([moved])[moved.pk][0].why_not


def test_it_is_asked_by_itself_on_the_day_where_the_client_is(oda, moved):
    a_contact(moved.client)
    moved.client.time_zone = "Pacific/Auckland"
    moved.client.save()
    before_midnight_there = datetime(2027, 1, 12, 10, 59, tzinfo=UTC)
    assert due(before_midnight_there) == []
    assert due(before_midnight_there + timedelta(minutes=1)) == [moved]


def test_a_clock_change_moves_no_day(oda):
    """Handed over on 26 February, thirty days on is 28 March, when clocks in Amsterdam go forward."""
    moved = a_transition(a_client(), Step.CHECK_IN, handed_over_on=date(2027, 2, 26))
    assert due(datetime(2027, 3, 27, 22, 59, tzinfo=UTC)) == []
    assert due(datetime(2027, 3, 27, 23, 0, tzinfo=UTC)) == [moved]
    assert due(datetime(2027, 3, 28, 21, 59, tzinfo=UTC)) == [moved]


def test_by_itself_once_then_and_once_before_the_six_month_review(oda, moved):
    marta = a_contact(moved.client)
    assert actions.ask_when_due(moved, at=AT)
    assert actions.ask_when_due(moved, at=AT + timedelta(days=1)) is None
    pulse = Pulse.objects.get()
    actions.answer_pulse(pulse, marta, score=4, at=AT + timedelta(days=1))
    assert due(datetime(2027, 4, 24, 9, 0, tzinfo=UTC)) == []
    before_review = datetime(2027, 4, 25, 9, 0, tzinfo=UTC)
    assert due(before_review) == [moved]
    assert actions.ask_when_due(moved, at=before_review)
    assert due(before_review + timedelta(days=60)) == []
    assert OutgoingMail.objects.count() == 2


def test_who_was_told_and_can_be_reached_is_asked_and_nobody_where_nobody_is(oda, moved):
    assert actions.ask_when_due(moved, at=AT) is None
    a_contact(moved.client, "Gone Girl", left_on=date(2026, 12, 1))
    a_contact(moved.client, "No Mail", email=None)
    decides = a_contact(moved.client, "Marta Lindgaard", role="decides")
    pulse = actions.ask_when_due(moved, at=AT)
    assert pulse
    assert pulse.contact == decides


def test_the_job_asks_those_whose_day_has_come(oda, moved, monkeypatch):
    from twinhelm.foundation import clock
    from twinhelm.foundation.jobs import Work

    a_contact(moved.client)
    monkeypatch.setattr(clock, "now", lambda: AT)
    ask_pulses.function(Work(job_id=1, attempt=1))
    ask_pulses.function(Work(job_id=2, attempt=1))
    assert OutgoingMail.objects.count() == 1


def test_an_answer_can_be_changed_for_an_hour(oda, moved):
    marta = a_contact(moved.client)
    pulse = actions.ask_pulse(moved, marta, by=oda, at=AT)
    actions.answer_pulse(pulse, marta, score=2, words="Slow answers", at=AT)
    changed = actions.answer_pulse(pulse, marta, score=3, at=AT + timedelta(minutes=59))
    assert (changed.score, changed.words, changed.answered_at) == (3, "", AT)
    with pytest.raises(actions.NoLongerAsked, match="more than an hour"):
        actions.answer_pulse(pulse, marta, score=5, at=AT + timedelta(minutes=61))


def test_nobody_else_answers_it(oda, moved):
    pulse = actions.ask_pulse(moved, a_contact(moved.client), by=oda, at=AT)
    other = a_contact(moved.client, "Nils")
    with pytest.raises(actions.NoLongerAsked, match="somebody else"):
        actions.answer_pulse(pulse, other, score=5, at=AT)


def test_a_mail_that_waits_for_days_is_of_no_use_any_more(oda, moved):
    actions.ask_pulse(moved, a_contact(moved.client), by=oda, at=AT)
    posted = OutgoingMail.objects.get()
    assert posted.not_after == AT + timedelta(days=3)
    assert posted.kind == MailKind.SIGN_IN
