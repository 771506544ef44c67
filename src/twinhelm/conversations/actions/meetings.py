"""Planning meetings with clients: into the calendar first, then to the guests; what a calendar refuses is never sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.conversations.actions import meeting_calendar as diary
from twinhelm.conversations.actions.meeting_ends import ChangedSince
from twinhelm.conversations.actions.meeting_letters import call_off, invite
from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.events import MeetingCancelled, MeetingChanged, MeetingMoved, MeetingPlanned
from twinhelm.conversations.models import Calendar, Meeting, MeetingCopy, MeetingGuest
from twinhelm.conversations.policies.calendars import may_change_meeting, may_plan_meeting, may_write_down
from twinhelm.conversations.queries.senders import sending_address
from twinhelm.conversations.rules.plans import (
    FURTHEST,
    LONGEST,
    MOST_GUESTS,
    SHORTEST,
    Asked,
    Identity,
    Plan,
    event_of,
)
from twinhelm.diaries.caldav import Resource
from twinhelm.diaries.events import Event
from twinhelm.diaries.words import address_in, one_line, some_lines
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.mail import own_domain, refuse_bad_headers
from twinhelm.foundation.sending import ascii_address
from twinhelm.people.models import Member


class AlreadyCancelled(Refusal):
    """The meeting was called off before."""


class AlreadyOver(Refusal):
    """The meeting was held, or not; there is nothing to move any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a new meeting belongs and stands."""

    client: Client | None
    calendar: Calendar | None
    resource: Resource | None
    organiser: Asked


@dataclass(frozen=True, slots=True)
class Moved:
    """What a meeting was and is, and how it stands in the calendar now."""

    before: Event
    event: Event
    resource: Resource | None


def plan(
    wanted: Plan, *, client: Client | None, calendar: Calendar | None, key: str, by: Member, at: datetime
) -> Meeting:
    """The meeting, in the calendar and its guests asked; the same key again is the same meeting.

    key: given to the form when it was opened.
    Raises NotPermitted, Invalid, CalendarTrouble: then nothing was planned and nobody was asked.
    """
    require(may_plan_meeting(by))
    wanted = tidied(wanted)
    refuse_bad_plan(wanted, at)
    uid = f"{one_line(key, 60)}@{own_domain()}"
    if known := Meeting.objects.filter(uid=uid, by=by).first():
        return known
    organiser = Asked(sending_address(by), by.name, member_id=by.pk, answer=GuestAnswer.ACCEPTED)
    event = event_of(wanted, Identity(uid, 0, organiser))
    resource = diary.put(calendar, event, at=at) if calendar else None
    return keep_plan(wanted, event, Kept(client, calendar, resource, organiser), by=by, at=at)


def move(meeting: Meeting, wanted: Plan, *, version: int, by: Member, at: datetime) -> Meeting:
    """When, where, with whom or about what; guests get it under a higher number, who is no longer asked a cancellation.

    version: of the meeting when its page was opened.
    Raises NotPermitted, ChangedSince, AlreadyCancelled, AlreadyOver, Invalid, CalendarTrouble: then nothing has changed.
    """
    require(may_change_meeting(by, meeting))
    refuse_settled(meeting)
    wanted = keeping_answers(tidied(wanted), meeting)
    refuse_bad_plan(wanted, at)
    refuse_older(meeting, version)
    organiser = organiser_of(meeting)
    before = event_of(as_plan(meeting), Identity(meeting.uid, meeting.sequence, organiser))
    event = event_of(wanted, Identity(meeting.uid, meeting.sequence + 1, organiser))
    resource = diary.change(meeting, event, at=at)
    return keep_move(meeting, wanted, Moved(before, event, resource), by=by, at=at)


def cancel(meeting: Meeting, *, by: Member, at: datetime) -> Meeting:
    """Out of the organiser's calendar, and its guests are told.

    Raises NotPermitted, AlreadyCancelled, AlreadyOver, CalendarTrouble: then nothing has changed.
    """
    require(may_change_meeting(by, meeting))
    refuse_settled(meeting)
    event = event_of(
        as_plan(meeting), Identity(meeting.uid, meeting.sequence + 1, organiser_of(meeting), is_cancelled=True)
    )
    diary.remove(meeting)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        refuse_settled(meeting)
        meeting.state, meeting.sequence = MeetingState.CANCELLED, event.sequence
        meeting.version += 1
        meeting.save(update_fields=["state", "sequence", "version"])
        meeting.copies.filter(calendar=meeting.calendar_id).delete()
        if meeting.ends_at > at:
            call_off(meeting, event, event.guests, by=by, at=at)
        announce(MeetingCancelled(subject_id=meeting.pk), by=by, at=at)
    return meeting


@transaction.atomic
def file_under(meeting: Meeting, client: Client | None, *, by: Member, at: datetime) -> Meeting:
    """Says whose meeting it is, when its guests' addresses don't; without a client it is private again.

    Raises NotPermitted.
    """
    require(may_write_down(by, meeting))
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.client = client
    meeting.version += 1
    meeting.save(update_fields=["client", "version"])
    announce(MeetingChanged(subject_id=meeting.pk), by=by, at=at)
    return meeting


@transaction.atomic
def keep_plan(wanted: Plan, event: Event, kept: Kept, *, by: Member, at: datetime) -> Meeting:
    meeting, is_new = Meeting.objects.get_or_create(
        uid=event.uid,
        recurrence="",
        by=by,
        defaults={
            "calendar": kept.calendar,
            "client": kept.client,
            "organiser": kept.organiser.address,
            "title": wanted.title,
            "starts_at": wanted.starts_at,
            "ends_at": wanted.ends_at,
            "place": wanted.place,
            "link": wanted.link,
            "agenda": wanted.agenda,
        },
    )
    if not is_new:
        return meeting
    write_guests(meeting, [kept.organiser, *wanted.asked], at=at)
    if kept.calendar and kept.resource:
        note_copy(meeting, kept.calendar, kept.resource)
    if meeting.ends_at > at:
        invite(meeting, event, event.guests, by=by, at=at)
    announce(MeetingPlanned(subject_id=meeting.pk), by=by, at=at)
    return meeting


@transaction.atomic
def keep_move(meeting: Meeting, wanted: Plan, moved: Moved, *, by: Member, at: datetime) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    is_elsewhen = (meeting.starts_at, meeting.ends_at) != (wanted.starts_at, wanted.ends_at)
    meeting.title, meeting.place, meeting.link, meeting.agenda = wanted.title, wanted.place, wanted.link, wanted.agenda
    meeting.starts_at, meeting.ends_at = wanted.starts_at, wanted.ends_at
    meeting.sequence = moved.event.sequence
    meeting.version += 1
    meeting.save(update_fields=["title", "place", "link", "agenda", "starts_at", "ends_at", "sequence", "version"])
    write_guests(meeting, [organiser_of(meeting), *wanted.asked], at=at)
    if is_elsewhen:
        meeting.guests.exclude(address=meeting.organiser).update(answer=GuestAnswer.WAITING, answered_at=None, said="")
    if meeting.calendar and moved.resource:
        note_copy(meeting, meeting.calendar, moved.resource)
    if meeting.ends_at > at:
        there = {one.address for one in moved.event.guests}
        call_off(meeting, moved.event, [one for one in moved.before.guests if one.address not in there], by=by, at=at)
        invite(meeting, moved.event, moved.event.guests, by=by, at=at)
    announce(MeetingMoved(subject_id=meeting.pk), by=by, at=at)
    return meeting


def tidied(wanted: Plan) -> Plan:
    """One of each guest, and words that fit into a calendar."""
    asked = {address_in(one.address): one for one in reversed(wanted.asked)}
    asked.pop("", None)
    return replace(
        wanted,
        title=one_line(wanted.title),
        place=one_line(wanted.place, 500),
        link=one_line(wanted.link, 500),
        agenda=some_lines(wanted.agenda),
        asked=tuple(
            replace(one, address=address, name=one_line(one.name, 120)) for address, one in reversed(asked.items())
        ),
    )


def refuse_bad_plan(wanted: Plan, at: datetime) -> None:
    """Raises Invalid."""
    if not wanted.title:
        raise Invalid(_("A meeting needs a title."), title=_("What is it about?"))
    if not SHORTEST <= wanted.minutes <= LONGEST:
        raise Invalid(_("A meeting takes from five minutes to a day."), minutes=_("From five minutes to a day."))
    if wanted.starts_at > at + FURTHEST:
        raise Invalid(_("That is more than three years ahead."), starts=_("At most three years ahead."))
    if len(wanted.asked) > MOST_GUESTS:
        raise Invalid(_("Sixty guests are the most that can be asked to one meeting."))
    for one in wanted.asked:
        refuse_bad_headers(ascii_address(one.address), "")
    if wanted.link and not wanted.link.startswith(("https://", "http://")):
        raise Invalid(_("The link is no web address."), link=_("It begins with https://."))


def refuse_settled(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise AlreadyCancelled(_("This meeting was called off already."))
    if meeting.state != MeetingState.PLANNED:
        raise AlreadyOver(_("This meeting is over, so it can’t be moved or called off any more."))


def refuse_older(meeting: Meeting, version: int) -> None:
    if Meeting.objects.only("version").get(pk=meeting.pk).version != version:
        raise ChangedSince(
            _(
                "This meeting has changed since you opened it. What you entered is kept below; look at what is new first."
            )
        )


def organiser_of(meeting: Meeting) -> Asked:
    member = meeting.by
    return Asked(
        meeting.organiser, member.name if member else "", member.pk if member else None, answer=GuestAnswer.ACCEPTED
    )


def as_plan(meeting: Meeting) -> Plan:
    """Cost: one query."""
    guests = meeting.guests.exclude(address=meeting.organiser).order_by("pk")
    return Plan(
        title=meeting.title,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        asked=tuple(Asked(one.address, one.name, one.member_id, one.contact_id, one.answer) for one in guests),
        place=meeting.place,
        link=meeting.link,
        agenda=meeting.agenda,
    )


def keeping_answers(wanted: Plan, meeting: Meeting) -> Plan:
    """Who has answered needs not answer again, unless it is at another time."""
    if (meeting.starts_at, meeting.ends_at) != (wanted.starts_at, wanted.ends_at):
        return wanted
    said = dict(meeting.guests.values_list("address", "answer"))
    return replace(wanted, asked=tuple(replace(one, answer=said.get(one.address, one.answer)) for one in wanted.asked))


def write_guests(meeting: Meeting, asked: Sequence[Asked], *, at: datetime) -> None:
    addresses = [one.address for one in asked]
    meeting.guests.exclude(address__in=addresses).delete()
    for one in asked:
        MeetingGuest.objects.get_or_create(
            meeting=meeting,
            address=one.address,
            defaults={
                "name": one.name,
                "member_id": one.member_id,
                "contact_id": one.contact_id,
                "answer": one.answer,
                "answered_at": at if one.answer != GuestAnswer.WAITING else None,
            },
        )


def note_copy(meeting: Meeting, calendar: Calendar, resource: Resource) -> None:
    MeetingCopy.objects.update_or_create(
        meeting=meeting, calendar=calendar, defaults={"href": resource.href, "etag": resource.etag}
    )
