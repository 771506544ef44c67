"""The list of a hand-over as its page and the page of its client show it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.queries.handing_over import contributions
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import HandOverLine, Rating, Reassignment, Transition
from twinhelm.transition.policies.handing import may_rate
from twinhelm.transition.queries.copying import copied_until
from twinhelm.transition.queries.handing import SAID, Passing, newcomers, passings
from twinhelm.transition.queries.trust import WORDS, words_for

LAST = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and what this viewer does with it."""

    line: HandOverLine
    is_mine: bool
    """The viewer accepts it or asks."""
    helm: str = ""
    """Of its receiver: round, square, or both."""

    @property
    def seen(self) -> str:
        return f"{self.line.pk}:{self.line.version}"

    @property
    def is_open(self) -> bool:
        return self.line.state == LineState.OPEN

    @property
    def is_asked(self) -> bool:
        return self.line.state == LineState.ASKED

    @property
    def is_said(self) -> bool:
        return self.line.kind == SAID


@dataclass(frozen=True, slots=True)
class Kind:
    """Lines of one kind, and how far they are."""

    kind: str
    title: str
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def asked(self) -> int:
        return sum(row.is_asked for row in self.rows)

    @property
    def waiting(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_open)

    @property
    def mine(self) -> tuple[Row, ...]:
        """What the viewer could accept at once."""
        return tuple(row for row in self.rows if row.is_mine and row.is_open)

    @property
    def waits_for(self) -> str:
        names = dict.fromkeys(row.line.receiver.get_short_name() for row in self.waiting if row.line.receiver)
        return ", ".join(names) or _("nobody yet")


@dataclass(frozen=True, slots=True)
class Rated:
    """How somebody found the relationship, in words."""

    rating: Rating
    words: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Everything on the page."""

    transition: Transition
    passings: tuple[Passing, ...]
    kinds: tuple[Kind, ...]
    gone: int
    ratings: tuple[Rated, ...]
    until: date | None
    given: Reassignment | None
    """The latest mass re-assignment that stands."""
    may_rate: bool
    focus: int
    """The line on which the viewer goes on."""

    @property
    def count(self) -> int:
        return sum(kind.count for kind in self.kinds)

    @property
    def asked(self) -> int:
        return sum(kind.asked for kind in self.kinds)

    @property
    def waiting(self) -> int:
        return sum(len(kind.waiting) for kind in self.kinds)

    @property
    def givers(self) -> str:
        return joined(one.giver.get_short_name() for one in self.passings)

    @property
    def choices(self) -> Sequence[tuple[int, Any]]:
        return tuple(WORDS.items())

    @property
    def parts(self) -> list[tuple[str, str]]:
        return [(one.part.value, str(one.part.label)) for one in self.passings]


def found_for(viewer: Member) -> QuerySet[Transition]:
    """With all that the hand-over needs."""
    people = ("account", "production", "former_account", "former_production")
    return Transition.objects.visible_to(viewer).select_related("client", "programme", "wave", *people)


def hand_over_of(change: Transition, viewer: Member, *, after: int = 0) -> HandOver:
    """after: the line that was just settled. Needs: its people are loaded. Cost: four queries."""
    lines = list(lines_of(change))
    kinds = grouped(change, [line for line in lines if line.state != LineState.GONE], viewer)
    given = Reassignment.objects.filter(transition=change, undone_at=None).select_related("by").order_by("-pk").first()
    ratings = Rating.objects.filter(transition=change).select_related("by").order_by("-at", "-pk")
    return HandOver(
        transition=change,
        passings=tuple(passings(change)),
        kinds=kinds,
        gone=sum(line.state == LineState.GONE and line.kind != SAID for line in lines),
        ratings=tuple(Rated(one, words_for(one.trust)) for one in ratings[:10]),
        until=copied_until(change),
        given=given,
        may_rate=bool(may_rate(viewer, newcomers(change))),
        focus=next_after(kinds, after) if after else 0,
    )


def lines_of(change: Transition) -> QuerySet[HandOverLine]:
    return (
        HandOverLine.objects.filter(transition=change).select_related("giver", "receiver", "settled_by").order_by("pk")
    )


def grouped(change: Transition, lines: Iterable[HandOverLine], viewer: Member) -> tuple[Kind, ...]:
    is_owner = viewer.holds(Role.OWNER)
    of_kind: dict[str, list[Row]] = {}
    for line in lines:
        is_mine = is_owner or line.receiver_id == viewer.pk
        of_kind.setdefault(line.kind, []).append(Row(line, is_mine, helm_of(change, line.receiver_id)))
    order = sorted(of_kind, key=lambda kind: (position_of(kind), kind))
    return tuple(Kind(kind, title_of(kind), tuple(of_kind[kind])) for kind in order)


def helm_of(change: Transition, member_id: int | None) -> str:
    is_account, is_production = member_id == change.account_id, member_id == change.production_id
    if member_id is None or not (is_account or is_production):
        return ""
    return "h" if is_account and is_production else "c" if is_account else "p"


def position_of(kind: str) -> int:
    return contributions[kind].position if kind in contributions else LAST


def title_of(kind: str) -> str:
    if kind in contributions:
        return str(contributions[kind].title)
    return _("Added by hand") if kind == SAID else _("Something else")


def next_after(kinds: Iterable[Kind], after: int) -> int:
    """The first line after it that waits for the viewer, else the first of all; nought: none does."""
    order = [row for kind in kinds for row in kind.rows]
    place = next((index for index, row in enumerate(order) if row.line.pk == after), 0)
    waiting = [row.line.pk for row in [*order[place:], *order[:place]] if row.is_mine and row.is_open]
    return waiting[0] if waiting else 0


def joined(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) < 2:
        return "".join(unique)
    return _("%(first)s and %(second)s") % {"first": ", ".join(unique[:-1]), "second": unique[-1]}


def accepted_at(change: Transition, by: Member, at: datetime) -> QuerySet[HandOverLine]:
    """What somebody accepted in one act."""
    return HandOverLine.objects.filter(transition=change, settled_by=by, settled_at=at, state=LineState.ACCEPTED)


def table_of(change: Transition, viewer: Member) -> Iterator[list[object]]:
    for kind in hand_over_of(change, viewer).kinds:
        for row in kind.rows:
            line = row.line
            yield [
                kind.title,
                line.title,
                line.detail,
                line.giver.name if line.giver else "",
                line.receiver.name if line.receiver else "",
                line.get_state_display(),
                line.question,
                line.answer,
                line.settled_at.astimezone(viewer.zone) if line.settled_at else "",
            ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of one hand-over waits for a member."""

    transition_id: int
    sentence: str


def waiting_for(member: Member) -> Iterator[Waiting]:
    """Things to accept, answers that came, and questions to answer. Cost: one query."""
    lines = HandOverLine.objects.filter(Q(giver=member) | Q(receiver=member)).unsettled()
    rows = lines.filter(transition__in=Transition.objects.visible_to(member).under_way()).order_by("transition")
    to_accept = Q(receiver=member, state=LineState.OPEN)
    sums = rows.values("transition", "transition__step", "client__name").annotate(
        open=Count("pk", filter=to_accept),
        answered=Count("pk", filter=to_accept & ~Q(answer="")),
        asked=Count("pk", filter=Q(giver=member, state=LineState.ASKED)),
    )
    for one in sums:
        yield from (Waiting(one["transition"], sentence) for sentence in sentences(one))


def sentences(one: dict[str, Any]) -> Iterator[str]:
    """From the hand-over on, everything waits; before it, only what was asked and answered."""
    words = {"client": one["client__name"]}
    if n := one["asked"]:
        asked = ngettext(
            "%(n)d question about what you hand over of %(client)s",
            "%(n)d questions about what you hand over of %(client)s",
            n,
        )
        yield asked % (words | {"n": n})
    if n := one["answered"]:
        answered = ngettext(
            "%(n)d answer about what you take over of %(client)s",
            "%(n)d answers about what you take over of %(client)s",
            n,
        )
        yield answered % (words | {"n": n})
    if (n := one["open"] - one["answered"]) > 0 and one["transition__step"] == Step.HAND_OVER:
        waiting = ngettext(
            "%(n)d thing of %(client)s waits for you to accept it",
            "%(n)d things of %(client)s wait for you to accept them",
            n,
        )
        yield waiting % (words | {"n": n})
