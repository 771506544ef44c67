"""Clients are told while the worker is killed again and again: nobody twice, nobody silently not."""

import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.durability.processes import House, kill, until
from tests.durability.test_mail_under_kills import KILLS, SEED
from tests.parts.mail_sink import MailSink, a_mail_sink

CLIENTS_PER_KILL = 2
PREPARE = """
from datetime import timedelta
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.testing import a_mailbox
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions import telling
from twinhelm.transition.actions.telling_plan import plan
from twinhelm.transition.choices import Step
from twinhelm.transition.testing import a_transition, an_education
oda, at = an_owner(), clock.now()
ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
a_mailbox(connected_by=oda, smtp_host="localhost", smtp_port={port}, is_paused=True)
for number in range({count}):
    client = a_client(f"Client {{number}}", made_by=oda)
    contacts = [a_contact(client, name, email=f"{{name}}{{number}}@alder.example".lower()) for name in ("Marta", "Tom")]
    education = an_education(a_transition(client, Step.TELL, account=ana, production=pim))
    education = telling.adapt(education, texts(education), version=1, by=ana, at=at)
    education = telling.ask_reader(education, oda, by=ana, at=at)
    education = telling.approve(education, version=education.version, by=oda, at=at)
    education = telling.choose_recipients(education, contacts, by=ana, at=at)
    plan(education, at, version=education.version, by=ana, at=at)
"""
TEXTS = """
from twinhelm.transition.actions.texts import Texts
def texts(one):
    return Texts(subject=one.subject, reason=one.reason, benefit=one.benefit, way_forward=one.way_forward)
"""


@pytest.fixture
def sink(tmp_path) -> Iterator[MailSink]:
    """Takes a moment between writing down and answering: the moment that a kill may hit."""
    with a_mail_sink(tmp_path / "sink.log") as sink:
        sink.pause_seconds = 0.01
        yield sink


def open_things(house: House) -> int:
    """Clients whose moment has come, and mails that nobody knows about."""
    planned = house.rows("SELECT count(*) FROM transition_education WHERE state = 'planned'")[0][0]
    mails = house.rows("SELECT count(*) FROM foundation_outgoingmail WHERE state IN ('waiting', 'claimed')")[0][0]
    return int(planned + mails)


def taken_by_address(sink: MailSink) -> Counter[str]:
    lines = sink.log.read_text().splitlines() if sink.log.exists() else []
    return Counter(address for line in lines for address in line.partition("\t")[2].replace(",", " ").split())


def test_everybody_is_told_once_or_a_person_is_asked(house, sink):
    print(f"seed {SEED}, {KILLS} kills")
    random.seed(SEED)
    house.surroundings["TWINHELM_INSIDE_HOSTS"] = "localhost"
    count = KILLS * CLIENTS_PER_KILL
    house.run("shell", "--no-imports", "-c", TEXTS + PREPARE.format(port=sink.port, count=count))

    for _kill in range(KILLS):
        before = sink.taken().total()
        worker = house.start("worker", "--lanes", "2")
        until(lambda before=before: sink.taken().total() > before or not open_things(house))
        time.sleep(random.uniform(0, 0.25))
        kill(worker)
    house.start("worker")
    until(lambda: not open_things(house), seconds=60 + 10 * KILLS)
    house.ask("transition.telling")
    until(lambda: not house.rows("SELECT 1 FROM transition_educationletter WHERE state IN ('planned', 'posted')"))

    letters = house.rows(
        "SELECT l.address, l.state, l.postings, o.key, o.state, l.id FROM transition_educationletter l"
        " JOIN conversations_message m ON m.id = l.message_id JOIN foundation_outgoingmail o ON o.id = m.outgoing_id"
    )
    mails = house.rows("SELECT count(*), count(DISTINCT recipient) FROM foundation_outgoingmail")
    taken = taken_by_address(sink)
    print(Counter(state for _address, state, *_rest in letters), f"taken {taken.total()}")
    assert house.rows("SELECT DISTINCT state FROM transition_education") == [("sent",)]
    assert len(letters) == 2 * count
    assert mails == [(2 * count, 2 * count)]
    for address, state, postings, key, mail_state, pk in letters:
        assert (postings, key) == (1, f"education-letter:{pk}:1")
        assert taken[address] <= 1
        assert (state, mail_state) in {("sent", "sent"), ("perhaps", "ambiguous")}
        assert taken[address] or state == "perhaps"
