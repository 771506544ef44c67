"""What a member sees of their calendars: how far behind, what was skipped and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import CalendarKind, MeetingState
from twinhelm.conversations.models import Calendar
from twinhelm.conversations.models.meetings import MeetingCopy
from twinhelm.people.models import Member

LATE = timedelta(minutes=20)
"""Calendars are looked at every five minutes; after this long something is wrong."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An event that was not understood."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar as its owner sees it."""

    calendar: Calendar
    host: str
    meetings: int
    with_clients: int
    skipped: tuple[Skipped, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendars of a member, and what their page says first."""

    rows: tuple[CalendarRow, ...]
    broken: int
    with_clients: int


def calendars_of(member: Member, *, at: datetime) -> Calendars:
    """Cost: two queries."""
    rows = list(Calendar.objects.visible_to(member).order_by("-is_main", "name", "pk"))
    counted = (
        MeetingCopy.objects.filter(calendar__in=[one.pk for one in rows], meeting__deleted_at=None)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .values("calendar")
        .annotate(all=Count("pk"), known=Count("pk", filter=Q(meeting__client__isnull=False)))
    )
    counts = {one["calendar"]: (one["all"], one["known"]) for one in counted}
    made = tuple(row_of(one, counts.get(one.pk, (0, 0)), at) for one in rows)
    return Calendars(made, sum(bool(row.calendar.failure) for row in made), sum(row.with_clients for row in made))


def row_of(calendar: Calendar, counts: tuple[int, int], at: datetime) -> CalendarRow:
    is_watched = calendar.kind != CalendarKind.FILE and not calendar.is_paused
    seen = calendar.last_seen_at or calendar.connected_at
    return CalendarRow(
        calendar=calendar,
        host="" if calendar.kind == CalendarKind.FILE else urlsplit(calendar.url).hostname or "",
        meetings=counts[0],
        with_clients=counts[1],
        skipped=tuple(Skipped(one.get("title", ""), _(one["why"])) for one in calendar.skipped if one.get("why")),
        is_late=is_watched and at - seen > LATE,
    )
