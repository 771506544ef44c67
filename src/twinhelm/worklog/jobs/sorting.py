"""Sorting in the background; the only place of the area where the model is loaded, in a process of its own."""

from datetime import timedelta
from enum import StrEnum

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, job
from twinhelm.foundation.models import Job
from twinhelm.worklog.actions import sorting
from twinhelm.worklog.queries.reader import Reader

PAUSE = timedelta(seconds=15)
"""After a correction: the next ones come within a second or two, and one refit learns from all of them."""


class Scope(StrEnum):
    """Which entries are sorted."""

    NEW = "new"
    WORDS = "words"
    """What words decided: a correction has taught the sorter something."""
    OPEN = "open"
    """All but what a person or memory decided: a rule or the catalogue has changed."""


ENTRIES = {
    Scope.NEW: sorting.unsorted_entries,
    Scope.WORDS: sorting.sorted_by_words,
    Scope.OPEN: sorting.open_entries,
}


def sort_key(scope: Scope) -> str:
    return f"worklog.sort:{scope}"


@job("worklog.sort_entries", isolated=True, again=True, lease_seconds=180)
def sort_entries(work: Work, *, scope: str = Scope.NEW) -> None:
    entries = ENTRIES[Scope(scope)]()
    if entries.exists():
        sorting.sort(entries, Reader(), at=clock.now(), say=work.progress)


def ask_for_sorting(scope: Scope) -> Job:
    later = clock.now() + PAUSE if scope == Scope.WORDS else None
    return sort_entries.enqueue(key=sort_key(scope), not_before=later, scope=str(scope))
