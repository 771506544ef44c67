"""How facts become a need, and needs a quarter."""

import pytest

from twinhelm.clients.choices import Mode, NeedKind
from twinhelm.clients.testing import a_client
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import InventorySettings, Overrule
from twinhelm.inventory.queries.needs import seen_of, seen_of_projects
from twinhelm.inventory.rules.needs import Measured, need_of, score_of
from twinhelm.inventory.testing import COUNTED_AT, a_need
from twinhelm.projects.testing import a_project


def measured(value: float | None, weight: int = 1, full_at: float = 10) -> Measured:
    return Measured("messages", value, weight, full_at)


def test_a_value_scores_in_proportion_and_never_more_than_ten():
    assert [score_of(value, 30) for value in (0, 15, 30, 90)] == [0, 50, 100, 100]


def test_where_less_is_more_half_the_time_counts_twice():
    assert [score_of(hours, 2, is_less_more=True) for hours in (1, 2, 4, 8)] == [100, 100, 50, 25]


def test_weighs_what_is_known():
    assert need_of([measured(10, 3), measured(0, 1)]) == 75


def test_what_is_not_known_leaves_the_mean_alone():
    assert need_of([measured(10, 3), measured(None, 1)]) == 100


def test_says_nothing_when_most_of_the_weight_is_not_known():
    assert need_of([measured(10, 2), measured(None, 3)]) is None
    assert need_of([measured(10, 2), measured(None, 2)]) == 100


def test_says_nothing_of_nothing():
    assert need_of([]) is None
    assert need_of([measured(10, 0)]) is None


@pytest.mark.parametrize(
    ("communication", "complexity", "quarter", "mode"),
    [
        (50, 49, Quarter.ACCOUNT, Mode.CLIENT_LED),
        (49, 50, Quarter.PRODUCTION, Mode.PRODUCTION_LED),
        (80, 70, Quarter.TWO, Mode.CLIENT_LED),
        (70, 80, Quarter.TWO, Mode.PRODUCTION_LED),
        (10, 20, Quarter.HYBRID, Mode.HYBRID),
        (None, 20, Quarter.UNKNOWN, None),
    ],
)
@pytest.mark.django_db
def test_two_needs_make_a_quarter(communication, complexity, quarter, mode):
    client = a_client()
    a_need(client, communication, complexity)
    seen = seen_of([client])[client.pk]
    assert (seen.quarter, seen.wanted_mode) == (quarter, mode)


@pytest.mark.django_db
def test_what_a_person_says_counts_instead_until_it_is_taken_back():
    client = a_client()
    oda = client.made_by
    a_need(client, 20, None)
    said = Overrule.objects.create(
        client=client, kind=NeedKind.COMPLEXITY, tenths=80, reason="Their shop is odd", by=oda, at=COUNTED_AT
    )
    seen = seen_of([client])[client.pk]
    assert (seen.communication, seen.complexity, seen.is_enough) == (20, 80, True)
    Overrule.objects.filter(pk=said.pk).update(ended_at=COUNTED_AT, ended_by=oda)
    assert seen_of([client])[client.pk].complexity is None


@pytest.mark.django_db
def test_the_agency_says_from_where_on_a_need_is_strong():
    client = a_client()
    a_need(client, 60, 20)
    assert seen_of([client])[client.pk].quarter == Quarter.ACCOUNT
    InventorySettings.objects.create(middle=70)
    assert seen_of([client])[client.pk].quarter == Quarter.HYBRID


@pytest.mark.django_db
def test_a_client_never_counted_needs_nobody_knows_what():
    client = a_client(weekly_minutes=300)
    seen = seen_of([client])[client.pk]
    assert (seen.quarter, seen.weekly_minutes, seen.weeks_known) == (Quarter.UNKNOWN, 300, 0)


@pytest.mark.django_db
def test_a_project_has_needs_of_its_own():
    client = a_client()
    shop = a_project(client, name="Shop")
    a_need(client, 90, 10)
    a_need(client, 10, 90, project=shop)
    assert seen_of([client])[client.pk].quarter == Quarter.ACCOUNT
    assert seen_of_projects([shop])[shop.pk].quarter == Quarter.PRODUCTION


@pytest.mark.django_db
def test_any_number_of_clients_costs_three_queries(django_assert_num_queries):
    clients = [a_client(name=f"Client {number}") for number in range(5)]
    for client in clients:
        a_need(client)
    with django_assert_num_queries(3):
        assert {seen.quarter for seen in seen_of(clients).values()} == {Quarter.TWO}
