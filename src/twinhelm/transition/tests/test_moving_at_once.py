"""Two people who move one client in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.actions import moving
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Transition
from twinhelm.transition.testing import a_transition

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
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_in_the_same_moment_one_moves_it_and_the_other_hears_who_did():
    people = [a_member(name, Role.ACCOUNT_MANAGER) for name in ("Ana Reyes", "Mirela Popa")]
    transition = a_transition(a_client(), Step.SHADOW, account=people[0], production=people[1])

    def moves(member):
        return lambda: moving.go_on(transition, version=1, by=member, at=NOW, overruled="They know each other")

    answers = at_once(*[moves(member) for member in people])
    (refusal,) = (one for one in answers if isinstance(one, Refusal))
    transition = Transition.objects.get()
    assert (transition.step, transition.version) == (Step.HAND_OVER, 2)
    record = EventRecord.objects.get(name="WentOn")
    assert refusal.reason.startswith(f"{record.by_name} moved Alder Bakery on")


def test_the_same_click_twice_moves_it_one_step():
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    transition = a_transition(a_client(), Step.SHADOW, account=ana, production=ana)

    def click():
        return moving.go_on(transition, version=1, by=ana, at=NOW, overruled="They know each other")

    answers = at_once(*[click] * 4)
    assert sum(isinstance(one, Refusal) for one in answers) == 3
    assert Transition.objects.get().step == Step.HAND_OVER
