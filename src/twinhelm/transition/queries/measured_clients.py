"""What is measured of clients: answers, milestones and pulses, week by week."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client
from twinhelm.conversations.choices import ConversationState, Direction, Written
from twinhelm.conversations.models import Conversation, Message
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.periods import Period
from twinhelm.people.models import Agency
from twinhelm.people.queries.opening import hours_of
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Milestone
from twinhelm.transition.models import Pulse
from twinhelm.transition.rules.answering import OpeningMinutes, Said, Wait, rounded, waits_of
from twinhelm.transition.rules.figures import Blocks
from twinhelm.transition.rules.measures import ON_TIME, PROMISE, PULSE, RESPONSE

LOOK_BACK = timedelta(days=28)
"""Who waited since before the period is known from the mail before it."""
LOOK_ON = timedelta(days=28)
"""An answer may come after the period; later than this it is none."""
ROWS = 5_000
LEFT_NOT = (MailState.FAILED, MailState.CANCELLED)
Counted = dict[int, dict[str, Blocks]]
"""By client and measure."""


@dataclass(frozen=True)
class Span:
    """The weeks that are measured, as moments in the agency's time zone."""

    period: Period
    agency: Agency
    at: datetime
    """When it was asked for: nothing that came later counts, however late it is measured."""

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agency.time_zone)

    @cached_property
    def begins(self) -> list[datetime]:
        """Of each week, and the end of the last. A week with a change of clocks has an hour more or less."""
        mondays = [*self.period.mondays, self.period.last + timedelta(days=1)]
        return [datetime.combine(day, time(), self.zone) for day in mondays]

    @property
    def weeks(self) -> int:
        return len(self.begins) - 1

    @property
    def until(self) -> datetime:
        return min(self.at, self.begins[-1] + LOOK_ON)

    @cached_property
    def opening(self) -> OpeningMinutes:
        first, last = self.begins[0] - LOOK_BACK, self.begins[-1] + LOOK_ON
        return OpeningMinutes(hours_of(self.agency), first.date(), last.date())

    def week_of(self, at: datetime) -> int | None:
        """Its number; None outside of the period."""
        place = bisect_right(self.moments, at.timestamp()) - 1
        return place if 0 <= place < self.weeks else None

    def week_of_day(self, day: date) -> int:
        return (day - self.period.first).days // 7

    @cached_property
    def moments(self) -> list[float]:
        return [one.timestamp() for one in self.begins]


def counted_clients(client_ids: Sequence[int], span: Span, since: datetime | None) -> Counted:
    """Blocks of each client. Cost: eight queries, however many clients.

    since: from when on pulses count; None: in the period alone.
    """
    milestones, pulses = milestones_of(client_ids, span), pulses_of(client_ids, span, since)
    promised = promises_of(client_ids, span.agency)
    answers = answers_of(client_ids, span, promised)
    return {
        pk: {
            RESPONSE.key: answers[pk][0],
            PROMISE.key: answers[pk][1],
            ON_TIME.key: milestones[pk],
            PULSE.key: pulses[pk],
        }
        for pk in client_ids
    }


def answers_of(client_ids: Sequence[int], span: Span, promised: Mapping[int, int]) -> dict[int, tuple[Blocks, Blocks]]:
    """By client: how often each length of waiting was seen, and how many of how many waits kept the promise."""
    found: dict[int, tuple[Blocks, Blocks]] = {
        pk: ([{} for _week in range(span.weeks)], [[0, 0] for _week in range(span.weeks)]) for pk in client_ids
    }
    unanswered: list[tuple[int, Wait]] = []
    for pk, wait in waits_in(client_ids, span):
        if wait.until is None:
            unanswered.append((pk, wait))
        else:
            note(found[pk], wait.since, wait.until, promised[pk], span)
    waiting = still_waiting([wait.conversation for _pk, wait in unanswered])
    for pk, wait in unanswered:
        if wait.conversation in waiting:
            note(found[pk], wait.since, span.until, promised[pk], span)
    return found


def note(blocks: tuple[Blocks, Blocks], since: datetime, until: datetime, promised: int, span: Span) -> None:
    week = span.week_of(since)
    if week is None:
        return
    minutes = span.opening.between(since, until)
    key = str(rounded(minutes))
    blocks[0][week][key] = blocks[0][week].get(key, 0) + 1
    blocks[1][week][0] += minutes <= promised
    blocks[1][week][1] += 1


def waits_in(client_ids: Sequence[int], span: Span) -> Iterator[tuple[int, Wait]]:
    """Cost: three queries."""
    between = {"client__in": client_ids, "at__gte": span.begins[0] - LOOK_BACK, "at__lt": span.until}
    rows = Message.objects.filter(**between, written=Written.PERSON, is_held=False, dropped_at=None)
    failed = set(
        Message.objects.filter(**between, direction=Direction.OUT, outgoing__state__in=LEFT_NOT).values_list(
            "pk", flat=True
        )
    )
    spam = set(
        Conversation.objects.filter(client__in=client_ids, state=ConversationState.SPAM).values_list("pk", flat=True)
    )
    columns = rows.order_by("client", "conversation", "at", "pk").values_list(
        "client_id", "conversation_id", "at", "direction", "pk"
    )
    read = columns.iterator(chunk_size=ROWS)
    for client_id, mine in groupby(read, key=lambda row: row[0]):
        kept = (
            Said(row[1], row[2], row[3] == Direction.OUT) for row in mine if row[4] not in failed and row[1] not in spam
        )
        for wait in waits_of(kept):
            yield client_id, wait


def still_waiting(conversation_ids: Iterable[int]) -> set[int]:
    """What was closed without an answer needed none. Cost: one query for a thousand."""
    ids = list(set(conversation_ids))
    found: set[int] = set()
    for first in range(0, len(ids), 1000):
        rows = Conversation.objects.waiting().filter(pk__in=ids[first : first + 1000])
        found.update(rows.values_list("pk", flat=True))
    return found


def promises_of(client_ids: Sequence[int], agency: Agency) -> dict[int, int]:
    """Minutes of opening within which each was promised an answer. Cost: one query."""
    own = dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "response_minutes"))
    return {pk: own.get(pk) or agency.response_minutes for pk in client_ids}


def milestones_of(client_ids: Sequence[int], span: Span) -> Mapping[int, Blocks]:
    """Met in time, and due, by week of their day. Cost: one query."""
    found: dict[int, Blocks] = {pk: [[0, 0] for _week in range(span.weeks)] for pk in client_ids}
    rows = Milestone.objects.filter(
        project__client__in=client_ids,
        project__deleted_at=None,
        due_on__gte=span.period.first,
        due_on__lte=span.period.last,
    ).exclude(project__state=ProjectState.PROPOSED)
    for pk, due_on, reached_on in rows.values_list("project__client_id", "due_on", "reached_on"):
        block = found[pk][span.week_of_day(due_on)]
        block[0] += reached_on is not None and reached_on <= due_on
        block[1] += 1
    return found


def pulses_of(client_ids: Sequence[int], span: Span, since: datetime | None) -> Mapping[int, Blocks]:
    """The latest answer of each contact: score and one. Cost: one query."""
    rows = Pulse.objects.filter(
        transition__client__in=client_ids,
        score__isnull=False,
        answered_at__gte=since or span.begins[0],
        answered_at__lt=span.begins[-1],
    )
    latest: dict[Any, int] = {}
    for pk, contact, score in rows.order_by("answered_at", "pk").values_list(
        "transition__client_id", "contact_id", "score"
    ):
        latest[pk, contact] = score
    found: dict[int, Blocks] = defaultdict(list)
    for (pk, _contact), score in sorted(latest.items()):
        found[pk].append([score, 1])
    return found
