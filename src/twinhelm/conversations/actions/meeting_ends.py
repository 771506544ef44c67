"""What became of a meeting: held or not, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.events import MeetingChanged, MeetingHeld
from twinhelm.conversations.models import Meeting
from twinhelm.conversations.policies.calendars import may_write_down
from twinhelm.conversations.rules.meetings import mark_of
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility

PATIENCE = timedelta(minutes=15)
AT_ONCE = 200
USUAL_LINE = "scheduled"


@dataclass(frozen=True, slots=True)
class Written:
    """What a member writes down about a meeting."""

    notes: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    responsibility: Responsibility | None = None


class ChangedSince(Refusal):
    """Somebody else has written to this meeting since the page was opened."""


class NotYetOver(Refusal):
    """Whether a meeting was held is known once it has begun."""


def settle_ended(*, at: datetime) -> int:
    """Takes meetings with clients for held once they are over; a person can say otherwise at any time."""
    over = Meeting.objects.with_clients().filter(
        state=MeetingState.PLANNED, ends_at__lte=at - PATIENCE, is_all_day=False, deleted_at=None
    )
    ended = list(over.order_by("ends_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in ended:
        settle_one(pk, at=at)
    return len(ended)


@transaction.atomic
def settle_one(pk: int, *, at: datetime) -> None:
    meeting = Meeting.objects.select_for_update().get(pk=pk)
    if meeting.state != MeetingState.PLANNED:
        return
    outside = [one.answer for one in meeting.guests.filter(member=None)]
    everybody_declined = bool(outside) and set(outside) == {GuestAnswer.DECLINED}
    meeting.state = MeetingState.NOT_HELD if everybody_declined else MeetingState.HELD
    meeting.responsibility = meeting.responsibility or usual_line()
    meeting.version += 1
    meeting.save(update_fields=["state", "responsibility", "version"])
    if meeting.state == MeetingState.HELD:
        announce(MeetingHeld(subject_id=meeting.pk), by=None, at=at)


@transaction.atomic
def say_held(meeting: Meeting, *, is_held: bool, by: Member, at: datetime) -> Meeting:
    """Raises NotPermitted, NotYetOver, Invalid."""
    require(may_write_down(by, meeting))
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.is_cancelled:
        raise Invalid(_("This meeting was called off."))
    if meeting.starts_at > at:
        raise NotYetOver(_("This meeting hasn’t begun yet. To call it off, cancel it."))
    before = meeting.state
    meeting.state, meeting.settled_by = (MeetingState.HELD if is_held else MeetingState.NOT_HELD), by
    if is_held:
        meeting.responsibility = meeting.responsibility or usual_line()
    meeting.version += 1
    meeting.save(update_fields=["state", "settled_by", "responsibility", "version"])
    if before != meeting.state and meeting.client_id:
        event = MeetingHeld if is_held and before == MeetingState.PLANNED else MeetingChanged
        announce(event(subject_id=meeting.pk), by=by, at=at)
    return meeting


@transaction.atomic
def write_down(meeting: Meeting, written: Written, *, seen: str, by: Member, at: datetime) -> Meeting:
    """Notes and next step.

    seen: mark of what stood there when the page was opened.
    Raises NotPermitted, ChangedSince.
    """
    require(may_write_down(by, meeting))
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    fresh = {
        "notes": written.notes,
        "next_step": written.next_step,
        "next_step_on": written.next_step_on,
        "responsibility": written.responsibility or meeting.responsibility,
    }
    if all(getattr(meeting, name) == value for name, value in fresh.items()):
        return meeting
    if seen != mark_of(meeting.notes, meeting.next_step):
        raise ChangedSince(
            _(
                "Somebody has written to this meeting since you opened it. Your words are kept below; look at theirs first."
            )
        )
    for name, value in fresh.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save(update_fields=[*fresh, "version"])
    announce(MeetingChanged(subject_id=meeting.pk), by=by, at=at)
    return meeting


def usual_line() -> Responsibility | None:
    return Responsibility.objects.current().filter(key=USUAL_LINE).first()
