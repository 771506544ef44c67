"""Real workers: long jobs, two at once, killed, stopped, with and without processes of their own."""

import os
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.durability.processes import House, a_free_port, kill, until


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes"
    path.touch()
    return path


def words(notes: Path) -> list[str]:
    return [line.split()[0] for line in notes.read_text().splitlines()]


def state_of(house: House) -> tuple[str, int, int]:
    return house.rows("SELECT state, attempts, failures FROM foundation_job WHERE name LIKE 'drill.%'")[0]


def test_a_silent_job_of_three_leases_runs_once_although_two_workers_wait_for_it(house, notes):
    house.ask("drill.silent", path=str(notes), seconds=6)
    house.start("worker"), house.start("worker")
    until(lambda: state_of(house)[0] == "done")
    assert words(notes) == ["begun", "ended"]
    assert state_of(house) == ("done", 1, 0)


def test_the_job_of_a_killed_worker_is_done_by_another(house, notes):
    house.ask("drill.talk", path=str(notes), steps=20)
    first = house.start("worker")
    until(lambda: words(notes) == ["begun"])
    kill(first)
    house.start("worker")
    until(lambda: state_of(house)[0] == "done")
    assert words(notes) == ["begun", "begun", "ended"]
    assert state_of(house) == ("done", 2, 1)


def test_a_stopped_worker_hands_its_job_back_at_once(house, notes):
    house.ask("drill.talk", path=str(notes), steps=40)
    first = house.start("worker")
    until(lambda: words(notes) == ["begun"])
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 0
    assert state_of(house) == ("waiting", 1, 0)


def test_a_job_is_cancelled_while_it_runs(house, notes):
    house.ask("drill.talk", path=str(notes), steps=2000)
    house.start("worker")
    until(lambda: words(notes) == ["begun"])
    house.run(
        "shell",
        "-c",
        "from twinhelm.foundation import clock, jobs; jobs.cancel(Job.objects.get(name='drill.talk'), at=clock.now())",
    )
    until(lambda: state_of(house)[0] == "cancelled")
    assert words(notes) == ["begun"]


def test_an_isolated_job_runs_in_a_process_of_its_own(house, notes):
    house.ask("drill.alone", path=str(notes))
    worker = house.start("worker")
    until(lambda: state_of(house)[0] == "done")
    assert int(notes.read_text().split()[1]) != worker.pid


def test_an_isolated_job_whose_process_dies_fails_with_a_sentence(house, notes):
    house.ask("drill.die", path=str(notes))
    house.start("worker")
    until(lambda: state_of(house)[0] == "failed")
    assert words(notes) == ["begun", "begun"]
    assert "-9" in house.rows("SELECT failure FROM foundation_job WHERE name LIKE 'drill.%'")[0][0]


def test_the_worker_beside_the_server_is_started_again_and_ends_with_it(house):
    port = a_free_port()
    server = house.start("serve", "--port", port, "--with-worker")
    until(lambda: answers(port))
    [first] = workers_of(server.pid)
    os.kill(first, signal.SIGKILL)
    until(lambda: workers_of(server.pid) and workers_of(server.pid) != [first])
    [second] = workers_of(server.pid)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    until(lambda: not is_alive(second))


def test_the_server_stops_in_order_and_takes_its_worker_along(house):
    port = a_free_port()
    server = house.start("serve", "--port", port, "--with-worker")
    until(lambda: answers(port))
    workers = workers_of(server.pid)
    server.terminate()
    assert server.wait(20) == 0
    assert not any(is_alive(worker) for worker in workers)


def answers(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).status == 200
    except OSError:
        return False


def workers_of(pid: int) -> list[int]:
    """Of all its threads: the one that starts workers again is not the main one."""
    children = [
        child for thread in Path(f"/proc/{pid}/task").iterdir() for child in (thread / "children").read_text().split()
    ]
    return [int(child) for child in children if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
