"""What a calendar says about a meeting becomes what we know of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client, Contact
from twinhelm.clients.queries import Recogniser
from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.events import MeetingChanged
from twinhelm.conversations.models import Calendar, Meeting, MeetingCopy, MeetingGuest
from twinhelm.conversations.rules.calendars import ANSWERS, link_of, span_of
from twinhelm.diaries.caldav import Resource
from twinhelm.diaries.events import Event, Guest
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

WORK = frozenset({"starts_at", "ends_at", "client"})
"""What makes a held meeting another piece of work."""


@dataclass(slots=True)
class Known:
    """Whom we know by address, loaded once for many events."""

    recogniser: Recogniser
    zone: ZoneInfo
    """In which days without hours are meant."""
    members: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = Member.objects.exclude(email=None)
        self.members = {(one.email or "").lower(): one for one in people if one.is_active}

    def client_of(self, event: Event) -> Client | None:
        """By its guests' addresses, then their domains; what is marked private, or fills days and takes no time, is nobody's."""
        if event.is_private or (event.is_all_day and event.is_free):
            return None
        return self.recogniser.of([one.address for one in event.people]).client

    def contact_of(self, address: str, client: Client | None) -> Contact | None:
        found = self.recogniser.contacts.get(address, ()) if client else ()
        return next((one for one in found if client and one.client_id == client.pk), None)


def absorb(event: Event, calendar: Calendar, resource: Resource, known: Known, *, at: datetime) -> int:
    """Keeps one event that stands in a calendar; says which meeting it is. Safe to repeat.

    Needs: an open transaction.
    """
    meeting = standing(event, calendar) or begun(event, calendar, known)
    if event.sequence >= meeting.sequence:
        learn(meeting, event, known, is_newer=event.sequence > meeting.sequence, at=at)
    MeetingCopy.objects.update_or_create(
        meeting=meeting, calendar=calendar, defaults={"href": resource.href, "etag": resource.etag}
    )
    return meeting.pk


def standing(event: Event, calendar: Calendar) -> Meeting | None:
    """The one in this calendar; else the one of somebody who asked this calendar's owner to it.

    Whoever was not asked gets a meeting of their own: an identity alone opens nobody else's calendar.
    """
    alike = Meeting.objects.filter(uid=event.uid, recurrence=event.original).select_for_update()
    own = alike.filter(copies__calendar=calendar).first() or alike.filter(calendar=calendar).first()
    if own:
        return own
    asked = alike.filter(deleted_at=None, guests__member=calendar.owner_id).first()
    return asked or alike.filter(deleted_at=None, by=calendar.owner_id).first()


def begun(event: Event, calendar: Calendar, known: Known) -> Meeting:
    starts_at, ends_at = span_of(event, known.zone)
    return Meeting.objects.create(
        calendar=calendar,
        uid=event.uid,
        recurrence=event.original,
        title=event.title,
        starts_at=starts_at,
        ends_at=ends_at,
        version=0,
    )


def learn(meeting: Meeting, event: Event, known: Known, *, is_newer: bool, at: datetime) -> None:
    """Writes what differs; a person's own decisions (client, agenda of theirs, whether it was held) stay."""
    starts_at, ends_at = span_of(event, known.zone)
    facts: dict[str, Any] = {
        "sequence": event.sequence,
        "title": event.title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "is_all_day": event.is_all_day,
        "place": event.location,
        "link": link_of(event) or meeting.link,
        "organiser": event.organiser.address if event.organiser else "",
        "agenda": event.description,
        "deleted_at": None,
    }
    if meeting.client_id is None:
        facts["client"] = known.client_of(event)
    if meeting.state in (MeetingState.PLANNED, MeetingState.CANCELLED):
        facts["state"] = MeetingState.CANCELLED if event.is_cancelled else MeetingState.PLANNED
    changed = [name for name, value in facts.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, facts[name])
    if changed:
        meeting.version += 1
        meeting.save(update_fields=[*changed, "version"])
    learn_guests(meeting, event, known, is_newer=is_newer, at=at)
    if meeting.state == MeetingState.HELD and WORK.intersection(changed):
        announce(MeetingChanged(subject_id=meeting.pk), by=None, at=at)


def learn_guests(meeting: Meeting, event: Event, known: Known, *, is_newer: bool, at: datetime) -> None:
    """A calendar that hasn't heard an answer yet doesn't take back one that we have, unless the meeting was moved."""
    standing = {one.address: one for one in meeting.guests.all()}
    people = {one.address: one for one in event.people}
    for address, person in people.items():
        guest = standing.get(address) or MeetingGuest(meeting=meeting, address=address)
        said = ANSWERS[person.answer]
        if event.organiser and address == event.organiser.address and said == GuestAnswer.WAITING:
            said = GuestAnswer.ACCEPTED
        keeps = guest.pk is not None and said == GuestAnswer.WAITING and not is_newer
        facts = about(person, known, meeting.client) | ({} if keeps else {"answer": said})
        write_guest(guest, facts, at=at)
    gone = [one.pk for address, one in standing.items() if address not in people]
    if gone:
        MeetingGuest.objects.filter(pk__in=gone).delete()


def about(person: Guest, known: Known, client: Client | None) -> dict[str, Any]:
    """Who a guest is to us; a contact's own name counts more than what a calendar calls them."""
    member, contact = known.members.get(person.address), known.contact_of(person.address, client)
    name = member.name if member else contact.name if contact else person.name
    return {"name": name[:200], "member": member, "contact": contact}


def write_guest(guest: MeetingGuest, facts: dict[str, Any], *, at: datetime) -> None:
    changed = [name for name, value in facts.items() if getattr(guest, name) != value]
    for name in changed:
        setattr(guest, name, facts[name])
    if "answer" in changed and guest.answer != GuestAnswer.WAITING:
        guest.answered_at = at
        changed.append("answered_at")
    if guest.pk is None:
        guest.save()
    elif changed:
        guest.save(update_fields=changed)


def drop_copy(copy: MeetingCopy, *, at: datetime) -> None:
    """It stands in this calendar no more. What nobody here has touched goes with its last copy; the rest is called off."""
    meeting = copy.meeting
    copy.delete()
    if meeting.copies.exists() or meeting.state in (MeetingState.HELD, MeetingState.NOT_HELD):
        return
    if meeting.by_id or meeting.notes or meeting.next_step:
        meeting.state = MeetingState.CANCELLED
    else:
        meeting.deleted_at = at
    meeting.version += 1
    meeting.save(update_fields=["state", "deleted_at", "version"])
