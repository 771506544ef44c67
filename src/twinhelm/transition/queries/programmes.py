"""Programmes: the one that counts now, and all there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, TransitionState
from twinhelm.transition.models import Programme, Transition, Wave


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme and how many of its clients stand where."""

    programme: Programme
    clients: int
    through: int
    under_way: int


def current_programme(member: Member) -> Programme | None:
    """The newest that hasn't ended. Cost: one query."""
    return Programme.objects.visible_to(member).current().select_related("round", "began_by").first()


def programme_rows(member: Member) -> list[ProgrammeRow]:
    """The newest first. Cost: one query."""
    standing = Q(transitions__client__deleted_at=None, transitions__client__merged_into=None)
    rows = Programme.objects.visible_to(member).select_related("round", "began_by").order_by("-began_at", "-pk")
    counted: QuerySet[Any] = rows.annotate(
        clients=Count("transitions", filter=standing & ~Q(transitions__state=TransitionState.TAKEN_OUT)),
        through=Count("transitions", filter=standing & Q(transitions__state=TransitionState.THROUGH)),
        under_way=Count("transitions", filter=standing & Q(transitions__state=TransitionState.UNDER_WAY)),
    )
    return [ProgrammeRow(one, one.clients, one.through, one.under_way) for one in counted]


def open_elsewhere(clients: Iterable[int], but: frozenset[int] = frozenset()) -> dict[int, Transition]:
    """By client, the change that is open already. Cost: one query."""
    rows = (
        Transition.objects.filter(client__in=list(clients), state__in=OPEN)
        .exclude(pk__in=but)
        .select_related("programme", "client")
    )
    return {row.client_id: row for row in rows}


def waves_of(programme: Programme) -> list[Wave]:
    """Cost: one query."""
    return list(programme.waves.order_by("number"))
