"""Two people decide about the same client at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connections

from twinhelm.clients.models import ClientLead
from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Refusal
from twinhelm.inventory.actions import decisions as actions
from twinhelm.inventory.models import Decision
from twinhelm.inventory.queries.deciding import Chosen
from twinhelm.inventory.testing import a_proposal, a_round, an_assignment
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def row():
    alder, ana = a_client(made_by=an_owner()), a_member("Ana Reyes", "account_manager")
    return an_assignment(a_proposal(a_round(alder, leads=(ana,))), alder, ana)


def both(*acts):
    """Starts them at the same moment; what each said."""
    start = Barrier(len(acts))

    def one(act):
        try:
            start.wait(timeout=60)
            return waiting_its_turn(act)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def waiting_its_turn(act):
    """The tables of a database in memory don't queue as those in a file do."""
    for _attempt in range(500):
        try:
            return act()
        except OperationalError as problem:
            if "locked" not in str(problem):
                raise
            sleep(0.02)
    raise AssertionError("the tables stayed locked")


def accepting(row, by, key):
    chosen = [Chosen(assignment_id=row.pk)]
    return lambda: actions.accept(row.proposal.round, chosen, version=1, key=key, by=by, at=AT)


def test_of_two_people_accepting_the_same_assignment_one_decides_and_the_other_hears_who(row):
    oda, pim = row.proposal.round.opened_by, a_member("Pim de Wit", "production_manager")
    answers = both(accepting(row, oda, "a"), accepting(row, pim, "b"))
    [refusal] = [one for one in answers if isinstance(one, Refusal)]
    assert isinstance(refusal, actions.DecidedMeanwhile)
    assert "decided this on 23 November 2026" in refusal.reason
    assert Decision.objects.count() == 1
    assert [lead.from_on for lead in ClientLead.objects.all()] == [date(2026, 12, 1)]


def test_a_double_click_that_arrives_twice_at_once_decides_once(row):
    oda = row.proposal.round.opened_by
    first, second = both(accepting(row, oda, "a"), accepting(row, oda, "a"))
    assert first == second
    assert Decision.objects.count() == 1
