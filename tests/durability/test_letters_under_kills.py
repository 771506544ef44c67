"""Letters and files of mail while the worker is killed again and again: nothing twice, nothing lost in silence."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.durability.processes import House, kill, until
from tests.durability.test_mail_under_kills import KILLS, SEED
from tests.parts.mail_sink import MailSink, a_mail_sink

LETTERS_PER_KILL = 6
MAILS = int(os.environ.get("TWINHELM_MAILS", "400"))
POST = """
from twinhelm.foundation import clock
from twinhelm.people.testing import an_owner
from twinhelm.conversations.models import Draft
from twinhelm.conversations.testing import a_mailbox
from twinhelm.conversations.actions.sending import post_letter
oda, at = an_owner(), clock.now()
mailbox = a_mailbox(connected_by=oda, smtp_host="localhost", smtp_port={port}, is_paused=True)
for number in range({count}):
    to = [["", f"rosa{{number}}@alder.example"], ["", f"ben{{number}}@alder.example"]]
    draft = Draft.objects.create(
        by=oda, mailbox=mailbox, recipients={{"to": to}}, subject="Hello", text="x" * 2000, began_at=at, changed_at=at
    )
    post_letter(draft, by=oda, at=at, key=f"letter:{{number}}")
"""
BRING = """
from django.core.files.uploadedfile import SimpleUploadedFile
from twinhelm.foundation import clock
from twinhelm.people.testing import an_owner
from twinhelm.conversations.testing import a_mailbox, raw_mail
from twinhelm.conversations.actions.letter_imports import start
from twinhelm.conversations.jobs.letter_imports import go_on
oda = an_owner()
mailbox = a_mailbox(connected_by=oda, is_paused=True)
mails = []
for number in range({count}):
    thread = {{"in_reply_to": f"<{{number - 1}}@alder.example>"}} if number % 4 else {{}}
    mails.append(raw_mail(message_id=f"{{number}}@alder.example", text=f"Mail {{number}}", **thread))
content = b"\\n".join(b"From rosa@alder.example Mon Nov 16 09:00:00 2026\\n" + mail for mail in mails)
go_on(start([SimpleUploadedFile("old.mbox", content)], mailbox, by=oda, at=clock.now()))
"""


@pytest.fixture
def sink(tmp_path) -> Iterator[MailSink]:
    """Takes a moment between writing down and answering: the moment that a kill may hit."""
    with a_mail_sink(tmp_path / "sink.log") as sink:
        sink.pause_seconds = 0.01
        yield sink


def shell(house: House, script: str, **words: int) -> None:
    house.run("shell", "--no-imports", "-c", script.format(**words))


def unsettled(house: House) -> int:
    return house.rows("SELECT count(*) FROM foundation_outgoingmail WHERE state IN ('waiting', 'claimed')")[0][0]


def test_no_letter_leaves_twice_and_none_is_lost_in_silence(house, sink):
    print(f"seed {SEED}, {KILLS} kills")
    random.seed(SEED)
    house.surroundings["TWINHELM_INSIDE_HOSTS"] = "localhost"
    shell(house, POST, port=sink.port, count=KILLS * LETTERS_PER_KILL)

    for _kill in range(KILLS):
        before = sink.taken().total()
        worker = house.start("worker", "--lanes", "2")
        until(lambda before=before: sink.taken().total() > before or not unsettled(house))
        time.sleep(random.uniform(0, 0.25))
        kill(worker)
    house.start("worker")
    until(lambda: not unsettled(house), seconds=60 + 10 * KILLS)

    mails = house.rows(
        "SELECT o.message_id, o.state, o.reason, m.id FROM foundation_outgoingmail o"
        " LEFT JOIN conversations_message m ON m.outgoing_id = o.id"
    )
    taken_by = sink.taken()
    states = Counter(state for _id, state, _reason, _message in mails)
    print(f"{states}, taken {sink.taken().total()}")
    assert len(mails) == KILLS * LETTERS_PER_KILL
    for message_id, state, reason, message in mails:
        taken = taken_by[message_id]
        assert message
        assert state in {"sent", "ambiguous"}
        assert taken <= 1
        assert taken or state == "ambiguous"
        assert reason or state == "sent"
    assert states["ambiguous"] <= 3 * KILLS  # one for each thread that sends


def test_a_file_of_mail_comes_in_whole_and_once_however_often_the_worker_dies(house):
    random.seed(SEED)
    shell(house, BRING, count=MAILS)
    state = "SELECT state, added, known FROM conversations_letterimport"
    for _kill in range(2):
        before = house.rows(state)[0][1]
        worker = house.start("worker")
        until(lambda before=before: house.rows(state)[0][1] > before or house.rows(state)[0][0] == "done", 150)
        time.sleep(random.uniform(0, 0.2))
        kill(worker)
    house.start("worker")
    until(lambda: house.rows(state)[0][0] == "done", seconds=300)
    assert house.rows(state) == [("done", MAILS, 0)]
    assert house.rows("SELECT count(*), count(DISTINCT message_id) FROM conversations_message") == [(MAILS, MAILS)]
    assert house.rows("SELECT sum(message_count) FROM conversations_conversation") == [(MAILS,)]
    assert house.rows("SELECT count(*) FROM conversations_messagebody") == [(MAILS,)]
