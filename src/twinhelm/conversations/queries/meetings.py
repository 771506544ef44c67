"""Meetings that somebody may see: by day, of one client, and one with all that is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from twinhelm.clients.models import Client
from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.models import Meeting, MeetingCopy, MeetingGuest, MeetingQuerySet
from twinhelm.conversations.rules.times import zone_named
from twinhelm.people.models import Member

DAYS_SHOWN = 14
MOST_SHOWN = 300
MOST_ON_CLIENT = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings somebody wants to see; what is empty narrows nothing. Days are those of the reader's zone."""

    first: date
    client: int | None = None
    member: int | None = None
    words: str = ""
    is_all: bool = False
    """Also what is with no client."""

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS_SHOWN - 1)


@dataclass(frozen=True, slots=True)
class Day:
    """What stands on one day."""

    on: date
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """How many of those from outside have said what."""

    coming: int
    perhaps: int
    declined: int
    waiting: int


def wanted_meetings(viewer: Member, wanted: Wanted) -> MeetingQuerySet:
    starts, ends = midnight(wanted.first, viewer.zone), midnight(wanted.last + timedelta(days=1), viewer.zone)
    found = Meeting.objects.visible_to(viewer).filter(starts_at__gte=starts, starts_at__lt=ends)
    if not wanted.is_all:
        found = found.with_clients()
    if wanted.client:
        found = found.filter(client=wanted.client)
    if wanted.member:
        takes_part = MeetingGuest.objects.filter(member=wanted.member).values("meeting")
        stands = MeetingCopy.objects.filter(calendar__owner=wanted.member).values("meeting")
        found = found.filter(Q(by=wanted.member) | Q(pk__in=takes_part) | Q(pk__in=stands))
    if wanted.words:
        found = found.filter(Q(title__icontains=wanted.words) | Q(client__name__icontains=wanted.words))
    return found


def with_people(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Cost: one query more."""
    guests = MeetingGuest.objects.select_related("member", "contact").order_by("pk")
    return meetings.select_related("client", "by").prefetch_related(Prefetch("guests", guests))


def days_of(meetings: Iterable[Meeting], zone: ZoneInfo) -> list[Day]:
    """In order of their start."""
    by_day = groupby(meetings, key=lambda one: one.starts_at.astimezone(zone).date())
    return [Day(on, tuple(group)) for on, group in by_day]


def of_client(viewer: Member, client: Client, *, at: datetime) -> list[Meeting]:
    """What comes next with a client. Cost: two queries."""
    coming = Meeting.objects.visible_to(viewer).filter(client=client, ends_at__gt=at).standing()
    return list(with_people(coming).soonest_first()[:MOST_ON_CLIENT])


def answers_of(guests: Iterable[MeetingGuest]) -> Answers:
    said = [one.answer for one in guests if one.member_id is None]
    return Answers(
        coming=said.count(GuestAnswer.ACCEPTED),
        perhaps=said.count(GuestAnswer.TENTATIVE),
        declined=said.count(GuestAnswer.DECLINED),
        waiting=said.count(GuestAnswer.WAITING),
    )


def unanswered(member: Member, *, at: datetime) -> MeetingQuerySet:
    """Invitations that wait for this member."""
    asked = MeetingGuest.objects.filter(member=member, answer=GuestAnswer.WAITING).values("meeting")
    ahead = Meeting.objects.visible_to(member).filter(pk__in=asked, ends_at__gt=at, state=MeetingState.PLANNED)
    return ahead.exclude(by=member).soonest_first()


def their_zone(meeting: Meeting, ours: ZoneInfo) -> ZoneInfo | None:
    """The client's, where their clocks show something else at that time."""
    theirs = zone_named(meeting.client.time_zone if meeting.client else "", ours)
    differs = meeting.starts_at.astimezone(theirs).utcoffset() != meeting.starts_at.astimezone(ours).utcoffset()
    return theirs if differs else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
