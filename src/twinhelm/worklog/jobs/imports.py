"""Imports in the background: the dry run, bringing in, and tidying up."""

from twinhelm.foundation import clock
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job
from twinhelm.worklog.actions.bringing import bring_in as bring_in_import
from twinhelm.worklog.actions.bringing import give_up, sweep
from twinhelm.worklog.actions.checking import check
from twinhelm.worklog.actions.sorting import unsorted_entries
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.jobs.sorting import Scope, ask_for_sorting
from twinhelm.worklog.models import Import

BRINGING = "worklog.bring_in"


def check_key(import_id: int) -> str:
    return f"worklog.check_import:{import_id}"


@job("worklog.check_import", quick=True, again=True)
def check_import(work: Work, *, import_id: int) -> None:
    imported = Import.objects.filter(pk=import_id).first()
    if imported:
        check(imported, at=clock.now(), say=work.progress)


@job(BRINGING, again=True)
def bring_in(work: Work) -> None:
    """All that are confirmed, one after the other: two at once could each take the other's lines for duplicates.

    One that breaks keeps no other waiting; the job has failed all the same.
    """
    broken = []
    for imported in Import.objects.filter(state=ImportState.RUNNING).order_by("started_at", "pk"):
        try:
            bring_in_import(imported, at=clock.now(), say=work.progress)
        except Exception as problem:
            broken.append(problem)
    if broken:
        raise broken[0]


@every(minutes=1)
@job("worklog.tidy_imports", quick=True)
def tidy_imports(_work: Work) -> None:
    """Takes up what a crash between two steps has left lying, and removes what nobody wants any more."""
    for imported in Import.objects.filter(state=ImportState.CHECKING):
        if has_given_up(check_key(imported.pk)):
            give_up(imported, at=clock.now())
        else:
            check_import.enqueue(key=check_key(imported.pk), import_id=imported.pk)
    running = Import.objects.filter(state=ImportState.RUNNING)
    if has_given_up(BRINGING):
        for imported in running:
            give_up(imported, at=clock.now())
    elif running.exists():
        bring_in.enqueue(key=BRINGING)
    if unsorted_entries().exists():
        ask_for_sorting(Scope.NEW)
    sweep(at=clock.now())


def has_given_up(key: str) -> bool:
    """Whether the last job of this key has failed after all its tries."""
    last = Job.objects.filter(key=key).order_by("-pk").first()
    return last is not None and last.state == JobState.FAILED
