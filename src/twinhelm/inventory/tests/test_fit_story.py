"""The relationships, loads and fits of the story world."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.testing import a_call, a_conversation, a_message
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.fit import fits
from twinhelm.inventory.queries.load import carried, loads_of, room_of
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import relationships
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_absence, an_owner

ON = date(2026, 11, 16)
NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana(db):
    an_owner()
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(ana):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


def test_a_relationship_is_made_of_letters_calls_and_months_of_leading(ana, pim):
    alder = a_client()
    a_lead(alder, "account", ana, from_on=date(2024, 11, 16))
    talk = a_conversation(alder)
    for day in range(50):
        a_message(talk, Direction.OUT, sender=ana, at=NINE - timedelta(days=day))
    a_call(pim, alder, at=NINE - timedelta(days=3))

    found = relationships([alder.pk], on=ON)

    hers = found[alder.pk, ana.pk]
    assert (hers.letters, hers.led_months, hers.months, hers.is_lead_now) == (50, 24, 24, True)
    assert found[alder.pk, pim.pk].calls == 1
    assert hers.strength > 5 * found[alder.pk, pim.pk].strength


def test_what_is_private_ties_nobody(ana):
    alder = a_client()
    a_message(a_conversation(alder, is_private=True), Direction.OUT, sender=ana, at=NINE)
    assert relationships([alder.pk], on=ON) == {}


def test_carried_counts_each_client_once_with_both_hats(ana):
    alder = a_client()
    a_need(alder, 50, 50)
    a_lead(alder, "account", ana)
    a_lead(alder, "production", ana)
    held = carried([ana.pk], on=ON)[ana.pk]
    assert [(row.post.hat, row.load.points) for row in held.rows] == [(Hat.BOTH, 100)]
    assert (held.active, held.back_burner) == (1, 0)


def test_one_hat_alone_at_an_active_client_of_middling_need_is_65_points(ana):
    alder = a_client()
    for name in ("Rosa", "Marta", "Bo"):
        a_contact(alder, name)
    a_need(alder, 50, 50)
    posts = [Post(alder.pk, Hat.ACCOUNT), Post(alder.pk, Hat.PRODUCTION)]
    assert [load.points for load in loads_of(posts).values()] == [65, 65]


def test_room_shrinks_with_absence(ana, pim):
    an_absence(ana, ON, ON + timedelta(days=13 * 7 // 2))
    room = room_of([ana, pim], on=ON)
    assert room[pim.pk].points == 800
    assert room[ana.pk].points < 450


def test_the_account_manager_who_leads_fits_the_account_best(ana, pim):
    alder = a_client()
    a_lead(alder, "account", ana)
    found = fits([Post(alder.pk, Hat.ACCOUNT)], [ana, pim], on=ON)
    post = Post(alder.pk, Hat.ACCOUNT)
    assert found.tenths(post, ana.pk) > found.tenths(post, pim.pk)
    assert found.of(post, ana.pk).tenths == found.tenths(post, ana.pk)


def test_of_a_client_of_whom_nothing_is_known_no_fit_is_guessed(ana):
    alder = a_client()
    post = Post(alder.pk, Hat.ACCOUNT)
    assert fits([post], [ana], on=ON).of(post, ana.pk).tenths is None
