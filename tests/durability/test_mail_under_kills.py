"""Mail while its sender is killed again and again: nothing for a client leaves twice, nothing is lost in silence."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.durability.processes import House, kill, until
from tests.parts.mail_sink import MailSink, a_mail_sink

KILLS = int(os.environ.get("TWINHELM_KILLS", "6"))
SEED = int(os.environ.get("TWINHELM_SEED", "0")) or random.randrange(1, 10**6)
MAILS_PER_KILL = 12


@pytest.fixture
def sink(tmp_path) -> Iterator[MailSink]:
    """Takes a moment between writing down and answering: the moment that a kill may hit."""
    with a_mail_sink(tmp_path / "sink.log") as sink:
        sink.pause_seconds = 0.01
        yield sink


def post(house: House, kind: str, count: int) -> None:
    house.run(
        "shell",
        "--no-imports",
        "-c",
        "from twinhelm.foundation.mail import post\n"
        f"for number in range({count}):\n"
        f"    post(to=f'rosa{{number}}@alder.example', subject='Hello', text='x' * 2000, kind='{kind}')",
    )


def open_mails(house: House) -> int:
    return house.rows("SELECT count(*) FROM foundation_outgoingmail WHERE state IN ('waiting', 'claimed')")[0][0]


def test_nothing_for_a_client_leaves_twice_and_nothing_is_lost_in_silence(house, sink):
    print(f"seed {SEED}, {KILLS} kills")
    random.seed(SEED)
    house.surroundings["TWINHELM_EMAIL_URL"] = sink.url
    for kind in ("client", "notice"):
        post(house, kind, KILLS * MAILS_PER_KILL // 2)

    for _kill in range(KILLS):
        before = sink.taken().total()
        worker = house.start("worker", "--lanes", "2")
        until(lambda before=before: sink.taken().total() > before or not open_mails(house))
        time.sleep(random.uniform(0, 0.25))
        kill(worker)
    house.start("worker")
    until(lambda: not open_mails(house), seconds=60 + 10 * KILLS)

    mails = house.rows("SELECT message_id, kind, state, reason FROM foundation_outgoingmail")
    states = Counter((kind, state) for _id, kind, state, _reason in mails)
    print(f"{states}, taken {sink.taken().total()}")
    taken_of = sink.taken()
    for message_id, kind, state, reason in mails:
        taken = taken_of[message_id]
        assert state in {"sent", "ambiguous"}
        assert taken <= (1 if kind == "client" else 2)
        assert taken or state == "ambiguous"
        assert reason or state == "sent"
    assert states["notice", "ambiguous"] == 0
    assert states["client", "ambiguous"] <= 3 * KILLS  # one for each thread that sends
