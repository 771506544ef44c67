"""What was said between each member and each client: ties between them. Private conversations are never counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.queries.ties import Tie, tells_beginning, tells_tie
from twinhelm.conversations.choices import CallOutcome, Direction, GuestAnswer, MeetingState, Written
from twinhelm.conversations.models import Call, Meeting, MeetingCopy, MeetingGuest, Message
from twinhelm.foundation.periods import Period

Pairs = Mapping[tuple[int, int], float]


@tells_tie(Tie("letters", _("Letters written"), _("letters"), full_at=200, weight=3))
def letters_written(client_ids: Sequence[int], period: Period) -> Pairs:
    """Cost: one query."""
    return counted(within(written(client_ids), "at", period), "client_id", "member_id")


@tells_tie(Tie("letters_read", _("Letters that were theirs to answer"), _("letters"), full_at=200, weight=1))
def letters_read(client_ids: Sequence[int], period: Period) -> Pairs:
    """Written by people at the client, in conversations that are the member's to answer. Cost: one query."""
    found = open_letters(client_ids).filter(direction=Direction.IN, conversation__assigned_to__isnull=False)
    return counted(within(found, "at", period), "client_id", "conversation__assigned_to_id")


@tells_tie(Tie("calls", _("Calls"), _("calls"), full_at=50, weight=2))
def calls_had(client_ids: Sequence[int], period: Period) -> Pairs:
    """In which somebody was reached. Cost: one query."""
    return counted(within(reached(client_ids), "started_at", period), "client_id", "by_id")


@tells_tie(Tie("meetings", _("Meetings"), _("meetings"), full_at=24, weight=3))
def meetings_held(client_ids: Sequence[int], period: Period) -> Pairs:
    """Of each member who took part. Cost: three queries."""
    total: dict[tuple[int, int], float] = {}
    for rows, member in taking_part(client_ids):
        prefix = "" if rows.model is Meeting else "meeting__"
        seen = within(rows, f"{prefix}starts_at", period)
        for pair, count in counted(seen, f"{prefix}client_id", member).items():
            total[pair] = total.get(pair, 0) + count
    return total


@tells_beginning
def first_words(client_ids: Sequence[int]) -> Mapping[tuple[int, int], date]:
    """The first letter, call or meeting. Cost: five queries."""
    sources: list[tuple[QuerySet[Any], str, str, str]] = [
        (written(client_ids), "client_id", "member_id", "at"),
        (reached(client_ids), "client_id", "by_id", "started_at"),
    ]
    for rows, member in taking_part(client_ids):
        prefix = "" if rows.model is Meeting else "meeting__"
        sources.append((rows, f"{prefix}client_id", member, f"{prefix}starts_at"))
    first: dict[tuple[int, int], date] = {}
    for rows, client, member, when in sources:
        for client_id, member_id, at in grouped(rows, client, member, Min(when)):
            on = at.date()
            first[client_id, member_id] = min(on, first.get((client_id, member_id), on))
    return first


def open_letters(client_ids: Sequence[int]) -> QuerySet[Message]:
    return Message.objects.filter(
        client_id__in=client_ids,
        conversation__is_private=False,
        written=Written.PERSON,
        is_held=False,
        dropped_at=None,
    )


def written(client_ids: Sequence[int]) -> QuerySet[Message]:
    return open_letters(client_ids).filter(direction=Direction.OUT, member__isnull=False)


def reached(client_ids: Sequence[int]) -> QuerySet[Call]:
    ended = Call.objects.filter(client_id__in=client_ids, deleted_at=None, ended_at__isnull=False)
    return ended.exclude(outcome__in=(CallOutcome.NOT_REACHED, CallOutcome.VOICE_MAIL))


def taking_part(client_ids: Sequence[int]) -> Iterable[tuple[QuerySet[Any], str]]:
    """Guests who didn't decline; who has it in their calendar, and who made it, without being a guest."""
    held = {"client_id__in": client_ids, "deleted_at": None, "state": MeetingState.HELD}
    guests = MeetingGuest.objects.filter(**{f"meeting__{name}": value for name, value in held.items()})
    yield guests.filter(member__isnull=False).exclude(answer=GuestAnswer.DECLINED), "member_id"
    asked = MeetingGuest.objects.filter(meeting=OuterRef("meeting"), member=OuterRef("calendar__owner"))
    copies = MeetingCopy.objects.filter(**{f"meeting__{name}": value for name, value in held.items()})
    yield copies.filter(~Exists(asked)), "calendar__owner_id"
    asked = MeetingGuest.objects.filter(meeting=OuterRef("pk"), member=OuterRef("by"))
    stands = MeetingCopy.objects.filter(meeting=OuterRef("pk"), calendar__owner=OuterRef("by"))
    made = Meeting.objects.filter(**held, by__isnull=False)
    yield made.filter(~Exists(asked), ~Exists(stands)), "by_id"


def within(rows: QuerySet[Any], field: str, period: Period) -> QuerySet[Any]:
    begin = datetime.combine(period.first, time.min, UTC)
    end = datetime.combine(period.last + timedelta(days=1), time.min, UTC)
    return rows.filter(**{f"{field}__gte": begin, f"{field}__lt": end})


def counted(rows: QuerySet[Any], client: str, member: str) -> Pairs:
    return {(client_id, member_id): count for client_id, member_id, count in grouped(rows, client, member, Count("pk"))}


def grouped(rows: QuerySet[Any], client: str, member: str, what: Any) -> Iterable[tuple[int, int, Any]]:
    by_pair = rows.order_by().values(pair_client=F(client), pair_member=F(member)).annotate(found=what)
    yield from by_pair.values_list("pair_client", "pair_member", "found")
