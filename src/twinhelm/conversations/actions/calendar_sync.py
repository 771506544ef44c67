"""Looking at a calendar, and keeping what it says: what is new, changed and gone, without ever counting a meeting twice."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.queries import recogniser
from twinhelm.conversations.actions.calendar_servers import CalendarTrouble, WrongPassword, guarded, server_of, spoken
from twinhelm.conversations.actions.meeting_facts import Known, absorb, drop_copy
from twinhelm.conversations.choices import CalendarKind
from twinhelm.conversations.models import Calendar, MeetingCopy
from twinhelm.conversations.rules.calendars import AHEAD, BACK, LAID_OUT_ANEW, MOST_SKIPPED, window_at
from twinhelm.diaries import web
from twinhelm.diaries.caldav import Changes, Resource
from twinhelm.diaries.events import MOST_BYTES, Found, Trouble
from twinhelm.foundation.answers import Invalid

Say = Callable[..., None]
_CTAG = "ctag "


def silent(**_progress: object) -> None:
    """Nobody listens."""


def look(calendar: Calendar, *, at: datetime, say: Say = silent) -> Calendar:
    """Brings the calendar up to date. Stopped half-way it goes on where it was: what is stored is not fetched again."""
    try:
        with spoken():
            changes = of_address(calendar) if calendar.kind == CalendarKind.ICS else of_server(calendar, at)
    except (CalendarTrouble, Invalid) as trouble:
        return note_failure(calendar, trouble, at=at)
    known = Known(recogniser(), calendar.owner.zone)
    for number, resource in enumerate(changes.changed):
        say(done=number, total=len(changes.changed))
        take_in(calendar, resource, known, at=at)
    forget(calendar, changes.gone, at=at)
    return note_success(calendar, changes, at=at)


def of_server(calendar: Calendar, at: datetime) -> Changes:
    """Once a week everything that repeats is read anew, so that it reaches into the days that have come into sight."""
    known = dict(MeetingCopy.objects.filter(calendar=calendar).values_list("href", "etag"))
    token = calendar.sync_token
    if needs_laying_out(calendar, at):
        repeated = MeetingCopy.objects.filter(calendar=calendar).exclude(meeting__recurrence="")
        for href in repeated.values_list("href", flat=True):
            known.pop(href, None)
        token = ""
    with server_of(calendar) as server:
        return server.changes(
            calendar.url,
            known,
            token="" if token.startswith(_CTAG) else token,
            ctag=token.removeprefix(_CTAG) if token.startswith(_CTAG) else "",
            since=at - BACK,
            until=at + AHEAD,
        )


def of_address(calendar: Calendar) -> Changes:
    connection = web.Web(calendar.url, guard=guarded)
    try:
        headers = {"If-None-Match": calendar.sync_token} if calendar.sync_token else {}
        answered = connection.ask("GET", calendar.url, headers=headers, most_bytes=MOST_BYTES)
    finally:
        connection.close()
    if answered.status == 304:
        return Changes((), (), calendar.sync_token)
    if answered.status >= 300:
        raise {401: web.NotAllowed, 403: web.NotAllowed, 404: web.Gone, 410: web.Gone}.get(
            answered.status, web.Busy if answered.status >= 500 else web.NotACalendar
        )
    if b"BEGIN:VCALENDAR" not in answered.body[:4096].upper():
        raise web.NotACalendar
    etag = answered.headers.get("etag", "")
    return Changes((Resource(calendar.url, etag[:255], answered.body),), (), etag[:255])


def take_in_file(calendar: Calendar, content: bytes, *, at: datetime) -> None:
    """Raises Invalid when it is no calendar."""
    from twinhelm.diaries import read  # heavy, and only a worker or an act of this kind needs it

    try:
        read.read(content, window_at(at, calendar.owner.zone))
    except read.Unreadable as problem:
        raise Invalid(_(str(problem))) from None
    take_in(calendar, Resource(calendar.url, "", content), Known(recogniser(), calendar.owner.zone), at=at)
    calendar.last_seen_at = at
    calendar.save(update_fields=["last_seen_at"])


@transaction.atomic
def take_in(calendar: Calendar, resource: Resource, known: Known, *, at: datetime) -> None:
    """What one address of the calendar holds: an event, a series with its occurrences, or a whole file."""
    from twinhelm.diaries import read  # heavy, and only a worker or an act of this kind needs it

    window = window_at(at, calendar.owner.zone)
    try:
        found = read.read(resource.content, window)
    except read.Unreadable as problem:
        found = Found(troubles=[Trouble("", str(problem))])
    seen = {absorb(event, calendar, resource, known, at=at) for event in found.events}
    if not found.troubles:
        drop_missing(calendar, resource.href, seen, at=at)
    note_skipped(calendar, resource.href, found.troubles)


def drop_missing(calendar: Calendar, href: str, seen: set[int], *, at: datetime) -> None:
    """What stood at this address and stands there no more. Not asked of what was read only in part."""
    standing = MeetingCopy.objects.filter(calendar=calendar, href=href).select_related("meeting")
    for copy in standing.filter(meeting__starts_at__gte=at - BACK).exclude(meeting__in=seen):
        drop_copy(copy, at=at)


@transaction.atomic
def forget(calendar: Calendar, hrefs: Iterable[str], *, at: datetime) -> None:
    for href in hrefs:
        for copy in MeetingCopy.objects.filter(calendar=calendar, href=href).select_related("meeting"):
            drop_copy(copy, at=at)
        note_skipped(calendar, href, [])


def let_go(calendar: Calendar, *, at: datetime) -> None:
    """The calendar is not read any more: what stood only there goes, but not what belongs to a client's story."""
    for copy in MeetingCopy.objects.filter(calendar=calendar).select_related("meeting"):
        if copy.meeting.client_id:
            copy.delete()
        else:
            drop_copy(copy, at=at)


def note_skipped(calendar: Calendar, href: str, troubles: Iterable[Trouble]) -> None:
    others = [one for one in calendar.skipped if one.get("href") != href]
    mine = [{"href": href, "title": one.title, "why": one.why, "line": one.line} for one in troubles]
    skipped = [*others, *mine][:MOST_SKIPPED]
    if skipped != calendar.skipped:
        calendar.skipped = skipped
        calendar.save(update_fields=["skipped"])


def note_success(calendar: Calendar, changes: Changes, *, at: datetime) -> Calendar:
    calendar.sync_token = changes.token or (f"{_CTAG}{changes.ctag}" if changes.ctag else "")
    if needs_laying_out(calendar, at):
        calendar.laid_out_until_on = (at + AHEAD).date()
    calendar.last_seen_at, calendar.failed_since, calendar.failure = at, None, ""
    calendar.save(update_fields=["sync_token", "laid_out_until_on", "last_seen_at", "failed_since", "failure"])
    return calendar


def note_failure(calendar: Calendar, trouble: CalendarTrouble | Invalid, *, at: datetime) -> Calendar:
    """A wrong password is not tried again and again, or the server would lock its user out."""
    calendar.failed_since = calendar.failed_since or at
    calendar.failure = trouble.reason
    calendar.is_paused = calendar.is_paused or isinstance(trouble, WrongPassword)
    calendar.save(update_fields=["failed_since", "failure", "is_paused"])
    return calendar


def needs_laying_out(calendar: Calendar, at: datetime) -> bool:
    reached = calendar.laid_out_until_on
    return reached is None or (at + AHEAD).date() - reached >= timedelta(days=LAID_OUT_ANEW.days)
