"""A meeting in its calendar: put, changed and taken out, and never over what somebody else has written there."""

from datetime import datetime

from django.utils.translation import gettext as _

from twinhelm.conversations.actions.calendar_servers import CalendarChanged, server_of, spoken
from twinhelm.conversations.models import Calendar, Meeting, MeetingCopy
from twinhelm.diaries.caldav import Resource
from twinhelm.diaries.events import Event, Guest
from twinhelm.foundation.answers import Invalid


def put(calendar: Calendar, event: Event, *, at: datetime) -> Resource:
    """Raises Invalid, CalendarTrouble."""
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    if not calendar.may_be_written:
        raise Invalid(_("“%(name)s” can only be read. Choose another calendar.") % {"name": calendar.name})
    with spoken(), server_of(calendar) as server:
        return server.add(calendar.url, event.uid, write.stored(event, at=at))


def change(meeting: Meeting, event: Event, *, at: datetime) -> Resource | None:
    """As it stands in the calendar afterwards; nothing when it stands in none that we write to.

    Raises CalendarTrouble.
    """
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    copy = own_copy(meeting)
    if copy is None:
        return None
    with spoken(), server_of(copy.calendar) as server:
        standing = server.get(copy.href)
        refuse_other(standing, copy)
        return server.change(standing, write.changed(standing.content, event, at=at))


def remove(meeting: Meeting) -> None:
    """What is gone already is removed.

    Raises CalendarTrouble.
    """
    copy = own_copy(meeting)
    if copy is None:
        return
    with spoken(), server_of(copy.calendar) as server:
        server.remove(Resource(copy.href, copy.etag))


def answer(copy: MeetingCopy, event: Event, guest: Guest, *, at: datetime) -> tuple[Resource | None, bool]:
    """The entry with the guest's answer, and whether the server tells the organiser by itself.

    Raises CalendarTrouble.
    """
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    with spoken(), server_of(copy.calendar) as server:
        standing = server.get(copy.href)
        try:
            content = write.answered(standing.content, event, guest, at=at)
        except write.NotThere:
            return None, False
        return server.change(standing, content), server.tells_organisers(copy.calendar.url)


def own_copy(meeting: Meeting) -> MeetingCopy | None:
    copies = meeting.copies.filter(calendar=meeting.calendar_id, calendar__removed_at=None).select_related("calendar")
    copy = copies.first()
    return copy if copy and copy.calendar.may_be_written else None


def refuse_other(standing: Resource, copy: MeetingCopy) -> None:
    if standing.etag != copy.etag:
        raise CalendarChanged(
            _(
                "Somebody has changed this meeting in the calendar. It is looked at now; what you entered is kept below "
                "and nothing was overwritten."
            )
        )
