"""What follows from the facts of the laundry list."""

from twinhelm.conversations.events import (
    CallChanged,
    CallEnded,
    ConversationsFiled,
    FilingUndone,
    MeetingChanged,
    MeetingHeld,
    MessageSent,
    MessageUnsent,
    ResponsibilityChosen,
)
from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.people.choices import Role
from twinhelm.people.events import RoleTaken
from twinhelm.responsibilities.events import LineAdded, LineChanged
from twinhelm.tasks.events.times import TimeChanged, TimeDeleted, TimeEvent, TimeLogged, TimePutBack
from twinhelm.worklog import jobs
from twinhelm.worklog.actions.bringing import call_off_waiting
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.events.catalogue import CatalogueChangeUndone, LineMerged, LineSplit
from twinhelm.worklog.events.imports import (
    ImportConfirmed,
    ImportFinished,
    ImportPutBack,
    ImportReceived,
    ImportTakenBack,
)
from twinhelm.worklog.events.sorting import CorrectionUndone, CorrectionUnlearned, EntryCorrected, RuleChanged
from twinhelm.worklog.jobs.feed import ask_to_follow, ask_to_follow_conversation, ask_to_follow_import
from twinhelm.worklog.jobs.imports import BRINGING, check_key
from twinhelm.worklog.jobs.sorting import Scope, ask_for_sorting


@on(ImportReceived)
def check_what_came(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of an import names it
    jobs.check_import.enqueue(key=check_key(event.subject_id), import_id=event.subject_id)


@on(RoleTaken)
def call_off_what_an_owner_left(event: Event) -> None:
    assert isinstance(event, RoleTaken)  # noqa: S101  registered for it
    if event.role == Role.OWNER and event.subject_id:
        call_off_waiting(event.subject_id, at=clock.now())


@on(ImportConfirmed)
def bring_in_what_was_confirmed(_event: Event) -> None:
    jobs.bring_in.enqueue(key=BRINGING)


@on(ImportFinished)
def sort_what_came_in(_event: Event) -> None:
    ask_for_sorting(Scope.NEW)


@on(EntryCorrected)
@on(CorrectionUndone)
@on(CorrectionUnlearned)
def learn(_event: Event) -> None:
    ask_for_sorting(Scope.WORDS)


@on(LineAdded)
@on(LineChanged)
@on(LineSplit)
@on(LineMerged)
@on(CatalogueChangeUndone)
@on(RuleChanged)
def sort_by_what_stands_now(_event: Event) -> None:
    ask_for_sorting(Scope.OPEN)


@on(MessageSent)
@on(MessageUnsent)
@on(ResponsibilityChosen)
def count_a_message(event: Event) -> None:
    assert isinstance(event, MessageSent | MessageUnsent | ResponsibilityChosen)  # noqa: S101  registered for them
    ask_to_follow(Origin.MESSAGE, event.message_id)


@on(ConversationsFiled)
@on(FilingUndone)
def count_what_was_filed(event: Event) -> None:
    """What is said with a client counts, what is said with nobody doesn't."""
    assert event.subject_id  # noqa: S101  every event of a conversation names it
    ask_to_follow_conversation(event.subject_id)


@on(CallEnded)
@on(CallChanged)
def count_a_call(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a call names it
    ask_to_follow(Origin.CALL, event.subject_id)


@on(MeetingHeld)
@on(MeetingChanged)
def count_a_meeting(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a meeting names it
    ask_to_follow(Origin.MEETING, event.subject_id)


@on(TimeLogged)
@on(TimeChanged)
@on(TimeDeleted)
@on(TimePutBack)
def count_booked_time(event: Event) -> None:
    """And the calls and meetings that it was booked on before."""
    assert isinstance(event, TimeEvent)  # noqa: S101  registered for it
    for entry_id in event.entry_ids:
        ask_to_follow(Origin.TIME, entry_id)
    for kind, ids in ((Origin.CALL, event.call_ids), (Origin.MEETING, event.meeting_ids)):
        for thing_id in ids:
            ask_to_follow(kind, thing_id)


@on(ImportTakenBack)
@on(ImportPutBack)
def count_what_the_import_stood_for(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of an import names it
    ask_to_follow_import(event.subject_id)
