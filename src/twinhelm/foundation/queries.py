"""Answers about background work that are not rows."""

from dataclasses import dataclass
from datetime import datetime

from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the last job with a key has come, as a page shows it."""

    job_id: int
    state: JobState
    done: int
    total: int
    said: str
    failure: str
    is_being_cancelled: bool
    queued_at: datetime
    ended_at: datetime | None

    @property
    def is_unfinished(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def percent(self) -> int | None:
        """0 to 100; None while the total is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else None


def progress_of(key: str) -> Progress | None:
    """Of the newest job with the key. Cost: one query."""
    job = Job.objects.filter(key=key).order_by("-pk").first() if key else None
    return progress_of_job(job) if job else None


def progress_of_job(job: Job) -> Progress:
    return Progress(
        job_id=job.pk,
        state=JobState(job.state),
        done=job.done,
        total=job.total,
        said=job.said,
        failure=job.failure,
        is_being_cancelled=job.state == JobState.RUNNING and job.cancel_asked_at is not None,
        queued_at=job.created_at,
        ended_at=job.ended_at,
    )
