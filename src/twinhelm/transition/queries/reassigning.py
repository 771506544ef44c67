"""What a mass re-assignment would do: from whom to whom, and what can't be moved and why."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.handing import Gathered, gathered


@dataclass(frozen=True, slots=True)
class Move:
    """Things of one kind that go from one member to another."""

    kind: str
    title: str
    giver: Member
    receiver: Member
    things: tuple[Gathered, ...]


@dataclass(frozen=True, slots=True)
class Staying:
    """Things that are not moved, all for the same reason."""

    title: str
    """Of their kinds."""
    why: str
    things: tuple[Gathered, ...]


@dataclass(frozen=True, slots=True)
class ReassignmentPreview:
    """What would change hands now."""

    moves: tuple[Move, ...]
    staying: tuple[Staying, ...]

    @property
    def count(self) -> int:
        return sum(len(one.things) for one in self.moves)

    @property
    def digest(self) -> str:
        """Of what would move: an act on another preview than the one that was seen is stopped."""
        facts = [
            [one.kind, one.giver.pk, one.receiver.pk, sorted(each.thing.key for each in one.things)]
            for one in self.moves
        ]
        return sha256(json.dumps(facts).encode()).hexdigest()[:40]


def previewed(transition: Transition, at: datetime) -> ReassignmentPreview:
    """Needs: its client and people are loaded. Cost: a constant number of queries."""
    moving: dict[tuple[str, int, int], list[Gathered]] = {}
    staying: dict[str, list[Gathered]] = {}
    for place, one in gathered(transition, at).items():
        why = why_it_stays(one)
        if why or one.receiver is None:
            staying.setdefault(why, []).append(one)
        else:
            moving.setdefault((place.kind, one.giver.pk, one.receiver.pk), []).append(one)
    moves = [
        Move(kind, str(found[0].contribution.title), found[0].giver, found[0].receiver, tuple(found))
        for (kind, _giver, _receiver), found in moving.items()
        if found[0].receiver
    ]
    kept = [Staying(kinds_of(found), why, tuple(found)) for why, found in staying.items()]
    return ReassignmentPreview(tuple(moves), tuple(kept))


def kinds_of(found: list[Gathered]) -> str:
    return ", ".join(dict.fromkeys(str(one.contribution.title) for one in found))


def why_it_stays(one: Gathered) -> str:
    """A sentence; empty: it can be moved."""
    if one.contribution.gives is None:
        return _("To be known only: there is nobody to assign it to.")
    if one.receiver is None:
        return _("Nobody receives this yet: first decide who leads.")
    if not leads_work(one.receiver):
        return _("%(name)s doesn’t lead work here any more.") % {"name": one.receiver.get_short_name()}
    return one.thing.stays
