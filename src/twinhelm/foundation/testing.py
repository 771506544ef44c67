"""What tests of any area need of the foundation."""

from twinhelm.foundation import clock, leases
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.jobs import Cancelled, TryLater, Work, definitions, discover
from twinhelm.foundation.models import Job


def run_jobs(*, at_most: int = 100) -> list[Job]:
    """Does what is due, here and now, until nothing is; an unexpected error comes out so that the test fails."""
    discover()
    ran: list[Job] = []
    while len(ran) < at_most and (job := leases.claim(list(definitions), worker="test", at=clock.now())):
        run_claimed(job)
        job.refresh_from_db()
        ran.append(job)
    return ran


def run_claimed(job: Job) -> None:
    definition = definitions[job.name]

    def record(work: Work) -> None:
        work.halt = leases.renew(work, definition, at=clock.now())

    work = Work(job.pk, job.attempts, record=record)
    try:
        definition.function(work, **definition.read(job.arguments))
    except Cancelled:
        leases.call_off(work, at=clock.now())
    except Refusal as refusal:
        leases.refuse(work, refusal.reason, at=clock.now())
    except TryLater as problem:
        leases.fail(work, str(problem), at=clock.now())
    else:
        leases.complete(work, at=clock.now())
