"""Jobs for drills; leases and pauses are short, so that a drill takes seconds."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from twinhelm.foundation import leases
from twinhelm.foundation.jobs import Work, definitions, job
from twinhelm.inventory.jobs import rounds
from twinhelm.transition.jobs import telling

leases.FIRST_PAUSE_SECONDS, leases.LONGEST_PAUSE_SECONDS = 0.2, 1
for name in ("mail.send", rounds.make_proposals.name, telling.tell.name):
    definitions[name] = replace(definitions[name], lease_seconds=2)


def note(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{word} {os.getpid()}\n")


@job("drill.silent", lease_seconds=2)
def stay_silent(_work: Work, *, path: str, seconds: float) -> None:
    """Longer than its lease, without a word."""
    note(path, "begun")
    time.sleep(seconds)
    note(path, "ended")


@job("drill.talk", lease_seconds=2)
def talk(work: Work, *, path: str, steps: int) -> None:
    note(path, "begun")
    for step in range(steps):
        time.sleep(0.05)
        work.progress(done=step + 1, total=steps)
    note(path, "ended")


@job("drill.alone", isolated=True, lease_seconds=2)
def work_alone(work: Work, *, path: str) -> None:
    note(path, "begun")
    work.progress(done=1, total=1)


@job("drill.die", isolated=True, tries=2)
def die(_work: Work, *, path: str) -> None:
    note(path, "begun")
    os.kill(os.getpid(), signal.SIGKILL)
