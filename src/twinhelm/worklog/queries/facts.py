"""What messages, calls, meetings and booked time are as work: of each, whose, when, how long, for whom.

No words of what is said with clients; those of booked time are its member's own, and what it is sorted by.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import Direction, GuestAnswer, MeetingState, Written
from twinhelm.conversations.models import Call, Meeting, MeetingCopy, MeetingGuest, Message
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.models import TimeEntry
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.rules.wishes import Wishes

MAIL_MINUTES = Wishes().sent_minutes
"""Of a mail whose writing nobody measured: what imports of mailboxes assume, too."""
LINES = {Origin.MESSAGE: "real-time", Origin.CALL: "real-time", Origin.MEETING: "scheduled"}


@dataclass(frozen=True, slots=True)
class WorkFact:
    """One member's part in a message, call or meeting, or what they booked themselves."""

    kind: Origin
    origin_id: int
    member: Member
    started_at: datetime | None
    ended_at: datetime | None
    minutes: int
    client_name: str
    project_name: str
    responsibility: Responsibility | None
    words: str
    """Only to find likely duplicates; never stored, but those of booked time."""
    booked_on: date | None = None

    @property
    def on(self) -> date:
        assert self.booked_on or self.started_at  # noqa: S101  only booked time may have no time of day
        return self.booked_on or day_in(self.member.zone, self.started_at)  # type: ignore[arg-type]

    @property
    def has_own_words(self) -> bool:
        return self.kind == Origin.TIME and bool(self.words)

    @property
    def text(self) -> str:
        return self.words if self.has_own_words else text_of(self.kind, self.client_name)


def text_of(kind: Origin, client_name: str) -> str:
    if not client_name:
        return str(kind.label)
    sentences = {
        Origin.TIME: _("Time for %(client)s"),
        Origin.MESSAGE: _("Message to %(client)s"),
        Origin.CALL: _("Call with %(client)s"),
        Origin.MEETING: _("Meeting with %(client)s"),
    }
    return sentences[kind] % {"client": client_name}


def counting_messages() -> QuerySet[Message]:
    """Written by one of us to a client and on their way; what belongs to no client may be private."""
    posted = Q(outgoing=None) | ~Q(outgoing__state__in=(MailState.FAILED, MailState.CANCELLED))
    return Message.objects.filter(
        posted, direction=Direction.OUT, written=Written.PERSON, member__isnull=False, client__isnull=False
    )


def counting_calls() -> QuerySet[Call]:
    """Where whoever talked booked time on it, that counts in its place."""
    booked = TimeEntry.objects.filter(deleted_at=None, call=OuterRef("pk"), member=OuterRef("by"))
    return Call.objects.filter(~Exists(booked), deleted_at=None, ended_at__isnull=False)


def counting_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(deleted_at=None, state=MeetingState.HELD, client__isnull=False, is_all_day=False)


def counting_times() -> QuerySet[TimeEntry]:
    return TimeEntry.objects.filter(deleted_at=None)


Counting = QuerySet[Message] | QuerySet[Call] | QuerySet[Meeting] | QuerySet[TimeEntry]
COUNTING: dict[Origin, Callable[[], Counting]] = {
    Origin.MESSAGE: counting_messages,
    Origin.CALL: counting_calls,
    Origin.MEETING: counting_meetings,
    Origin.TIME: counting_times,
}


def missing(kind: Origin) -> Iterator[int]:
    """What counts and has no entry yet."""
    entries = WorkEntry.objects.counted().filter(origin_kind=kind, origin_id=OuterRef("pk"))
    found = COUNTING[kind]().filter(~Exists(entries)).order_by("pk")
    return found.values_list("pk", flat=True).iterator(chunk_size=2000)


def left_over(kind: Origin) -> Iterator[int]:
    """What has an entry and counts no more."""
    counting = COUNTING[kind]().filter(pk=OuterRef("origin_id"))
    entries = WorkEntry.objects.filter(~Exists(counting), origin_kind=kind).exclude(origin_id=None)
    return (pk for pk in entries.values_list("origin_id", flat=True).order_by("origin_id").distinct() if pk)


def written_in(conversation_id: int) -> list[int]:
    """Messages that one of us wrote there, whether they count or not."""
    ours = Message.objects.filter(conversation=conversation_id, direction=Direction.OUT)
    return list(ours.values_list("pk", flat=True))


def stood_for(import_id: int) -> dict[Origin, list[int]]:
    """Messages, calls and meetings whose entries came with this import, by kind."""
    entries = WorkEntry.objects.filter(source=import_id).exclude(origin_kind="").order_by("origin_id")
    found: dict[Origin, list[int]] = {}
    for kind, origin_id in entries.values_list("origin_kind", "origin_id"):
        found.setdefault(Origin(kind), []).append(origin_id or 0)
    return found


def facts_of(kind: Origin, ids: Iterable[int]) -> list[WorkFact]:
    """Cost: three queries."""
    read = {
        Origin.MESSAGE: facts_of_messages,
        Origin.CALL: facts_of_calls,
        Origin.MEETING: facts_of_meetings,
        Origin.TIME: facts_of_times,
    }
    usual = Responsibility.objects.current().filter(key=LINES.get(kind, "")).first()
    return list(read[kind](list(ids), usual))


def facts_of_messages(ids: list[int], usual: Responsibility | None) -> Iterator[WorkFact]:
    found = counting_messages().filter(pk__in=ids)
    for one in found.select_related("member", "client", "conversation__project", "responsibility"):
        if not one.member:
            continue
        minutes = one.minutes if one.minutes is not None else MAIL_MINUTES
        project = one.conversation.project
        yield WorkFact(
            kind=Origin.MESSAGE,
            origin_id=one.pk,
            member=one.member,
            started_at=one.at - timedelta(minutes=minutes),
            ended_at=one.at,
            minutes=minutes,
            client_name=one.client.name if one.client else "",
            project_name=project.name if project else "",
            responsibility=current(one.responsibility, usual),
            words=one.subject,
        )


def facts_of_calls(ids: list[int], usual: Responsibility | None) -> Iterator[WorkFact]:
    for one in counting_calls().filter(pk__in=ids).with_names():  # type: ignore[attr-defined]
        yield WorkFact(
            kind=Origin.CALL,
            origin_id=one.pk,
            member=one.by,
            started_at=one.started_at,
            ended_at=one.ended_at,
            minutes=one.minutes,
            client_name=one.client.name if one.client else "",
            project_name=one.project.name if one.project else "",
            responsibility=current(one.responsibility, usual),
            words=f"{_('Call')} {one.whom} {one.notes}",
        )


def facts_of_meetings(ids: list[int], usual: Responsibility | None) -> Iterator[WorkFact]:
    """Of each member who took part and did not book time on it."""
    found = counting_meetings().filter(pk__in=ids).select_related("client", "project", "responsibility", "by")
    taking_part = members_of(ids)
    booked = set(counting_times().filter(meeting__in=ids).values_list("meeting", "member"))
    for one in found:
        for member in {**taking_part.get(one.pk, {}), **({one.by.pk: one.by} if one.by else {})}.values():
            if (one.pk, member.pk) in booked:
                continue
            yield WorkFact(
                kind=Origin.MEETING,
                origin_id=one.pk,
                member=member,
                started_at=one.starts_at,
                ended_at=one.ends_at,
                minutes=round((one.ends_at - one.starts_at).total_seconds() / 60),
                client_name=one.client.name if one.client else "",
                project_name=one.project.name if one.project else "",
                responsibility=current(one.responsibility, usual),
                words=one.title,
            )


def facts_of_times(ids: list[int], _usual: Responsibility | None) -> Iterator[WorkFact]:
    """Time on a call or meeting that was booked without times of day is taken to have been while it was."""
    related = ("member", "client", "project", "responsibility", "task", "call", "meeting")
    for one in counting_times().filter(pk__in=ids).select_related(*related):
        began, ended = one.started_at, one.ended_at
        if began is None and (thing := one.call or one.meeting):
            first = thing.started_at if isinstance(thing, Call) else thing.starts_at
            if day_in(one.member.zone, first) == one.on:
                began, ended = first, first + timedelta(minutes=one.minutes)
        yield WorkFact(
            kind=Origin.TIME,
            origin_id=one.pk,
            member=one.member,
            started_at=began,
            ended_at=ended,
            minutes=one.minutes,
            client_name=one.client.name if one.client else "",
            project_name=one.project.name if one.project else "",
            responsibility=current(one.responsibility, None),
            words=": ".join(filter(None, (one.task.title if one.task else "", one.text))),
            booked_on=one.on,
        )


def booked_on(time_ids: Iterable[int]) -> dict[Origin, list[int]]:
    """Calls and meetings that time was booked on, deleted or not. Cost: one query."""
    found = TimeEntry.objects.filter(pk__in=list(time_ids)).values_list("call", "meeting")
    pairs = list(found)
    return {
        Origin.CALL: sorted({call for call, _meeting in pairs if call}),
        Origin.MEETING: sorted({meeting for _call, meeting in pairs if meeting}),
    }


def members_of(meeting_ids: list[int]) -> dict[int, dict[int, Member]]:
    """Who was asked and didn't decline; who has it in their calendar without being asked goes, too."""
    found: dict[int, dict[int, Member]] = {}
    for copy in MeetingCopy.objects.filter(meeting__in=meeting_ids).select_related("calendar__owner"):
        found.setdefault(copy.meeting_id, {})[copy.calendar.owner_id] = copy.calendar.owner
    guests = MeetingGuest.objects.filter(meeting__in=meeting_ids, member__isnull=False)
    for guest in guests.select_related("member"):
        if guest.member and guest.answer == GuestAnswer.DECLINED:
            found.get(guest.meeting_id, {}).pop(guest.member.pk, None)
        elif guest.member:
            found.setdefault(guest.meeting_id, {})[guest.member.pk] = guest.member
    return found


def current(said: Responsibility | None, usual: Responsibility | None) -> Responsibility | None:
    return usual if said is None else None if said.retired_at else said
