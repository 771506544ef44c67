"""Answers to invitations: ours to others, and others' to ours."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions import meeting_calendar as diary
from twinhelm.conversations.actions.calendar_servers import CalendarChanged
from twinhelm.conversations.actions.meeting_letters import reply
from twinhelm.conversations.choices import CalendarKind, GuestAnswer
from twinhelm.conversations.events import MeetingAnswered
from twinhelm.conversations.models import Calendar, Meeting, MeetingCopy, MeetingGuest
from twinhelm.conversations.policies.calendars import may_answer_meeting
from twinhelm.conversations.rules.calendars import SAID
from twinhelm.conversations.rules.plans import Asked, Identity, event_of
from twinhelm.diaries.caldav import Resource
from twinhelm.diaries.events import Event, Guest
from twinhelm.diaries.words import some_lines
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


def answer(meeting: Meeting, said: GuestAnswer, *, words: str = "", by: Member, at: datetime) -> MeetingGuest:
    """Whether a member comes: in their calendar, and to the organiser.

    Raises NotPermitted, Invalid, CalendarTrouble: then nothing has changed.
    """
    guest = meeting.guests.filter(member=by).first()
    require(may_answer_meeting(by, guest))
    if said == GuestAnswer.WAITING:
        raise Invalid(_("Choose whether you come."))
    if meeting.is_cancelled:
        raise Invalid(_("This meeting was called off, so there is nothing to answer."))
    us = Guest(guest.address if guest else "", by.name, SAID[said], said=some_lines(words, 1000))
    event = invitation_of(meeting, us)
    is_told = in_own_calendar(meeting, event, us, by=by, at=at)
    with transaction.atomic():
        guest = MeetingGuest.objects.select_for_update().get(meeting=meeting, member=by)
        guest.answer, guest.answered_at, guest.said = said, at, us.said
        guest.save(update_fields=["answer", "answered_at", "said"])
        if not is_told and meeting.organiser and meeting.organiser != guest.address:
            reply(meeting, event, us, by=by, at=at)
        announce(MeetingAnswered(subject_id=meeting.pk, address=guest.address, answer=said), by=by, at=at)
    return guest


def invitation_of(meeting: Meeting, us: Guest) -> Event:
    from twinhelm.conversations.actions.meetings import as_plan

    organiser = Asked(meeting.organiser or us.address)
    return event_of(as_plan(meeting), Identity(meeting.uid, meeting.sequence, organiser, original=meeting.recurrence))


def in_own_calendar(meeting: Meeting, event: Event, us: Guest, *, by: Member, at: datetime) -> bool:
    """Writes the answer where the meeting stands, or the meeting where it stands nowhere; whether the server tells on."""
    copy = own_copy(meeting, by)
    if copy is not None:
        resource, tells = diary.answer(copy, event, us, at=at)
        if resource is not None:
            MeetingCopy.objects.filter(pk=copy.pk).update(etag=resource.etag)
        return tells
    calendar = Calendar.objects.visible_to(by).filter(is_main=True, kind=CalendarKind.CALDAV).first()
    if calendar and us.answer != SAID[GuestAnswer.DECLINED] and not meeting.copies.filter(calendar__owner=by).exists():
        keep_copy(meeting, calendar, put_once(calendar, with_answer(event, us), at=at))
    return False


def put_once(calendar: Calendar, event: Event, *, at: datetime) -> Resource | None:
    """Stands there already, when a calendar program was faster: the next look finds it."""
    try:
        return diary.put(calendar, event, at=at)
    except CalendarChanged:
        return None


def with_answer(event: Event, us: Guest) -> Event:
    others = [one for one in event.guests if one.address != us.address]
    return Event(**{**{name: getattr(event, name) for name in Event.__slots__}, "guests": (*others, us)})


def own_copy(meeting: Meeting, by: Member) -> MeetingCopy | None:
    copies = MeetingCopy.objects.filter(meeting=meeting, calendar__owner=by, calendar__removed_at=None)
    found = [one for one in copies.select_related("calendar") if one.calendar.may_be_written]
    return found[0] if found else None


@transaction.atomic
def keep_copy(meeting: Meeting, calendar: Calendar, resource: Resource | None) -> None:
    if resource is not None:
        MeetingCopy.objects.update_or_create(
            meeting=meeting, calendar=calendar, defaults={"href": resource.href, "etag": resource.etag}
        )
