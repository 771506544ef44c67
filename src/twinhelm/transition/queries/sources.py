"""Where the clients of a new programme come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from twinhelm.clients.models import Client
from twinhelm.inventory.models import Round
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.candidates import Entry, by_hand, of_round, rounds_to_choose

BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Source:
    """What there is to choose from."""

    rounds: Sequence[Round]
    round: Round | None
    """Null: picked by hand."""
    entries: Sequence[Entry]
    unchanged: Sequence[Client] = ()
    """Of the round: who leads stays, so they need no change."""


def source_for(viewer: Member, today: date, asked: str) -> Source:
    """asked: the number of a round, or BY_HAND; else the newest round of which something was accepted.

    Cost: three queries.
    """
    rounds = rounds_to_choose(viewer)
    chosen = next((one for one in rounds if str(one.pk) == asked), None)
    if chosen is None and asked != BY_HAND:
        chosen = rounds[0] if rounds else None
    if chosen is None:
        return Source(rounds, None, free_clients(viewer, today))
    found = of_round(chosen, viewer, today)
    return Source(rounds, chosen, found.entries, found.unchanged)


def free_clients(viewer: Member, today: date) -> Sequence[Entry]:
    """Active clients that are in no programme. Cost: two queries."""
    busy = Transition.objects.filter(state__in=OPEN).values("client")
    return by_hand(Client.objects.visible_to(viewer).active().exclude(pk__in=busy), today)
