"""What clients say to the change: what stops, who answers, and how often it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.choices import Tray
from twinhelm.conversations.models import Conversation, Message
from twinhelm.conversations.queries.inbox import in_tray
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.actions.acknowledging import SaidByThemselves, acknowledge, take_back_acknowledgement
from twinhelm.transition.actions.worries import LONGEST, SettledBefore, raise_worry, settle_worry
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Acknowledgement, Worry
from twinhelm.transition.testing import a_transition

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def moving(ana):
    jonas = a_member("Jonas Berg", Role.ACCOUNT_MANAGER)
    client = a_client()
    a_lead(client, Part.ACCOUNT, jonas)
    return a_transition(client, Step.INTRODUCE, account=ana, former_account=jonas)


@pytest.fixture
def marta(moving):
    return a_contact(moving.client, email="marta@alder.example")


def worried(moving, marta, text="Will Ana know our till system?", key="form-1", **more):
    return raise_worry(moving, marta, text, key=key, at=AT, **more)


def test_a_worry_is_a_conversation_at_once_for_the_account_lead_of_the_day(moving, marta):
    worry = worried(moving, marta)
    conversation = Conversation.objects.get()
    assert worry.conversation == conversation
    assert (conversation.client, conversation.assigned_to.name) == (moving.client, "Jonas Berg")
    assert conversation.last_words == "Will Ana know our till system?"
    assert conversation.waiting_since == AT
    assert conversation.answer_due_at > AT
    message = conversation.messages.get()
    assert (message.from_address, message.contact, message.is_held) == ("marta@alder.example", marta, False)
    assert message.responsibility.key == "real-time"
    jonas = moving.former_account
    assert conversation in in_tray(jonas, Tray.ME, AT)


def test_after_the_effective_day_the_new_account_lead_answers(moving, marta, ana):
    moving.client.leads.update(to_on=date(2026, 11, 30))
    a_lead(moving.client, Part.ACCOUNT, ana, from_on=date(2026, 12, 1))
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    worry = raise_worry(moving, marta, "Who is Ana?", key="a", at=late)
    assert worry.conversation.assigned_to == ana


def test_nobody_who_is_gone_is_asked_to_answer(moving, marta, ana):
    moving.former_account.is_active = False
    moving.former_account.save()
    assert worried(moving, marta).conversation.assigned_to == ana


def test_a_worry_sent_twice_is_one(moving, marta):
    assert worried(moving, marta) == worried(moving, marta)
    assert (Worry.objects.count(), Conversation.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert EventRecord.objects.filter(name="WorryRaised").count() == 1


def test_two_contacts_with_the_same_key_both_count(moving, marta):
    worried(moving, marta)
    worried(moving, a_contact(moving.client, "Rosa Alder"))
    assert Worry.objects.count() == 2


def test_a_worry_stops_the_way_until_it_is_settled(moving, marta, ana):
    worry = worried(moving, marta)
    moving.refresh_from_db()
    assert (moving.is_stopped, moving.stopped_by, moving.stopped_why) == (True, None, "Will Ana know our till system?")
    before = moving.version
    settle_worry(worry, how="Ana showed them the till on Tuesday.", by=ana, at=AT)
    moving.refresh_from_db()
    assert (moving.is_stopped, moving.stopped_why) == (False, "")
    assert moving.version == before + 1


def test_one_of_two_settled_worries_does_not_let_the_way_go_on(moving, marta, ana):
    first, _second = worried(moving, marta), worried(moving, marta, key="form-2")
    settle_worry(first, how="Explained.", by=ana, at=AT)
    moving.refresh_from_db()
    assert moving.is_stopped


def test_what_a_person_stopped_stays_stopped_when_a_worry_is_settled(moving, marta, ana):
    type(moving).objects.update(stopped_at=AT, stopped_by=ana, stopped_why="Fair week")
    settle_worry(worried(moving, marta), how="Explained.", by=ana, at=AT)
    moving.refresh_from_db()
    assert (moving.is_stopped, moving.stopped_why) == (True, "Fair week")


def test_a_worry_after_the_change_is_through_stops_nothing_and_is_heard_all_the_same(moving, marta):
    moving.state = TransitionState.THROUGH
    moving.save()
    worry = worried(moving, marta)
    moving.refresh_from_db()
    assert (worry.stops, moving.is_stopped) == (False, False)
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (LONGEST + 1)])
def test_refuses_a_worry_without_words_or_too_long_and_stores_nothing(moving, marta, text):
    with pytest.raises(Invalid):
        worried(moving, marta, text)
    assert not Conversation.objects.exists()


def test_refuses_a_contact_of_another_client(moving):
    stranger = a_contact(a_client("Fjord Hotels"))
    with pytest.raises(Invalid):
        worried(moving, stranger)
    with pytest.raises(Invalid):
        acknowledge(moving, stranger, at=AT)


def test_a_maker_neither_notes_nor_settles(moving, marta):
    dee = a_member("Dee", Role.MAKER)
    with pytest.raises(NotPermitted):
        worried(moving, marta, noted_by=dee)
    with pytest.raises(NotPermitted):
        acknowledge(moving, marta, by=dee, at=AT)
    with pytest.raises(NotPermitted):
        settle_worry(worried(moving, marta), how="So.", by=dee, at=AT)


def test_settled_by_two_the_second_reads_what_the_first_said(moving, marta, ana):
    worry = worried(moving, marta)
    settle_worry(worry, how="We met.", by=ana, at=AT)
    settle_worry(worry, how="We met.", by=ana, at=AT + timedelta(minutes=1))
    with pytest.raises(SettledBefore, match="Ana Reyes settled it already: We met"):
        settle_worry(worry, how="Called.", by=moving.former_account, at=AT)
    assert EventRecord.objects.filter(name="WorrySettled").count() == 1


def test_settling_asks_how(moving, marta, ana):
    with pytest.raises(Invalid):
        settle_worry(worried(moving, marta), how=" ", by=ana, at=AT)


def test_an_acknowledgement_counts_once_and_keeps_its_first_moment(moving, marta):
    acknowledge(moving, marta, at=AT)
    acknowledge(moving, marta, at=AT + timedelta(days=1))
    assert Acknowledgement.objects.get().at == AT
    assert EventRecord.objects.filter(name="Acknowledged").count() == 1


def test_one_noted_by_phone_can_be_taken_back_and_one_of_the_client_not(moving, marta, ana):
    noted = acknowledge(moving, marta, at=AT, by=ana, words="Fine by her, on the phone.")
    take_back_acknowledgement(noted, by=ana, at=AT)
    take_back_acknowledgement(noted, by=ana, at=AT)
    assert not Acknowledgement.objects.exists()
    own = acknowledge(moving, marta, at=AT)
    with pytest.raises(SaidByThemselves):
        take_back_acknowledgement(own, by=ana, at=AT)
