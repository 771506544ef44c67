"""The inbox: which conversations wait for whom, worst first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from twinhelm.clients.models import Client, leads_work
from twinhelm.conversations.choices import ConversationState, Tray
from twinhelm.conversations.models import Conversation, ConversationQuerySet, Draft, HandOver, Mailbox, Message
from twinhelm.conversations.rules.promise import Left, left_of
from twinhelm.people.models import Member
from twinhelm.people.queries.opening import business_hours

PAGE = 30
COUNTED = 99
"""Beyond that nobody counts."""
SEARCHED = 20_000
"""So many of the newest conversations are searched for words."""
FRESH_MINUTES = 60
SHOWN = (
    "client__name", "subject", "state", "assigned_to__name", "is_private", "waiting_since", "answer_due_at",
    "snoozed_until", "last_at", "last_from", "last_words", "last_direction",
)  # fmt: skip
"""What a row needs: thirty whole clients and members cost as much as the page around them."""
WORST_FIRST = frozenset({Tray.ME, Tray.US})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the inbox asks for."""

    tray: Tray = Tray.ME
    words: str = ""
    client_id: int | None = None
    mailbox_id: int | None = None
    assigned_id: int | None = None
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.client_id or self.mailbox_id or self.assigned_id)


class Choice(NamedTuple):
    """Something that the list can be narrowed to."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose face stands before a line."""

    name: str
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in the inbox."""

    conversation: Conversation
    speaker: Speaker
    left: Left | None
    writers: tuple[Draft, ...] = ()
    """Others who are writing an answer."""
    is_offered: bool = False
    """Handed to the reader, who has not said yes."""
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of it."""

    rows: tuple[Row, ...]
    after: str
    """Where the next page begins; empty at the end."""
    counts: dict[str, str] = field(default_factory=dict)


def seen_by(member: Member) -> ConversationQuerySet:
    return Conversation.objects.visible_to(member)


def in_tray(member: Member, tray: Tray, at: datetime) -> ConversationQuerySet:
    """The conversations of one tray, unordered."""
    seen = seen_by(member)
    if tray == Tray.ME:
        return seen.waiting().awake(at).filter(assigned_to=member)
    if tray == Tray.US:
        return seen.waiting().awake(at)
    if tray == Tray.MINE:
        return seen.open().filter(assigned_to=member)
    if tray == Tray.SNOOZED:
        return seen.open().filter(snoozed_until__gt=at)
    if tray == Tray.DONE:
        return seen.filter(state=ConversationState.DONE)
    if tray == Tray.UNFILED:
        return seen.unfiled().exclude(pk__in=held())
    if tray == Tray.HELD:
        return seen.filter(pk__in=held())
    return seen.exclude(state=ConversationState.SPAM)


def held() -> QuerySet[Message, int]:
    """Conversations with a message that is perhaps forged and that nobody has judged."""
    return Message.objects.filter(is_held=True, dropped_at=None).values_list("conversation", flat=True)


def narrowed(found: ConversationQuerySet, wanted: Wanted) -> ConversationQuerySet:
    if wanted.client_id:
        found = found.filter(client=wanted.client_id)
    if wanted.mailbox_id:
        found = found.filter(mailbox=wanted.mailbox_id)
    if wanted.assigned_id:
        found = found.filter(assigned_to=wanted.assigned_id)
    if wanted.words:
        newest = Conversation.objects.newest_first().values("pk")[:SEARCHED]
        said = Q(subject__icontains=wanted.words) | Q(last_from__icontains=wanted.words)
        found = found.filter(said, pk__in=newest)
    return found


def inbox(member: Member, wanted: Wanted, at: datetime) -> Inbox:
    """Cost: three queries for the page, one for each count."""
    found = narrowed(in_tray(member, wanted.tray, at), wanted)
    found = found.select_related("client", "assigned_to").only(*SHOWN)
    found, order = ordered(found, wanted)
    page = list(found.order_by(*order)[: PAGE + 1])
    rows = rows_of(page[:PAGE], member, at)
    return Inbox(rows, place_of(page[PAGE - 1], wanted.tray) if len(page) > PAGE else "", counts(member, at))


def ordered(found: ConversationQuerySet, wanted: Wanted) -> tuple[ConversationQuerySet, Sequence[Any]]:
    """What comes after the place in the address, and in which order."""
    place = place_in(wanted.after)
    if wanted.tray in WORST_FIRST:
        if place:
            due, pk = place
            found = found.filter(Q(answer_due_at__gt=due) | Q(answer_due_at=due, pk__gt=pk))
        return found, ("answer_due_at", "pk")
    if wanted.tray == Tray.SNOOZED:
        if place:
            found = found.filter(Q(snoozed_until__gt=place[0]) | Q(snoozed_until=place[0], pk__gt=place[1]))
        return found, ("snoozed_until", "pk")
    if place:
        found = found.filter(Q(last_at__lt=place[0]) | Q(last_at=place[0], pk__lt=place[1]))
    return found, ("-last_at", "-pk")


def place_of(conversation: Conversation, tray: Tray) -> str:
    at = conversation.last_at
    if tray in WORST_FIRST:
        at = conversation.answer_due_at or conversation.last_at
    elif tray == Tray.SNOOZED:
        at = conversation.snoozed_until or conversation.last_at
    return f"{int(at.timestamp() * 1_000_000)}.{conversation.pk}"


def place_in(after: str) -> tuple[datetime, int] | None:
    """What can't be read is the beginning."""
    moment, _dot, pk = after.partition(".")
    if not (moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        seconds, rest = divmod(int(moment), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(pk)
    except (OverflowError, ValueError, OSError):
        return None


def rows_of(page: Sequence[Conversation], member: Member, at: datetime) -> tuple[Row, ...]:
    """Cost: three queries, however many."""
    hours = business_hours()
    ids = [one.pk for one in page]
    drafts = Draft.objects.being_written().filter(conversation__in=ids).exclude(text="").select_related("by")
    offered = set(
        HandOver.objects.filter(conversation__in=ids, receiver=member, accepted_at=None, returned_at=None).values_list(
            "conversation", flat=True
        )
    )
    written: dict[int | None, list[Draft]] = {}
    for draft in drafts:
        written.setdefault(draft.conversation_id, []).append(draft)
    return tuple(
        Row(
            conversation=one,
            speaker=Speaker(one.last_from or str(one.client or "?")),
            left=left_of(one.waiting_since, one.answer_due_at, at, hours)
            if one.waiting_since and one.answer_due_at and one.state == ConversationState.OPEN
            else None,
            writers=tuple(draft for draft in written.get(one.pk, []) if is_fresh(draft, at) and draft.by != member),
            is_offered=one.pk in offered,
            has_draft=any(draft.by == member for draft in written.get(one.pk, [])),
        )
        for one in page
    )


def is_fresh(draft: Draft, at: datetime) -> bool:
    """Somebody is at it, or was within the hour."""
    return (at - draft.changed_at).total_seconds() < FRESH_MINUTES * 60


def counts(member: Member, at: datetime) -> dict[str, str]:
    """How many wait in each tray where something waits; `99+` beyond that. Cost: five queries."""
    trays = (Tray.ME, Tray.US, Tray.SNOOZED, Tray.UNFILED, Tray.HELD)
    return {tray.value: capped(in_tray(member, tray, at)) for tray in trays}


def capped(found: ConversationQuerySet) -> str:
    number = found.order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else str(number or "")


def waiting_for(member: Member, at: datetime) -> int:
    """Cost: one query, over few rows."""
    return in_tray(member, Tray.ME, at).order_by()[: COUNTED + 1].count()


def late_for(member: Member, at: datetime) -> int:
    return in_tray(member, Tray.ME, at).filter(answer_due_at__lt=at).order_by()[: COUNTED + 1].count()


def found_by_subject(member: Member, words: str, most: int = 6) -> list[Conversation]:
    """The newest whose subject says it, of those that are searched. Cost: one query."""
    newest = Conversation.objects.newest_first().values("pk")[:SEARCHED]
    found = in_tray(member, Tray.ALL, datetime.min.replace(tzinfo=UTC)).filter(pk__in=newest)
    return list(found.filter(subject__icontains=words).newest_first()[:most])


def filter_choices(member: Member) -> dict[str, list[Any]]:
    """What the list can be narrowed to. Cost: three queries."""
    clients = Client.objects.visible_to(member).by_name() if leads_work(member) else Client.objects.none()
    leaders = Member.objects.active().filter(role_grants__role__in=("owner", "account_manager", "production_manager"))
    members = leaders.distinct().by_name() if leads_work(member) else leaders.none()
    return {
        "clients": [Choice(*one) for one in clients.values_list("pk", "name")],
        "mailboxes": [Choice(*one) for one in boxes_of(member)],
        "members": [Choice(*one) for one in members.values_list("pk", "name")],
    }


def boxes_of(member: Member) -> QuerySet[Mailbox, tuple[int, str]]:
    return Mailbox.objects.visible_to(member).order_by("name", "pk").values_list("pk", "name")
