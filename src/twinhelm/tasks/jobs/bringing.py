"""Many tasks brought in in the background."""

from twinhelm.foundation import clock, queries
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.jobs import Work, job
from twinhelm.foundation.queries import Progress
from twinhelm.people.models import DryRun
from twinhelm.tasks.actions import bringing as actions


def key_of(run_id: int) -> str:
    return f"tasks.bring_in:{run_id}"


def progress_of(run_id: int) -> Progress | None:
    return queries.progress_of(key_of(run_id))


@job("tasks.bring_in")
def bring_in_tasks(work: Work, *, run_id: int) -> None:
    """A refusal is an answer, kept for the page; what breaks is tried again, and nothing of it is stored."""
    run = DryRun.objects.select_related("made_by").filter(pk=run_id, kind=actions.KIND).first()
    if run is None or not run.is_waiting:
        return
    try:
        actions.bring_in(run, by=run.made_by, at=clock.now(), say=work.progress)
    except Refusal as refusal:
        actions.note_refusal(run, str(refusal))
