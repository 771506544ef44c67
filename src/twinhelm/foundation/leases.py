"""Who holds which job: claiming, renewing and giving it back, safe against workers that die or come back late."""

import random
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Cancelled, Definition, Halt, Superseded, Work, definitions, intervals
from twinhelm.foundation.models import Job, Tick

FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
CLAIMED = ["state", "worker", "attempts", "started_at", "ended_at", "lease_until", "done", "total", "said"]


def claim(names: Collection[str], *, worker: str, at: datetime) -> Job | None:
    """Takes the oldest due job of these names. Cost: one read when there is none."""
    due = Job.objects.due(at).filter(name__in=names).oldest_first()
    if not due.exists():
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.worker = JobState.RUNNING, worker
        job.attempts += 1
        job.started_at, job.ended_at = at, None
        job.lease_until = at + timedelta(seconds=definitions[job.name].lease_seconds)
        job.done, job.total, job.said = 0, 0, ""
        job.save(update_fields=CLAIMED)
    return job


def renew(work: Work, definition: Definition, *, at: datetime) -> type[Halt] | None:
    """Writes the progress and prolongs the lease; says why the work must halt, if it must."""
    held = Job.objects.held(work.job_id, work.attempt)
    lease_until = at + timedelta(seconds=definition.lease_seconds)
    held.update(done=work.done, total=work.total, said=work.said, lease_until=lease_until)
    return asked_to_halt(work)


def asked_to_halt(work: Work) -> type[Halt] | None:
    """Cost: one query."""
    held = Job.objects.held(work.job_id, work.attempt).values_list("cancel_asked_at", flat=True)
    for asked_at in held:
        return Cancelled if asked_at else None
    return Superseded


def complete(work: Work, *, at: datetime) -> None:
    """Done; or waiting once more if it was asked for again meanwhile."""
    held = Job.objects.held(work.job_id, work.attempt)
    shown = {"done": work.done, "total": work.total, "said": work.said, "lease_until": None, "failure": ""}
    if not held.filter(is_wanted_again=False).update(state=JobState.DONE, ended_at=at, **shown):
        held.update(state=JobState.WAITING, run_at=at, failures=0, is_wanted_again=False, **shown)


def call_off(work: Work, *, at: datetime) -> None:
    Job.objects.held(work.job_id, work.attempt).update(
        state=JobState.CANCELLED, done=work.done, total=work.total, ended_at=at, lease_until=None
    )


def hand_back(work: Work, *, at: datetime) -> None:
    """The worker stops; another one starts the job afresh. This does not count as a failure."""
    Job.objects.held(work.job_id, work.attempt).update(state=JobState.WAITING, run_at=at, lease_until=None)


def refuse(work: Work, reason: str, *, at: datetime) -> None:
    """Failed for good: trying again would give the same answer."""
    Job.objects.held(work.job_id, work.attempt).update(
        state=JobState.FAILED, failures=F("failures") + 1, failure=reason, ended_at=at, lease_until=None
    )


@transaction.atomic
def fail(work: Work, reason: str, *, at: datetime) -> None:
    """Waits for its next try, longer each time; after the last one it has failed."""
    job = Job.objects.held(work.job_id, work.attempt).select_for_update().first()
    if job:
        give_another_try(job, reason, at=at)


@transaction.atomic
def reclaim(at: datetime, *, except_for: Collection[int] = ()) -> int:
    """Takes jobs from workers that fell silent. Cost: one read when there is none."""
    abandoned = Job.objects.abandoned(at).exclude(pk__in=except_for)
    if not abandoned.exists():
        return 0
    jobs = list(abandoned.select_for_update(skip_locked=True))
    for job in jobs:
        give_another_try(job, _("The worker that did it went away in the middle."), at=at)
    return len(jobs)


def give_another_try(job: Job, reason: str, *, at: datetime) -> None:
    definition = definitions.get(job.name)
    job.failures += 1
    job.failure, job.lease_until = reason, None
    if job.cancel_asked_at:
        job.state, job.ended_at = JobState.CANCELLED, at
    elif definition and job.failures < definition.tries:
        job.state, job.run_at = JobState.WAITING, at + pause_after(job.failures)
    else:
        job.state, job.ended_at = JobState.FAILED, at
    job.save(update_fields=["failures", "failure", "lease_until", "state", "ended_at", "run_at"])


def pause_after(failures: int) -> timedelta:
    """5, 20, 80 … seconds, up to an hour, each a little spread so that failures do not come back together."""
    seconds = min(FIRST_PAUSE_SECONDS * 4 ** (failures - 1), LONGEST_PAUSE_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311  spreads, protects nothing


def tick(at: datetime) -> None:
    """Queues what comes back by itself and is due. Cost: one read when nothing is due."""
    known = dict(Tick.objects.values_list("name", "due_at"))
    for name, interval in intervals.items():
        if name not in known:
            Tick.objects.bulk_create([Tick(name=name, due_at=at)], ignore_conflicts=True)
        if known.get(name, at) <= at:
            queue_tick(name, interval, at=at)


@transaction.atomic
def queue_tick(name: str, interval: timedelta, *, at: datetime) -> None:
    if Tick.objects.filter(name=name, due_at__lte=at).update(due_at=at + interval):
        definitions[name].enqueue(key=f"tick:{name}")


def hold(name: str, held_until: datetime | None, *, seconds: int, at: datetime) -> datetime | None:
    """Takes or prolongs what one process does for all; says until when, or None while another has it.

    held_until: as this process was told last; None: it has not got it.
    """
    Tick.objects.bulk_create([Tick(name=name, due_at=at)], ignore_conflicts=True)
    row = Tick.objects.filter(name=name)
    row = row.filter(due_at=held_until) if held_until else row.filter(due_at__lte=at)
    until = at + timedelta(seconds=seconds)
    return until if row.update(due_at=until) else None
