"""The card below mails: from which day, in which zone, for whom."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from twinhelm.clients.choices import Part
from twinhelm.clients.queries.on_mails import foot_of
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Message
from twinhelm.conversations.testing import a_conversation, a_mailbox, a_message
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.testing import a_transition, an_education

pytestmark = pytest.mark.django_db
CARD = "Ana Reyes, your first contact · Pim de Wit steers the work"
FIRST = date(2026, 12, 1)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(ana, pim):
    client = a_client(time_zone="America/New_York")
    a_lead(client, Part.ACCOUNT, ana, from_on=FIRST)
    a_lead(client, Part.PRODUCTION, pim, from_on=FIRST)
    return client


@pytest.fixture
def moving(alder, ana, pim):
    return a_transition(alder, Step.SHADOW, account=ana, production=pim, effective_on=FIRST)


def answered(alder, ana, signed_in, at):
    """What a client reads when Ana answers at that moment."""
    waiting = a_conversation(alder, "Opening", assigned_to=ana)
    a_message(waiting, sender=a_contact(alder))
    mailbox = a_mailbox(ana, "ana@northlight.example", signature="Ana Reyes\nNorthlight")
    form = {
        "key": str(uuid4()),
        "conversation": waiting.pk,
        "seen_version": waiting.version,
        "mailbox": mailbox.pk,
        "to": "Marta <marta@alder.example>",
        "subject": "Re: Opening",
        "text": "Yes.",
    }
    with time_machine.travel(at, tick=False):
        assert signed_in(ana).post("/conversations/send/", form).status_code == 302
    return Message.objects.get(direction=Direction.OUT).body


def test_from_the_day_on_the_card_stands_below_the_signature(alder, moving, ana, signed_in):
    body = answered(alder, ana, signed_in, datetime(2026, 12, 1, 15, 0, tzinfo=UTC))
    assert body.text.startswith(f"Yes.\n\n-- \nAna Reyes\nNorthlight\n\n{CARD}\n")
    assert CARD in body.html
    assert body.new_text.strip() == "Yes."


def test_the_day_before_there_is_none(alder, moving, ana, signed_in):
    body = answered(alder, ana, signed_in, datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    assert CARD not in body.text


def test_the_day_begins_at_the_clients_midnight(alder, moving, ana, signed_in):
    """Where the agency works it is already the first of December; in New York it isn't."""
    body = answered(alder, ana, signed_in, datetime(2026, 12, 1, 4, 59, tzinfo=UTC))
    assert CARD not in body.text


def test_a_minute_later_it_has_begun(alder, moving, ana, signed_in):
    assert CARD in answered(alder, ana, signed_in, datetime(2026, 12, 1, 5, 0, tzinfo=UTC)).text


@pytest.mark.parametrize(
    ("at", "shows"),
    [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), True),  # the hour that is shown twice
    ],
)
def test_on_a_day_whose_clock_changes_it_begins_at_midnight_all_the_same(alder, moving, ana, signed_in, at, shows):
    alder.leads.update(from_on=date(2026, 11, 1))
    type(moving).objects.update(effective_on=date(2026, 11, 1))
    assert (CARD in answered(alder, ana, signed_in, at).text) is shows


def test_without_a_signature_the_card_is_still_no_part_of_the_words(alder, moving, ana, signed_in):
    waiting = a_conversation(alder, "Opening", assigned_to=ana)
    a_message(waiting, sender=a_contact(alder))
    mailbox = a_mailbox(ana, "ana@northlight.example")
    form = {"key": str(uuid4()), "conversation": waiting.pk, "seen_version": waiting.version, "mailbox": mailbox.pk}
    form |= {"to": "marta@alder.example", "subject": "Re: Opening", "text": "Yes."}
    with time_machine.travel(datetime(2026, 12, 2, 9, 0, tzinfo=UTC), tick=False):
        signed_in(ana).post("/conversations/send/", form)
    assert Message.objects.get(direction=Direction.OUT).body.new_text.strip() == "Yes."


def test_a_client_who_was_not_told_sees_nothing_of_it(alder, ana, pim):
    moving = a_transition(alder, Step.TELL, account=ana, production=pim, effective_on=FIRST)
    an_education(moving)
    assert foot_of(alder, FIRST) == ""
    moving.education.sent_at = datetime(2026, 11, 20, tzinfo=UTC)
    moving.education.save()
    assert foot_of(alder, FIRST) == CARD


def test_a_client_who_was_rolled_back_has_none(alder, moving):
    type(moving).objects.update(state=TransitionState.ROLLED_BACK)
    assert foot_of(alder, FIRST) == ""


def test_a_client_without_any_change_has_none(alder):
    assert foot_of(alder, FIRST) == ""


def test_one_person_for_both_is_said_honestly(alder, moving, ana):
    alder.leads.filter(part=Part.PRODUCTION).update(member=ana)
    assert foot_of(alder, FIRST) == "Ana Reyes, your contact for everything"


def test_it_follows_whoever_leads_on_the_day(alder, moving, ana, pim):
    alder.leads.update(to_on=date(2027, 1, 31))
    a_lead(alder, Part.ACCOUNT, a_member("Yuki Mori", Role.ACCOUNT_MANAGER), from_on=date(2027, 2, 1))
    a_lead(alder, Part.PRODUCTION, pim, from_on=date(2027, 2, 1))
    assert foot_of(alder, date(2027, 1, 31)) == CARD
    assert foot_of(alder, date(2027, 2, 1)) == "Yuki Mori, your first contact · Pim de Wit steers the work"


def test_a_production_lead_in_front_is_named_first(alder, moving, pim):
    a_lead(alder, Part.FIRST_CONTACT, pim, from_on=FIRST)
    assert foot_of(alder, FIRST) == "Pim de Wit, your first contact · Ana Reyes looks after what you need"


def test_it_costs_two_queries(alder, moving, django_assert_num_queries):
    with django_assert_num_queries(2):
        foot_of(alder, FIRST)
