"""Decisions of who leads: those out for comment, coming, in force and dropped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Key, Paging, page_of
from twinhelm.inventory.choices import DecisionState, Shelf
from twinhelm.inventory.models import Decision, DecisionComment, DecisionQuerySet
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

PAGE = 50
NEWEST = (Key("asked_at", is_falling=True), Key("pk", is_falling=True))
RELATED = ("client", "project", "member", "before", "recommended", "round", "asked_by", "settled_by", "acceptance")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions somebody wants to see."""

    shelf: Shelf = Shelf.ASKED
    words: str = ""
    member: int | None = None
    round: int | None = None
    mine: bool = False
    """Out for comment, and mine to say something to."""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.member or self.round or self.mine)


@dataclass(frozen=True, slots=True)
class Page:
    """Some decisions, and where the next ones begin."""

    rows: list[Decision]
    after: str


def shelved(shelf: Shelf, on: date) -> Q:
    accepted = Q(state=DecisionState.ACCEPTED)
    return {
        Shelf.ASKED: Q(state=DecisionState.ASKED),
        Shelf.COMING: accepted & Q(from_on__gt=on),
        Shelf.IN_FORCE: accepted & Q(from_on__lte=on),
        Shelf.DROPPED: Q(state__in=[DecisionState.DROPPED, DecisionState.TAKEN_BACK]),
    }[shelf]


def narrowed(viewer: Member, wanted: Wanted) -> DecisionQuerySet:
    found = Decision.objects.visible_to(viewer)
    if wanted.words:
        found = found.filter(Q(client__name__icontains=wanted.words) | Q(project__name__icontains=wanted.words))
    if wanted.member:
        found = found.filter(Q(member=wanted.member) | Q(before=wanted.member))
    if wanted.round:
        found = found.filter(round=wanted.round)
    return found.concerning(viewer) if wanted.mine else found


def wanted_decisions(viewer: Member, wanted: Wanted, *, on: date) -> DecisionQuerySet:
    return narrowed(viewer, wanted).filter(shelved(wanted.shelf, on)).select_related(*RELATED)


def page_wanted(viewer: Member, wanted: Wanted, after: str, *, on: date) -> Page:
    """Cost: one query. A place that isn't there is the beginning."""
    found = wanted_decisions(viewer, wanted, on=on)
    try:
        rows, following = page_of(found, NEWEST, Paging(after=after[:500], limit=PAGE))
    except Invalid:
        rows, following = page_of(found, NEWEST, Paging(after="", limit=PAGE))
    return Page(list(rows), following or "")


def counts(viewer: Member, wanted: Wanted, *, on: date) -> dict[Shelf, int]:
    """Cost: four queries."""
    found = narrowed(viewer, wanted)
    return {shelf: found.filter(shelved(shelf, on)).count() for shelf in Shelf}


def lede(counted: dict[Shelf, int], waiting: int) -> str:
    if not any(counted.values()):
        return _("Nothing is decided yet. Accept what a round proposes, and it stands here with its reason.")
    out, coming = counted[Shelf.ASKED], counted[Shelf.COMING]
    said = ngettext("%(n)d decision is in force", "%(n)d decisions are in force", counted[Shelf.IN_FORCE])
    parts = [said % {"n": counted[Shelf.IN_FORCE]}]
    if coming:
        parts.append(ngettext("%(n)d comes into force", "%(n)d come into force", coming) % {"n": coming})
    if out:
        parts.append(ngettext("%(n)d is out for comment", "%(n)d are out for comment", out) % {"n": out})
    first = ", ".join(parts)
    if waiting:
        yours = ngettext("%(n)d waits for your word.", "%(n)d wait for your word.", waiting) % {"n": waiting}
        return f"{first}. {yours}"
    return f"{first}."


def mine_to_say(member: Member) -> DecisionQuerySet:
    """Out for comment, about the member, who has said nothing to it yet."""
    said = DecisionComment.objects.filter(by=member).values("decision")
    found = Decision.objects.visible_to(member).asked().concerning(member).exclude(asked_by=member)
    return found.exclude(pk__in=said)


def comments_of(decision: Decision) -> list[DecisionComment]:
    """Cost: one query."""
    return list(decision.comments.select_related("by").order_by("at", "pk"))


def history_of(client: Client, project: Project | None = None) -> list[Decision]:
    """Accepted ones, the newest first. Cost: one query."""
    rows = Decision.objects.accepted().filter(client=client, project=project).select_related(*RELATED)
    return list(rows.order_by("-from_on", "-pk")[:20])


def asked_of(client: Client, project: Project | None = None) -> list[Decision]:
    """Out for comment. Cost: one query."""
    rows = Decision.objects.asked().filter(client=client, project=project).select_related(*RELATED)
    return list(rows.order_by("hat", "pk"))


def rows_for_file(decisions: Iterable[Decision]) -> Iterator[list[object]]:
    for one in decisions:
        yield [
            one.client.name,
            one.project.name if one.project else "",
            one.get_hat_display(),
            one.member.name,
            one.before.name if one.before else "",
            one.from_on,
            one.reason,
            one.get_state_display(),
            one.round.name if one.round else "",
            one.settled_by.name if one.settled_by else "",
            one.review_on,
            shown(one.fit),
            one.recommended.name if one.recommended else "",
        ]


def shown(tenths: int | None) -> str:
    return "" if tenths is None else number_format(tenths / 10, 1)
