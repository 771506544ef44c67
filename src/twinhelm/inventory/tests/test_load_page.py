"""The page of who carries how much."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinhelm.clients.choices import ClientState
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.models import InventorySettings
from twinhelm.inventory.queries.load_page import load_page
from twinhelm.inventory.rules.load import SHARES, Burner, Needed, points, room
from twinhelm.inventory.rules.relief import relief
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_absence, an_owner
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.testing import a_project

ON = date(2026, 11, 16)
NEEDS = st.builds(
    Needed,
    communication=st.none() | st.integers(0, 100),
    complexity=st.none() | st.integers(0, 100),
    people=st.none() | st.integers(0, 40),
    weekly_minutes=st.none() | st.integers(0, 6000),
)


@pytest.fixture
def ana(db):
    an_owner()
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(ana):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@given(NEEDS, st.sampled_from(list(Burner)))
def test_both_hats_cost_less_than_the_two_apart_and_more_than_either(needed, burner):
    account = points(needed, burner, account=True, production=False)
    production = points(needed, burner, account=False, production=True)
    both = points(needed, burner, account=True, production=True)
    assert both <= account + production
    assert burner != Burner.ACTIVE or both >= max(account, production) * 0.9


@given(NEEDS, st.integers(0, 99))
def test_more_communication_never_weighs_less(needed, tenths):
    def weight(value):
        return points(
            Needed(value, needed.complexity, needed.people, needed.weekly_minutes),
            Burner.ACTIVE,
            account=True,
            production=False,
        )

    assert weight(tenths) <= weight(tenths + 1)


@given(NEEDS)
def test_what_rests_weighs_less_than_the_back_burner_and_that_less_than_active(needed):
    weights = [points(needed, burner, account=True, production=True) for burner in SHARES]
    assert weights == sorted(weights, reverse=True)


@given(st.integers(0, 5000), st.integers(0, 3600), st.floats(0, 1))
def test_room_is_never_below_nought_and_never_above_full_for_full_time(full, minutes, share):
    assert room(full, minutes, share) >= 0
    assert room(full, min(minutes, 2400), share) <= full


@given(st.lists(st.integers(1, 300), max_size=30), st.integers(1, 4000))
def test_what_is_given_away_is_enough_whenever_everything_is(weights, over):
    given_away = relief(weights, over)
    total = sum(weights[place] for place in given_away)
    assert total >= over or len(given_away) == len(weights)
    assert len(set(given_away)) == len(given_away)


def test_the_back_burner_is_told_from_the_active_and_the_resting(ana):
    for name, state, project in (
        ("Alder Bakery", ClientState.ACTIVE, ProjectState.ACTIVE),
        ("Birch Bikes", ClientState.ACTIVE, ProjectState.BACK_BURNER),
        ("Cedar Care", ClientState.RESTING, None),
    ):
        client = a_client(name, state=state)
        a_lead(client, "account", ana)
        if project:
            a_project(client, state=project)
    [line] = [line for line in load_page(ON).lines if line.member == ana]
    assert [row.load.points for row in line.carried.rows] == [65, 23, 6]
    assert (line.carried.active, line.carried.back_burner, line.carried.resting) == (1, 1, 1)


def test_whoever_carries_too_much_is_told_what_would_relieve(signed_in, ana, pim):
    InventorySettings.objects.create(room=110)
    for name, communication in (("Alder Bakery", 50), ("Birch Bikes", 20)):
        client = a_client(name)
        a_need(client, communication, 50)
        a_lead(client, "account", ana)
    page = load_page(ON)
    assert page.over == []
    InventorySettings.objects.update(room=100)
    page = load_page(ON)
    assert [line.member for line in page.over] == [ana]
    assert page.over[0].relief == "Giving away Birch Bikes (42) would do."
    assert page.roomiest.member == pim
    found = signed_in(pim).get("/inventory/load/").content.decode()
    assert "<b>1 person</b> carries more than there is room for." in found
    assert "<b>Pim</b> has the most room: 100 points." in found


def test_somebody_who_is_away_for_long_has_no_room(ana):
    a_lead(a_client(), "account", ana)
    an_absence(ana, ON, ON + timedelta(weeks=20))
    [line] = load_page(ON).lines
    assert line.room.points == 0
    assert "no room in the coming weeks" in line.relief


def test_the_page_costs_the_same_however_many_lead(ana, pim, django_assert_num_queries):
    for number in range(3):
        a_lead(a_client(f"Client {number}"), "account", ana)
    with django_assert_num_queries(14):
        load_page(ON)
    for number in range(3, 9):
        client = a_client(f"Client {number}")
        a_lead(client, "account", pim)
        a_project(client)
    with django_assert_num_queries(14):
        load_page(ON)


def test_a_lead_reads_the_page_and_its_table(signed_in, ana):
    alder = a_client()
    a_lead(alder, "account", ana)
    browser = signed_in(ana)
    page = browser.get("/inventory/load/").content.decode()
    assert "Nobody carries more than they have room for." in page
    assert "Ana Reyes,65,800,8,1,0,0," in b"".join(browser.get("/inventory/load.csv")).decode()
    assert "communication not known, taken as middling" in browser.get(f"/inventory/load/{ana.pk}/").content.decode()


def test_a_maker_finds_no_load_page_and_no_load_on_a_person(signed_in, ana):
    a_lead(a_client(), "account", ana)
    browser = signed_in(a_member("Dee Olsen", Role.MAKER))
    assert browser.get("/inventory/load/").status_code == 404
    assert 'id="load"' not in browser.get(f"/people/{ana.pk}/").content.decode()


def test_a_maker_who_leads_something_sees_their_own_load_on_their_page(signed_in, ana):
    dee = a_member("Dee Olsen", Role.MAKER)
    a_lead(a_client(), "production", dee)
    page = signed_in(dee).get(f"/people/{dee.pk}/").content.decode()
    assert 'id="load"' in page
    assert "/inventory/load/" not in page
