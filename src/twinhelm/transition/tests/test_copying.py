"""The former contact stays copied from the day of the change up to a last day, as the client counts days."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from twinhelm.clients.queries.on_mails import copied_on
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.testing import a_conversation, a_mailbox, a_message
from twinhelm.foundation.answers import Invalid
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.copying import copy_until
from twinhelm.transition.actions.locking import MovedMeanwhile
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Transition
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def jonas(oda):
    return a_member("Jonas Falk", "account_manager")


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", "account_manager")


@pytest.fixture
def alder(oda):
    return a_client()


@pytest.fixture
def change(alder, jonas, ana):
    """Counts from 1 December; the programme copies for 60 days."""
    return a_transition(alder, Step.HAND_OVER, former_account=jonas, account=ana)


@pytest.mark.parametrize(
    ("day", "is_copied"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2027, 1, 30), True),
        (date(2027, 1, 31), False),
    ],
)
def test_from_the_first_day_to_the_last(day, is_copied, change, alder, jonas) -> None:
    assert copied_on(alder, day) == ([jonas] if is_copied else [])


def test_counts_from_the_hand_over_once_there_was_one(change, alder, jonas) -> None:
    Transition.objects.update(handed_over_on=date(2026, 12, 14))
    assert copied_on(alder, date(2027, 2, 12)) == [jonas]
    assert copied_on(alder, date(2027, 2, 13)) == []


def test_another_last_day_counts_instead(change, alder, jonas, ana) -> None:
    changed = copy_until(change, date(2027, 1, 15), version=change.version, by=ana, at=AT)
    assert copied_on(alder, date(2027, 1, 15)) == [jonas]
    assert copied_on(alder, date(2027, 1, 16)) == []
    again = copy_until(change, date(2027, 1, 15), version=change.version, by=ana, at=AT)
    assert again.version == changed.version
    with pytest.raises(MovedMeanwhile, match="Ana Reyes"):
        copy_until(change, date(2027, 1, 20), version=change.version, by=jonas, at=AT)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2028, 12, 1)])
def test_refuses_a_day_before_the_change_or_far_off(day, change, ana) -> None:
    with pytest.raises(Invalid, match="within a year after"):
        copy_until(change, day, version=change.version, by=ana, at=AT)


def test_nobody_is_copied_where_the_contact_stays(change, alder, ana) -> None:
    Transition.objects.update(former_account=ana)
    assert copied_on(alder, date(2026, 12, 2)) == []
    with pytest.raises(Invalid, match="Nobody is copied here"):
        copy_until(change, date(2026, 12, 20), version=change.version, by=ana, at=AT)


def test_nor_after_a_roll_back_nor_whoever_was_deactivated(change, alder, jonas) -> None:
    Transition.objects.update(state=TransitionState.ROLLED_BACK)
    assert copied_on(alder, date(2026, 12, 2)) == []
    Transition.objects.update(state=TransitionState.THROUGH)
    assert copied_on(alder, date(2026, 12, 2)) == [jonas]
    jonas.is_active = False
    jonas.save()
    assert copied_on(alder, date(2026, 12, 2)) == []


class TestLetters:
    @pytest.fixture
    def page(self, change, alder, ana, signed_in):
        """What Ana sees when she answers at a moment."""
        a_mailbox()
        conversation = a_conversation(alder, "Sundays")
        a_message(conversation, sender=a_contact(alder))

        def look(at, who=ana, address=f"/conversations/{conversation.pk}/"):
            with time_machine.travel(at, tick=False):
                return signed_in(who).get(address).content.decode()

        return look

    COPY = 'name="cc" value="Jonas Falk &lt;jonas.falk@northlight.example&gt;"'

    def test_an_answer_has_him_in_copy_and_says_why(self, page) -> None:
        shown = page(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
        assert self.COPY in shown
        assert "Jonas was their contact and stays copied for a while" in shown

    def test_a_new_letter_to_a_contact_too(self, page, alder) -> None:
        contact = alder.contacts.get()
        address = f"/conversations/new/?contact={contact.pk}"
        assert self.COPY in page(datetime(2026, 12, 2, 9, 0, tzinfo=UTC), address=address)
        assert self.COPY not in page(datetime(2026, 11, 20, 9, 0, tzinfo=UTC), address=address)

    def test_he_does_not_copy_himself(self, page, jonas) -> None:
        assert self.COPY not in page(datetime(2026, 12, 2, 9, 0, tzinfo=UTC), who=jonas)

    def test_the_last_day_is_the_clients(self, page, alder) -> None:
        alder.time_zone = "Pacific/Auckland"
        alder.save()
        assert self.COPY in page(datetime(2027, 1, 30, 10, 30, tzinfo=UTC)), "30 January, 23:30 in Auckland"
        assert self.COPY not in page(datetime(2027, 1, 30, 11, 30, tzinfo=UTC)), "the day after, there"
        assert self.COPY in page(datetime(2026, 11, 30, 11, 30, tzinfo=UTC)), "the first day begins there first"

    def test_a_private_conversation_is_not_copied(self, page, alder, ana) -> None:
        from twinhelm.conversations.models import Conversation

        Conversation.objects.update(is_private=True, assigned_to=ana)
        assert self.COPY not in page(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))

    def test_taken_out_it_stays_out(self, page, alder, ana) -> None:
        from twinhelm.conversations.models import Conversation, Draft

        moment = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
        recipients = {"to": [["", "marta@alder.example"]], "cc": []}
        one = Conversation.objects.get()
        Draft.objects.create(conversation=one, by=ana, recipients=recipients, began_at=moment, changed_at=moment)
        assert self.COPY not in page(moment)
