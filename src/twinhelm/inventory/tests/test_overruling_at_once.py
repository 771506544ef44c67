"""Two people who say what a need is in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.testing import a_client
from twinhelm.inventory.actions.needs import OverruledMeanwhile, count_needs, overrule
from twinhelm.inventory.models import Need, Overrule
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, two writers find each other's tables locked"),
]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def at_once(*acts):
    """What came of each, an answer or a refusal."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except OverruledMeanwhile as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_in_the_same_moment_one_stands_and_the_other_hears_of_it():
    client = a_client()
    people = [a_member(name, Role.ACCOUNT_MANAGER) for name in ("Ana Reyes", "Mirela Popa")]

    def says(member, tenths):
        return lambda: overrule(
            client, NeedKind.COMMUNICATION, tenths, why=f"So says {member.name}", by=member, at=NOW, instead_of=0
        )

    answers = at_once(says(people[0], 40), says(people[1], 60))
    (refusal,) = (one for one in answers if isinstance(one, OverruledMeanwhile))
    standing = Overrule.objects.standing().get()
    assert standing.by.name in refusal.reason


def test_the_same_form_sent_twice_at_once_is_stored_once():
    client, ana = a_client(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)

    def say():
        return overrule(client, NeedKind.COMMUNICATION, 40, why="On leave", by=ana, at=NOW, instead_of=0)

    at_once(say, say)
    assert Overrule.objects.count() == 1


def test_two_counts_at_once_leave_one_need_each():
    client = a_client()
    at_once(lambda: count_needs(by=None, at=NOW), lambda: count_needs(by=None, at=NOW))
    assert Need.objects.filter(client=client).count() == 1
