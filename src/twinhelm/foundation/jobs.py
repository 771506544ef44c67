"""Work in the background: naming it, asking for it, calling it off."""

import inspect
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_type_hints

import msgspec
from django.db import transaction
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from twinhelm.foundation import clock
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job


class Halt(BaseException):
    """Raised inside a job when it is to end now. Not an Exception, so that `except Exception` can't swallow it."""


class Cancelled(Halt):
    """Somebody called the job off."""


class Stopping(Halt):
    """The worker shuts down: the job goes back to the queue and starts again later."""


class Superseded(Halt):
    """The lease ran out and another worker has the job now: this attempt may not write any more."""


class TryLater(Exception):  # noqa: N818  says what to do, and is expected
    """Raised by a job when something outside does not answer; the sentence is shown while the job waits."""


@dataclass(slots=True)
class Work:
    """One attempt at a job, handed to the function that does it."""

    job_id: int
    attempt: int
    done: int = 0
    total: int = 0
    said: str = ""
    halt: type[Halt] | None = None
    record: Callable[["Work"], None] | None = None
    """Writes each step at once, in tests; otherwise the worker's pulse writes once a second."""

    def progress(self, *, done: int | None = None, total: int | None = None, said: object = None) -> None:
        """Says how far the job is; cheap enough for every row. Call it outside of transactions that must not break.

        Raises Cancelled, Stopping, Superseded.
        """
        if done is not None:
            self.done = done
        if total is not None:
            self.total = total
        if said is not None:
            self.said = str(said)[:200]
        if self.record:
            self.record(self)
        if self.halt:
            raise self.halt


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of job: its name, its function and how patient to be with it."""

    name: str
    function: Callable[..., None]
    arguments: type[msgspec.Struct]
    lease_seconds: int
    tries: int
    isolated: bool
    """Runs in a process of its own, whose memory is given back."""
    quick: bool
    """Takes seconds at most: may overtake long ones."""
    again: bool
    """Asked for while it runs, it runs once more afterwards."""
    title: str | Promise
    """What an owner reads."""

    def enqueue(self, *, key: str = "", not_before: datetime | None = None, **arguments: Any) -> Job:
        """The job that was queued, or the unfinished one with the same key. Queued only if the act is stored.

        Raises TypeError when the arguments do not fit the function.
        """
        self.read(arguments)
        at = clock.now()
        fresh = Job(name=self.name, arguments=arguments, key=key, run_at=not_before or at, created_at=at)
        if not key:
            fresh.save(force_insert=True)
            return fresh
        with transaction.atomic():
            standing = self.stand_in_line(fresh)
            if self.again and standing.state == JobState.RUNNING and not standing.is_wanted_again:
                standing.is_wanted_again = True
                standing.save(update_fields=["is_wanted_again"])
        return standing

    def stand_in_line(self, fresh: Job) -> Job:
        """The unfinished job with this key, new or old; it may end between the two statements, hence the loop."""
        while True:
            Job.objects.bulk_create([fresh], ignore_conflicts=True)
            if standing := Job.objects.unfinished().filter(key=fresh.key).select_for_update().first():
                return standing

    def read(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments with their types; they come from the database and are not trusted.

        Raises TypeError.
        """
        try:
            values = msgspec.convert(arguments, self.arguments)
        except msgspec.ValidationError as problem:
            raise TypeError(f"job {self.name}: {problem}") from None
        return {name: getattr(values, name) for name in values.__struct_fields__}


definitions: dict[str, Definition] = {}
intervals: dict[str, timedelta] = {}
Companion = Callable[[threading.Event], None]
companions: list[Companion] = []
"""What every worker process does beside its jobs, each in a thread, until the event is set."""


def accompanies(function: Companion) -> Companion:
    companions.append(function)
    return function


def job(
    name: str,
    *,
    lease_seconds: int = 60,
    tries: int = 5,
    isolated: bool = False,
    quick: bool = False,
    again: bool = False,
    title: str | Promise = "",
) -> Callable[[Callable[..., None]], Definition]:
    """Makes a function a kind of job, known by its name in the database: never rename one that may be waiting."""

    def define(function: Callable[..., None]) -> Definition:
        if name in definitions:
            raise ValueError(f"two jobs are named {name}")
        definition = Definition(
            name=name,
            function=function,
            arguments=arguments_of(function),
            lease_seconds=lease_seconds,
            tries=tries,
            isolated=isolated,
            quick=quick,
            again=again,
            title=title,
        )
        definitions[name] = definition
        return definition

    return define


def every(**interval: int) -> Callable[[Definition], Definition]:
    """Queues the job by itself, as often as `timedelta(**interval)` says, once for all workers together."""

    def repeat(definition: Definition) -> Definition:
        intervals[definition.name] = timedelta(**interval)
        return definition

    return repeat


def arguments_of(function: Callable[..., None]) -> type[msgspec.Struct]:
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    fields: list[Any] = [
        (one.name, hints[one.name]) if one.default is one.empty else (one.name, hints[one.name], one.default)
        for one in parameters
    ]
    return msgspec.defstruct(f"{function.__name__}_arguments", fields, kw_only=True, forbid_unknown_fields=True)


def discover() -> None:
    """Loads the module `jobs` of every installed area."""
    autodiscover_modules("jobs")


@transaction.atomic
def cancel(job: Job, *, at: datetime) -> Job:
    """A waiting job ends at once, a running one at its next step, a finished one stays as it is."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == JobState.WAITING:
        job.state, job.ended_at = JobState.CANCELLED, at
    elif job.state == JobState.RUNNING:
        job.cancel_asked_at, job.is_wanted_again = at, False
    job.save(update_fields=["state", "ended_at", "cancel_asked_at", "is_wanted_again"])
    return job


@transaction.atomic
def retry(job: Job, *, at: datetime) -> Job:
    """A failed or cancelled job waits again with all its tries; another one with its key may already do the work."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_unfinished or job.state == JobState.DONE:
        return job
    if job.key and (standing := Job.objects.unfinished().filter(key=job.key).first()):
        return standing
    job.state, job.run_at, job.failures = JobState.WAITING, at, 0
    job.ended_at = job.cancel_asked_at = None
    job.save(update_fields=["state", "run_at", "failures", "ended_at", "cancel_asked_at"])
    return job
