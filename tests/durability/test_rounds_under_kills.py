"""A round whose worker is killed while proposals are made: nothing half proposed is ever seen, and it ends whole."""

import time

import pytest

from tests.durability.processes import House, kill, until

CLIENTS = 24
POSTS = 2 * CLIENTS

PREPARE = f"""
from datetime import timedelta
from twinhelm.clients.testing import a_client
from twinhelm.foundation import clock
from twinhelm.inventory.actions import proposing, rounds
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
oda, at = an_owner(), clock.now()
roles = (Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
people = [a_member("Lead " + "abcdef"[n], *roles) for n in range(6)]
clients = [a_client("Client " + str(n), made_by=oda) for n in range({CLIENTS})]
for n, client in enumerate(clients):
    a_need(client, 40 + n, 80 - n)
asked = tuple(rounds.Wanted(client) for client in clients)
places = tuple(rounds.Place(member, 2000) for member in people)
one = rounds.start(rounds.Setup("Winter", at.date() + timedelta(days=9), asked, places), by=oda, at=at)
proposing.propose(one, version=1, by=oda, at=at)
"""


def state(house: House) -> str:
    return str(house.rows("SELECT state FROM inventory_round")[0][0])


def stored(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM inventory_assignment")[0][0])


def is_running(house: House) -> bool:
    return house.rows("SELECT state FROM foundation_job WHERE name = 'inventory.propose'") == [("running",)]


@pytest.mark.parametrize("waits", [(0.0, 0.3, 0.6, 1.2)])
def test_proposals_killed_in_the_middle_are_all_there_or_none_and_come_in_the_end(house, waits):
    house.run("shell", "--no-imports", "-c", PREPARE)
    for wait in waits:
        worker = house.start("worker")
        until(lambda: is_running(house) or state(house) == "proposed")
        time.sleep(wait)
        kill(worker)
        assert (state(house), stored(house)) in {("proposing", 0), ("proposed", 3 * POSTS)}
        if state(house) == "proposed":
            break
    house.start("worker")
    until(lambda: state(house) == "proposed")
    assert stored(house) == 3 * POSTS
    assert house.rows("SELECT count(*), sum(CASE WHEN state = 'found' THEN 1 ELSE 0 END) FROM inventory_proposal") == [
        (3, 3)
    ]
    assert house.rows("SELECT count(*) FROM inventory_roundchange WHERE settled_at IS NULL") == [(0,)]
