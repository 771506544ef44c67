"""What whoever takes over a client is told of the people and their business."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import GoalState, Part, ProfileTopic
from twinhelm.clients.models import ClientNote, Goal, KeyDate, ProfileEntry
from twinhelm.clients.queries.handing_over import contributions
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KINDS = ("likes", "goals", "profile", "key_dates", "notes")


@pytest.fixture
def jonas():
    return a_member("Jonas Falk", "account_manager")


@pytest.fixture
def alder(jonas):
    client = a_client()
    said = {"client": client, "confirmed_by": jonas, "confirmed_at": AT}
    a_contact(client, likes="Calls before ten, no attachments")
    a_contact(client, "Gone Person", likes="Cake", left_on=date(2026, 1, 1))
    a_contact(client, "Quiet Person")
    Goal.objects.create(**said, name="Fewer calls", measure="calls a week", begin="40", now="31", target="20")
    Goal.objects.create(**said, name="Two shops", state=GoalState.REACHED)
    old = said | {"confirmed_at": AT - timedelta(days=300)}
    ProfileEntry.objects.create(**old, topic=ProfileTopic.COMPETITORS, text="Fjord")
    ProfileEntry.objects.create(**said, topic=ProfileTopic.SELLS, text="Bread")
    KeyDate.objects.create(**said, name="Christmas", on=date(2020, 12, 24), is_yearly=True)
    KeyDate.objects.create(**said, name="Summer fair", on=date(2020, 7, 1), is_yearly=True)
    KeyDate.objects.create(**said, name="Opened", on=date(2026, 5, 1))
    ClientNote.objects.create(client=client, by=jonas, at=AT, text="The dog\nis called Brot")
    ClientNote.objects.create(client=client, by=jonas, at=AT, text="Wrong", deleted_at=AT)
    return client


def found(kind, client, giver):
    return [(one.title, one.detail) for one in contributions[kind].gathers(client, Part.ACCOUNT, giver, AT)]


def test_likes_goals_stale_topics_coming_days_and_notes(alder, jonas) -> None:
    assert found("likes", alder, jonas) == [("Marta Lindgaard", "Calls before ten, no attachments")]
    assert found("goals", alder, jonas) == [("Fewer calls", "calls a week, 31 → 20")]
    assert found("profile", alder, jonas) == [("Competitors", "Last confirmed on 27 January 2026.")]
    assert found("key_dates", alder, jonas) == [("Christmas", "24 December 2026")]
    assert found("notes", alder, jonas) == [("The dog is called Brot", "Jonas Falk, 23 November 2026")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("many", [0, 9])
def test_gathering_costs_one_query_for_any_number(kind, many, alder, jonas, django_assert_num_queries) -> None:
    for number in range(many):
        a_contact(alder, f"Person {number}", likes="Bread")
        ClientNote.objects.create(client=alder, by=jonas, at=AT, text=f"Note {number}")
    assert jonas.zone, "read once for all kinds"
    with django_assert_num_queries(1):
        found(kind, alder, jonas)
