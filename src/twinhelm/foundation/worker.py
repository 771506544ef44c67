"""The process that does jobs: lanes that take them, a pulse that keeps them, a main thread that looks after time."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils.translation import gettext as _

from twinhelm.foundation import clock, leases
from twinhelm.foundation.attempts import Pulse, carry_out
from twinhelm.foundation.jobs import Stopping, Work, companions, definitions, discover
from twinhelm.foundation.models import Job

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
GRACE_SECONDS = 3.0


class Worker:
    """One worker process: `lanes` threads for any job and one more for quick ones, so that mail never queues."""

    def __init__(self, *, lanes: int = 1, parent: int | None = None) -> None:
        discover()
        self.parent = parent
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        quick = [name for name, definition in definitions.items() if definition.quick]
        self.lanes = [
            threading.Thread(target=self.work_lane, args=(names,), name=f"lane {number}", daemon=True)
            for number, names in enumerate([list(definitions)] * lanes + [quick])
        ]
        self.pulse = Pulse()
        self.children: dict[int, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then running jobs get three seconds to stop and go back to the queue."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        self.pulse.start()
        for lane in self.lanes:
            lane.start()
        for companion in companions:
            threading.Thread(target=companion, args=(self.stopping,), name=companion.__name__, daemon=True).start()
        while not self.stopping.wait(1.0) and self.parent in {None, os.getppid()}:
            self.look_after_time()
        self.stopping.set()
        self.let_go()

    def look_after_time(self) -> None:
        try:
            at = clock.now()
            leases.tick(at)
            leases.reclaim(at, except_for=list(self.pulse.works))
        except (DatabaseError, InterfaceError) as problem:
            self.wait_for_database(problem)

    def let_go(self) -> None:
        self.pulse.halt(Stopping)
        for child in list(self.children.values()):
            child.terminate()
        deadline = clock.now().timestamp() + GRACE_SECONDS
        for lane in self.lanes:
            lane.join(max(0.0, deadline - clock.now().timestamp()))
        for child in list(self.children.values()):
            child.kill()
        for work, _definition in list(self.pulse.works.values()):
            leases.hand_back(work, at=clock.now())

    def work_lane(self, names: list[str]) -> None:
        while not self.stopping.is_set():
            try:
                job = leases.claim(names, worker=self.name, at=clock.now())
                if job:
                    self.take(job)
                else:
                    self.stopping.wait(LOOK_SECONDS)
            except (DatabaseError, InterfaceError) as problem:
                self.wait_for_database(problem)

    def take(self, job: Job) -> None:
        definition, work = definitions[job.name], Work(job.pk, job.attempts)
        close_old_connections()
        if definition.isolated:
            self.take_isolated(job, work)
            return
        with self.pulse.holding(work, definition):
            carry_out(job, work)

    def take_isolated(self, job: Job, work: Work) -> None:
        """The child keeps the lease itself; when it dies, the job need not wait for the lease to run out."""
        child = subprocess.Popen([sys.executable, "-m", "django", "do_job", str(job.pk), str(job.attempts)])  # noqa: S603
        self.children[job.pk] = child
        try:
            code = child.wait()
        finally:
            del self.children[job.pk]
        reason = _("Its process ended in the middle (%(code)s); the machine may be short of memory.") % {"code": code}
        leases.fail(work, reason, at=clock.now())

    def wait_for_database(self, problem: Exception) -> None:
        log.warning("the database does not answer (%s); trying again in 2 s", type(problem).__name__)
        close_old_connections()
        self.stopping.wait(2.0)
