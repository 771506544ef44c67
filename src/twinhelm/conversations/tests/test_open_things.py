"""What the change of leads finds here: what is open, whose it is, and nothing that only one may read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.queries.handing_over import contributions
from twinhelm.clients.testing import a_client
from twinhelm.conversations.actions.giving import NotToGive, give_conversations
from twinhelm.conversations.choices import ConversationState, Direction, MeetingState
from twinhelm.conversations.models import Conversation, Draft
from twinhelm.conversations.testing import a_call, a_conversation, a_meeting, a_message
from twinhelm.foundation.answers import NotPermitted
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    return a_member("Jonas Falk", "account_manager"), a_member("Ana Reyes", "account_manager")


@pytest.fixture
def alder(cast):
    return a_client()


def found(kind, client, giver, at=AT):
    return list(contributions[kind].gathers(client, Part.ACCOUNT, giver, at))


def titles(kind, client, giver):
    return [one.title for one in found(kind, client, giver)]


def test_open_conversations_of_the_giver_and_those_nobody_answers(cast, alder) -> None:
    jonas, ana = cast
    a_conversation(alder, "Sundays", assigned_to=jonas)
    waits = a_conversation(alder, "Ovens")
    a_message(waits, Direction.IN, at=AT)
    a_conversation(alder, "Settled", assigned_to=jonas, state=ConversationState.DONE)
    a_conversation(alder, "Ana’s own", assigned_to=ana)
    a_conversation(alder, "Nobody waits")
    a_conversation(a_client("Fjord Hotels"), "Rooms", assigned_to=jonas)
    assert titles("conversations", alder, jonas) == ["Ovens", "Sundays"]
    assert [one.holder_id for one in found("conversations", alder, jonas)] == [None, jonas.pk]
    assert "nobody answers it yet" in found("conversations", alder, jonas)[0].detail


def test_a_private_conversation_is_named_without_its_words_and_stays(cast, alder) -> None:
    jonas, ana = cast
    private = a_conversation(alder, "Trouble at home", assigned_to=jonas, is_private=True)
    (thing,) = found("conversations", alder, jonas)
    assert (thing.title, thing.href) == ("A private conversation", "")
    assert "Jonas opens it to the others first" in thing.stays
    with pytest.raises(NotToGive):
        give_conversations([str(private.pk)], ana, jonas, AT)


def test_giving_refuses_all_when_one_was_closed(cast, alder) -> None:
    jonas, ana = cast
    sundays = a_conversation(alder, "Sundays", assigned_to=jonas)
    closed = a_conversation(alder, "Ovens", assigned_to=jonas, state=ConversationState.DONE)
    with pytest.raises(NotToGive, match="1 conversation was closed meanwhile"):
        give_conversations([str(sundays.pk), str(closed.pk)], ana, jonas, AT)
    sundays.refresh_from_db()
    assert sundays.assigned_to == jonas


def test_gives_only_to_who_answers_clients_and_back_to_nobody(cast, alder) -> None:
    jonas, ana = cast
    sundays = a_conversation(alder, "Sundays", assigned_to=jonas)
    with pytest.raises(NotPermitted):
        give_conversations([str(sundays.pk)], a_member("Dee Okafor", "maker"), jonas, AT)
    for receiver in (ana, None):
        give_conversations([str(sundays.pk)], receiver, jonas, AT)
        assert Conversation.objects.get(pk=sundays.pk).assigned_to == receiver


def test_of_drafts_only_how_many_there_are(cast, alder) -> None:
    jonas, ana = cast
    facts = {"began_at": AT, "changed_at": AT}
    Draft.objects.create(by=jonas, client=alder, subject="Secret offer", text="Half the price", **facts)
    Draft.objects.create(by=jonas, conversation=a_conversation(alder), text="Sorry", **facts)
    Draft.objects.create(by=jonas, client=alder, text="Gone", sent_at=AT, **facts)
    Draft.objects.create(by=ana, client=alder, text="Ana’s", **facts)
    (thing,) = found("drafts", alder, jonas)
    assert thing.title == "2 letters begun"
    assert not {"Secret offer", "Half the price"} & {thing.title, thing.detail}
    assert found("drafts", a_client("Fjord Hotels"), jonas) == []


def test_promises_of_calls_and_meetings_that_are_not_kept_yet(cast, alder) -> None:
    jonas, ana = cast
    a_call(jonas, alder, next_step="Send the plan", next_step_on=date(2026, 11, 25))
    a_call(jonas, alder, next_step="Done long ago", next_step_done_at=AT)
    a_call(ana, alder, next_step="Ana’s")
    held = {"state": MeetingState.HELD, "next_step": "Ask about ovens"}
    a_meeting(alder, by=jonas, starts_at=AT - timedelta(days=3), **held)
    a_meeting(alder, by=jonas, starts_at=AT - timedelta(days=200), **held)
    assert titles("promises", alder, jonas) == ["Send the plan", "Ask about ovens"]
    assert "Due on 25 November." in found("promises", alder, jonas)[0].detail


def test_upcoming_meetings_of_the_giver_a_repeated_one_once(cast, alder) -> None:
    jonas, ana = cast
    for week in range(3):
        a_meeting(
            alder, "Weekly", by=jonas, uid="weekly", recurrence=str(week), starts_at=AT + timedelta(days=1 + 7 * week)
        )
    a_meeting(alder, "From his calendar", organiser=jonas.email.upper(), starts_at=AT + timedelta(days=2))
    a_meeting(alder, "Over", by=jonas, starts_at=AT - timedelta(days=1))
    a_meeting(alder, "Called off", by=jonas, state=MeetingState.CANCELLED)
    a_meeting(alder, "Ana’s", by=ana, starts_at=AT + timedelta(days=1))
    assert titles("meetings", alder, jonas) == ["Weekly", "From his calendar"]
    assert found("meetings", alder, jonas)[0].detail == "24 November, 10:00, and 2 times after it"


@pytest.mark.parametrize(("kind", "queries"), [("conversations", 1), ("drafts", 1), ("promises", 2), ("meetings", 1)])
@pytest.mark.parametrize("many", [1, 9])
def test_gathering_costs_the_same_for_any_number(kind, queries, many, cast, alder, django_assert_num_queries) -> None:
    jonas, _ana = cast
    for number in range(many):
        a_conversation(alder, f"About {number}", assigned_to=jonas)
        a_call(jonas, alder)
        a_meeting(alder, by=jonas, starts_at=AT + timedelta(days=2))
    assert jonas.zone, "read once for all kinds"
    with django_assert_num_queries(queries):
        found(kind, alder, jonas)
