"""What follows from the facts of the laundry list."""

from twinhelm.foundation.events import Event, on
from twinhelm.worklog import jobs
from twinhelm.worklog.events.imports import ImportConfirmed, ImportReceived
from twinhelm.worklog.jobs.imports import BRINGING, check_key


@on(ImportReceived)
def check_what_came(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of an import names it
    jobs.check_import.enqueue(key=check_key(event.subject_id), import_id=event.subject_id)


@on(ImportConfirmed)
def bring_in_what_was_confirmed(_event: Event) -> None:
    jobs.bring_in.enqueue(key=BRINGING)
