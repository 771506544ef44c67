"""How far the proposals of a round are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job


def key_of(round_id: int) -> str:
    """Of the job that makes the proposals."""
    return f"inventory.propose:{round_id}"


def job_of(round_id: int) -> Job | None:
    return Job.objects.filter(key=key_of(round_id)).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, in words, and how much of it is done."""

    line: str
    done: int = 0
    total: int = 0


def progress_of(round_id: int) -> Progress:
    """Cost: one query."""
    job = job_of(round_id)
    if job is None or job.state != JobState.RUNNING:
        return Progress(_("Waiting for its turn."))
    said = {
        0: _("Reading what clients need, who knows them and who has room."),
        1: _("Looking for the best way for each of the three aims."),
        2: _("Checking every answer."),
    }
    return Progress(said.get(job.done, ""), job.done, job.total)
