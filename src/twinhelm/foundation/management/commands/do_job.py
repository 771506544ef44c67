"""`twinhelm do_job`: one attempt at one job, in a process of its own; the worker calls this."""

import os
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from twinhelm.foundation.attempts import Pulse, carry_out
from twinhelm.foundation.jobs import Stopping, Work, definitions, discover
from twinhelm.foundation.models import Job


class Command(BaseCommand):
    """Does nothing unless the attempt still holds the job."""

    help = "One attempt at one job; the worker calls this."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=int)
        parser.add_argument("attempt", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        discover()
        pulse, worker = Pulse(), os.getppid()
        signal.signal(signal.SIGTERM, lambda *_: pulse.halt(Stopping))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        job = Job.objects.held(options["job"], options["attempt"]).first()
        if job is None:
            return
        threading.Thread(target=die_with, args=(worker,), name="orphan watch", daemon=True).start()
        pulse.start()
        work = Work(job.pk, job.attempts)
        with pulse.holding(work, definitions[job.name]):
            carry_out(job, work)


def die_with(worker: int) -> None:
    """An orphan would keep its lease alive while nobody watches it: it ends, and the lease runs out."""
    while os.getppid() == worker:
        time.sleep(1)
    os._exit(1)
