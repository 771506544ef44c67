"""One attempt at a job: calling its function and recording how it ended."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils.translation import gettext as _

from twinhelm.foundation import clock, leases
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.jobs import Cancelled, Definition, Halt, Stopping, Superseded, TryLater, Work, definitions
from twinhelm.foundation.models import Job

log = logging.getLogger(__name__)
PULSE_SECONDS = 1.0


def carry_out(job: Job, work: Work) -> None:
    """Does the job and records its end; only a broken database gets out of here."""
    definition = definitions[job.name]
    try:
        definition.function(work, **definition.read(job.arguments))
    except Halt as halt:
        settle(job, work, type(halt))
    except Refusal as refusal:
        leases.refuse(work, refusal.reason, at=clock.now())
    except TryLater as problem:
        log.warning("job %s %s waits for its next try: %s", job.name, job.pk, problem)
        leases.fail(work, str(problem), at=clock.now())
    except Exception as problem:
        log.exception("job %s %s failed", job.name, job.pk)
        leases.fail(work, unexpected(problem, job), at=clock.now())
    else:
        leases.complete(work, at=clock.now())


def settle(job: Job, work: Work, halt: type[Halt]) -> None:
    if halt is Cancelled:
        leases.call_off(work, at=clock.now())
    elif halt is Stopping:
        leases.hand_back(work, at=clock.now())
    elif halt is Superseded:
        log.warning("job %s %s lost its lease; somebody else does it now", job.name, job.pk)


def unexpected(problem: Exception, job: Job) -> str:
    """The kind only: messages of libraries may quote what they were given."""
    return _("It stopped unexpectedly (%(kind)s). The log says more under job %(number)s.") % {
        "kind": type(problem).__name__,
        "number": job.pk,
    }


class Pulse:
    """Writes progress and prolongs leases once a second, from a thread with a connection of its own."""

    def __init__(self) -> None:
        self.works: dict[int, tuple[Work, Definition]] = {}
        self.written: dict[int, tuple[float, tuple[int, int, str]]] = {}
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.beat_until_stopped, name="pulse", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def halt(self, why: type[Halt]) -> None:
        for work, _definition in list(self.works.values()):
            work.halt = why

    @contextmanager
    def holding(self, work: Work, definition: Definition) -> Iterator[None]:
        self.works[work.job_id] = (work, definition)
        try:
            yield
        finally:
            del self.works[work.job_id]
            self.written.pop(work.job_id, None)

    def beat_until_stopped(self) -> None:
        while not self.stopping.wait(PULSE_SECONDS):
            for work, definition in list(self.works.values()):
                try:
                    self.beat(work, definition)
                except (DatabaseError, InterfaceError) as problem:
                    log.warning("pulse of job %s %s: %s", definition.name, work.job_id, type(problem).__name__)
                    close_old_connections()

    def beat(self, work: Work, definition: Definition) -> None:
        """Writes when there is something new, or a quarter of the lease has passed; always looks for a cancel."""
        now, shown = time.monotonic(), (work.done, work.total, work.said)
        last_at, last_shown = self.written.get(work.job_id, (0.0, (0, 0, "")))
        if shown == last_shown and now - last_at < definition.lease_seconds / 4:
            work.halt = work.halt or leases.asked_to_halt(work)
            return
        work.halt = work.halt or leases.renew(work, definition, at=clock.now())
        self.written[work.job_id] = (now, shown)
