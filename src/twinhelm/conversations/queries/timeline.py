"""Everything that was said with a client, whatever way it was said, newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from twinhelm.clients.models import Client, leads_work
from twinhelm.conversations.choices import Direction, Said, Tray
from twinhelm.conversations.models import Call, Conversation, InternalNote, Meeting, Message
from twinhelm.conversations.queries.inbox import Row, in_tray, rows_of
from twinhelm.people.models import Member

PAGE = 20
FEW = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was said, and where it stands."""

    kind: Said
    at: datetime
    title: str
    words: str
    who: str
    url: str
    is_ours: bool = False
    row: Any = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of moments."""

    moments: tuple[Moment, ...]
    before: str
    """Where the older ones begin; empty at the end."""


def timeline(client: Client, member: Member, *, kind: Said | None = None, before: str = "") -> Timeline:
    """Nothing for who doesn't lead work. Cost: one query for each kind that is asked for, however far back."""
    if not leads_work(member):
        return Timeline((), "")
    place = moment_in(before)
    found: list[Moment] = []
    for one, source in SOURCES.items():
        if kind in (None, one):
            found += source(client, member, place)
    found.sort(key=lambda moment: moment.at, reverse=True)
    if len(found) <= PAGE:
        return Timeline(tuple(found), "")
    # Moments of the same instant stay on one page: the place of the next one is an instant.
    last = found[PAGE - 1].at
    shown = tuple(moment for moment in found if moment.at >= last)
    return Timeline(shown, str(int(last.timestamp() * 1_000_000)) if len(shown) < len(found) else "")


def moment_in(before: str) -> datetime | None:
    if not (before.isascii() and before.isdigit() and len(before) < 19):
        return None
    seconds, rest = divmod(int(before), 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
    except (OverflowError, ValueError, OSError):
        return None


def newest(rows: QuerySet[Any], field: str, place: datetime | None) -> QuerySet[Any]:
    if place:
        rows = rows.filter(**{f"{field}__lt": place})
    return rows.order_by(f"-{field}", "-pk")[: PAGE + 1]


def seen_of(member: Member) -> Q:
    """Of filed conversations: all but private ones of others. A join finds that faster than a list of all."""
    return (
        Q(conversation__is_private=False) | Q(conversation__assigned_to=member) | Q(conversation__mailbox__owner=member)
    )


def messages(client: Client, member: Member, place: datetime | None) -> Iterator[Moment]:
    found = Message.objects.filter(seen_of(member), client=client, is_held=False, dropped_at=None)
    for one in newest(found.select_related("member"), "at", place):
        address = reverse("conversations:conversation", args=[one.conversation_id])
        is_ours = one.direction == Direction.OUT
        who = one.member.name if one.member else one.from_name or one.from_address
        yield Moment(Said.MESSAGES, one.at, one.subject, one.words, who, f"{address}#message-{one.pk}", is_ours, one)


def calls(client: Client, member: Member, place: datetime | None) -> Iterator[Moment]:
    found = Call.objects.visible_to(member).filter(client=client).select_related("by", "contact")
    for one in newest(found, "started_at", place):
        address = reverse("conversations:call", args=[one.pk])
        title = one.contact.name if one.contact else ""
        yield Moment(Said.CALLS, one.started_at, title, one.notes[:250], one.by.name, address, is_ours=True, row=one)


def meetings(client: Client, member: Member, place: datetime | None) -> Iterator[Moment]:
    found = Meeting.objects.visible_to(member).filter(client=client).select_related("by")
    for one in newest(found, "starts_at", place):
        who = one.by.name if one.by else one.organiser
        yield Moment(Said.MEETINGS, one.starts_at, one.title, one.notes[:250], who, "", is_ours=True, row=one)


def notes(client: Client, member: Member, place: datetime | None) -> Iterator[Moment]:
    found = InternalNote.objects.filter(seen_of(member), conversation__client=client, deleted_at=None)
    for one in newest(found.select_related("by", "conversation"), "at", place):
        address = reverse("conversations:conversation", args=[one.conversation_id])
        yield Moment(Said.NOTES, one.at, one.conversation.subject, one.text[:250], one.by.name, address, True, one)


Source = Callable[[Client, Member, datetime | None], Iterator[Moment]]
SOURCES: dict[Said, Source] = {
    Said.MESSAGES: messages,
    Said.CALLS: calls,
    Said.MEETINGS: meetings,
    Said.NOTES: notes,
}


def waiting_at(client: Client, member: Member, at: datetime) -> tuple[Row, ...]:
    """Who waits at the client, worst first. Cost: four queries."""
    found = in_tray(member, Tray.US, at).filter(client=client).select_related("client", "assigned_to", "mailbox")
    return rows_of(list(found.most_urgent_first()[:FEW]), member, at)


def last_words(client_ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """When a client and we last exchanged a word, and who had it. Cost: one query."""
    newest_of = Conversation.objects.filter(client=OuterRef("pk"), is_private=False).order_by("-last_at", "-pk")
    found = Client.objects.filter(pk__in=client_ids).annotate(
        last_at=Subquery(newest_of.values("last_at")[:1]),
        last_direction=Subquery(newest_of.values("last_direction")[:1]),
    )
    return {pk: (at, way) for pk, at, way in found.values_list("pk", "last_at", "last_direction") if at}


def of_project(project_id: int, member: Member) -> list[Conversation]:
    """The newest conversations about it that the member sees. Cost: one query."""
    if not leads_work(member):
        return []
    return list(Conversation.objects.visible_to(member).filter(project=project_id).newest_first()[:FEW])


def assigned_count(member: Member) -> int:
    """Open conversations that they answer. Cost: one query."""
    return Conversation.objects.open().filter(assigned_to=member).count()
