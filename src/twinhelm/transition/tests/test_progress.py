"""How far the change is: by clients, revenue and hours."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.inventory.models import Need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.progress import Bar, following, progress_of
from twinhelm.transition.testing import a_programme, a_transition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def programme(oda):
    return a_programme()


def through(name, days_ago=1, **fields):
    ended = NOW - timedelta(days=days_ago)
    return a_transition(a_client(name, **fields), Step.STABLE, state=TransitionState.THROUGH, ended_at=ended)


def test_clients_revenue_and_hours_are_through_under_way_and_to_come(oda, programme):
    through("Fjord", yearly_cents=300, weekly_minutes=60)
    a_transition(a_client("Alder", yearly_cents=100, weekly_minutes=30), Step.TELL)
    a_transition(a_client("Nova", yearly_cents=50))
    a_transition(a_client("Gone", yearly_cents=999, weekly_minutes=999), state=TransitionState.ROLLED_BACK)
    found = progress_of(programme, oda, at=NOW)
    assert found.clients == Bar(1, 1, 1)
    assert found.revenue == Bar(300, 100, 50)
    assert found.hours == Bar(60, 30, 0, unknown=1)
    assert found.rolled_back == 1
    assert not found.is_half_way


def test_hours_as_measured_count_before_those_agreed(oda, programme):
    one = through("Fjord", weekly_minutes=60)
    Need.objects.create(client=one.client, weekly_minutes=240, counted_at=NOW, first_on=NOW, last_on=NOW)
    assert progress_of(programme, oda, at=NOW).hours.through == 240


def test_says_of_how_many_clients_the_revenue_is_not_known(oda, programme):
    through("Fjord", yearly_cents=0)
    through("Tern")
    assert progress_of(programme, oda, at=NOW).revenue == Bar(0, 0, 0, unknown=1)


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER])
def test_revenue_is_not_even_asked_for_whoever_may_not_see_it(programme, role, django_assert_num_queries):
    through("Fjord", yearly_cents=7773100)
    member = a_member("Ana", role)
    found = progress_of(programme, member, at=NOW)
    assert found.revenue is None
    assert found.clients.through == 1


def test_half_way_is_more_than_half(oda, programme):
    through("A")
    a_transition(a_client("B"))
    assert not progress_of(programme, oda, at=NOW).is_half_way
    through("C")
    assert progress_of(programme, oda, at=NOW).is_half_way


def test_the_end_is_a_range_once_four_are_through(oda, programme):
    a_transition(a_client("Left"), Step.SHADOW)
    for number in range(3):
        through(f"Client {number}", 7 * number + 10)
    assert progress_of(programme, oda, at=NOW).is_too_early
    through("Client 4", 45)
    found = progress_of(programme, oda, at=NOW)
    assert NOW.date() <= found.earliest_on < found.latest_on


def test_all_through_says_since_when(oda, programme):
    through("A", 9)
    through("B", 4)
    found = progress_of(programme, oda, at=NOW)
    assert found.is_through
    assert found.ended_on.isoformat() == "2026-11-19"


def test_a_sliver_is_never_none_and_a_rest_never_all():
    assert Bar(1, 0, 999).percent == 1
    assert Bar(999, 1, 0).percent == 99
    assert Bar().percent == 0


def test_clients_that_were_merged_or_deleted_are_not_counted(oda, programme):
    one = through("Fjord")
    one.client.deleted_at = NOW
    one.client.save()
    assert progress_of(programme, oda, at=NOW).clients.total == 0


def test_names_who_comes_next(oda, programme):
    for number, name in enumerate(("Late", "Soon")):
        day = (NOW + timedelta(days=30 - 10 * number)).date()
        a_transition(a_client(name), Step.SHADOW, effective_on=day)
    a_transition(a_client("Stopped"), Step.SHADOW, stopped_at=NOW)
    a_transition(a_client("Waiting"))
    assert [one.client.name for one in following(programme, oda)] == ["Soon", "Late"]


def test_costs_two_queries_and_under_ten_milliseconds_for_a_thousand_clients(oda, programme, django_assert_num_queries):
    from twinhelm.clients.models import Client

    clients = Client.objects.bulk_create(
        Client(name=f"Client {n}", made_by=oda, made_at=NOW, yearly_cents=n, weekly_minutes=60) for n in range(1000)
    )
    Need.objects.bulk_create(
        Need(client=one, weekly_minutes=120, counted_at=NOW, first_on=NOW, last_on=NOW) for one in clients
    )
    wave = programme.waves.get()
    Transition.objects.bulk_create(
        Transition(
            programme=programme,
            wave=wave,
            client=one,
            step=Step.STABLE if n % 2 else Step.TELL,
            state=TransitionState.THROUGH if n % 2 else TransitionState.UNDER_WAY,
            step_since=NOW,
            ended_at=NOW - timedelta(hours=n) if n % 2 else None,
        )
        for n, one in enumerate(clients)
    )
    progress_of(programme, oda, at=NOW)  # learns who asks
    with django_assert_num_queries(2):
        progress_of(programme, oda, at=NOW)
    fastest = min(spent(lambda: progress_of(programme, oda, at=NOW)) for _ in range(10))
    assert fastest < 0.010


def spent(act):
    before = process_time()
    act()
    return process_time() - before
