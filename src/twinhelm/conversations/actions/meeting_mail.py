"""What comes about meetings by mail: invitations, changes, cancellations and answers, believed only from whom they concern."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction

from twinhelm.clients.queries import recogniser
from twinhelm.conversations.actions.meeting_facts import Known, learn
from twinhelm.conversations.choices import MeetingState
from twinhelm.conversations.events import MeetingAnswered, MeetingCancelled
from twinhelm.conversations.models import Meeting
from twinhelm.conversations.rules.calendars import ANSWERS, span_of, window_at
from twinhelm.diaries.events import Event, Method
from twinhelm.foundation.events import announce

Take = Callable[..., Meeting | None]


@transaction.atomic
def take_letter(invitation: str, sender: str, *, zone: ZoneInfo, at: datetime) -> list[Meeting]:
    """The meetings that the calendar part of a mail is about.

    sender: address of whoever wrote it, believed by whoever calls; forged mail must not come here.
    """
    from twinhelm.diaries import read  # heavy, and only a worker or an act of this kind needs it

    try:
        found = read.read(invitation.encode(), window_at(at, zone))
    except read.Unreadable:
        return []
    ways: dict[Method, Take] = {
        Method.REQUEST: partial(take_request, zone=zone),
        Method.CANCEL: take_cancellation,
        Method.REPLY: take_reply,
    }
    taken = ways.get(found.method)
    if taken is None:
        return []
    meetings = [taken(event, sender.lower(), at=at) for event in found.events[:50]]
    return [meeting for meeting in meetings if meeting is not None]


def take_reply(event: Event, sender: str, *, at: datetime) -> Meeting | None:
    """A guest answers for themselves, to the version of the meeting that they know, and later than before."""
    meeting = (
        Meeting.objects.filter(uid=event.uid, recurrence=event.original, deleted_at=None).select_for_update().first()
    )
    said = event.guest(sender)
    if meeting is None or said is None or event.sequence < meeting.sequence:
        return None
    guest = meeting.guests.filter(address=sender).first()
    answered_at = event.stamped_at or at
    if guest is None or (guest.answered_at and answered_at < guest.answered_at):
        return None
    guest.answer, guest.said, guest.answered_at = ANSWERS[said.answer], said.said, min(answered_at, at)
    guest.save(update_fields=["answer", "said", "answered_at"])
    announce(MeetingAnswered(subject_id=meeting.pk, address=sender, answer=guest.answer), by=None, at=at)
    return meeting


def take_request(event: Event, sender: str, *, zone: ZoneInfo, at: datetime) -> Meeting | None:
    """Somebody asks us, or says what has changed; only the organiser of a meeting can change it."""
    organiser = event.organiser.address if event.organiser else sender
    known = Known(recogniser(), zone)
    if not any(one.address in known.members for one in event.people):
        return None
    meeting = Meeting.objects.filter(uid=event.uid, recurrence=event.original).select_for_update().first()
    if meeting is None:
        starts_at, ends_at = span_of(event, known.zone)
        meeting = Meeting.objects.create(
            uid=event.uid,
            recurrence=event.original,
            title=event.title,
            starts_at=starts_at,
            ends_at=ends_at,
            organiser=organiser,
            version=0,
        )
    elif meeting.by_id or meeting.organiser != organiser or organiser != sender or event.sequence < meeting.sequence:
        return None
    learn(meeting, event, known, is_newer=event.sequence > meeting.sequence, at=at)
    return meeting


def take_cancellation(event: Event, sender: str, *, at: datetime) -> Meeting | None:
    meeting = (
        Meeting.objects.filter(uid=event.uid, recurrence=event.original, deleted_at=None).select_for_update().first()
    )
    if meeting is None or meeting.by_id or meeting.organiser != sender or meeting.state != MeetingState.PLANNED:
        return None
    meeting.state, meeting.sequence = MeetingState.CANCELLED, max(event.sequence, meeting.sequence)
    meeting.version += 1
    meeting.save(update_fields=["state", "sequence", "version"])
    announce(MeetingCancelled(subject_id=meeting.pk), by=None, at=at)
    return meeting
