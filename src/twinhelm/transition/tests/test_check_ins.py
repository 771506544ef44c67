"""Private check-ins: who asks, and that nothing of it leaks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.check_ins import ChangeEnded, NotHandedOver, check_in, take_back_check_in
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import CheckIn
from twinhelm.transition.policies.afterwards import may_read_check_in
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def story():
    oda, ana, pim = (
        an_owner(),
        a_member("Ana Reyes", Role.ACCOUNT_MANAGER),
        a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
    )
    jonas = a_member("Jonas Berg", Role.ACCOUNT_MANAGER)
    alder = a_client()
    moved = a_transition(
        alder,
        Step.CHECK_IN,
        account=ana,
        production=pim,
        former_account=jonas,
        former_production=jonas,
        handed_over_on=date(2026, 12, 14),
    )
    return oda, ana, pim, jonas, moved


def test_the_new_account_lead_is_told_to_let_somebody_else_ask(story):
    _oda, ana, *_others, moved = story
    with pytest.raises(NotPermitted, match="somebody else"):
        check_in(moved, mood=4, words="Fine", by=ana, at=AT)
    assert not CheckIn.objects.exists()


def test_somebody_else_notes_it_once_however_often_they_click(story):
    *_others, jonas, moved = story
    marta = a_contact(moved.client)
    first = check_in(moved, contact=marta, mood=2, words="They miss\nJonas", by=jonas, at=AT)
    again = check_in(moved, contact=marta, mood=2, words="They miss\nJonas", by=jonas, at=AT + timedelta(seconds=3))
    assert first == again
    assert CheckIn.objects.get().words == "They miss\nJonas"


def test_the_trail_knows_neither_mood_nor_words(story):
    *_others, jonas, moved = story
    check_in(moved, mood=1, words="Unhappy with the calls", by=jonas, at=AT)
    record = EventRecord.objects.get(name="CheckedIn")
    assert record.facts == {"client_id": moved.client_id}


def test_its_words_are_for_its_author_and_owners_but_never_for_the_new_account_lead(story):
    oda, ana, pim, jonas, moved = story
    noted = check_in(moved, mood=1, words="Unhappy", by=jonas, at=AT)
    assert may_read_check_in(jonas, noted)
    assert may_read_check_in(oda, noted)
    assert not may_read_check_in(ana, noted)
    assert not may_read_check_in(pim, noted)
    moved.account = oda
    moved.save()
    noted.refresh_from_db()
    assert not may_read_check_in(oda, CheckIn.objects.select_related("transition").get())


def test_nobody_asks_before_the_hand_over_or_after_a_roll_back(story):
    *_others, jonas, moved = story
    moved.handed_over_on = None
    moved.save()
    with pytest.raises(NotHandedOver, match="Alder Bakery"):
        check_in(moved, mood=3, by=jonas, at=AT)
    moved.handed_over_on, moved.state = date(2026, 12, 14), TransitionState.ROLLED_BACK
    moved.save()
    with pytest.raises(ChangeEnded, match="rolled back"):
        check_in(moved, mood=3, by=jonas, at=AT)


def test_refuses_a_sixth_mood_and_somebody_elses_contact(story):
    *_others, jonas, moved = story
    with pytest.raises(Invalid, match="one of the five"):
        check_in(moved, mood=6, by=jonas, at=AT)
    with pytest.raises(Invalid, match="another client"):
        check_in(moved, mood=3, contact=a_contact(a_client("Fjord Hotels")), by=jonas, at=AT)
    assert not CheckIn.objects.exists()


def test_only_its_author_takes_it_back_and_then_nothing_is_kept(story):
    oda, *_others, jonas, moved = story
    noted = check_in(moved, mood=1, words="Unhappy", by=jonas, at=AT)
    with pytest.raises(NotPermitted):
        take_back_check_in(noted, by=oda, at=AT)
    take_back_check_in(noted, by=jonas, at=AT)
    assert not CheckIn.objects.exists()
