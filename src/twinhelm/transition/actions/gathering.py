"""The list of a hand-over follows what is open: found again it is the same line, and what is settled elsewhere goes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from twinhelm.foundation.answers import require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState, Step, TransitionState
from twinhelm.transition.events.handing import HandOverGathered
from twinhelm.transition.models import HandOverLine, Transition
from twinhelm.transition.policies.handing import may_hand
from twinhelm.transition.queries.handing import SAID, Gathered, Place, gathered, with_receivers

GATHERED_ON = (Step.BRIEF, Step.TELL, Step.INTRODUCE, Step.SHADOW, Step.HAND_OVER)
"""From when somebody will lead until it is handed over."""
FOLLOWED = (
    "title",
    "detail",
    "href",
    "giver",
    "receiver",
    "state",
    "settled_by",
    "settled_at",
    "gathered_at",
    "version",
)


@transaction.atomic
def gather(change: Transition, *, by: Member | None = None, at: datetime) -> int:
    """Again and again: says how many lines are new. Cost: a constant number of queries."""
    if by:
        require(may_hand(by))
    held = hold(change)
    found = gathered(held, at)
    known = {Place(line.kind, line.key): line for line in held.lines.exclude(kind=SAID)}
    new = [born(held, place, one, at) for place, one in found.items() if place not in known]
    changed = [line for place, one in found.items() if place in known and follow(line := known[place], one, at)]
    gone = let_go(held, {place: line for place, line in known.items() if place not in found}, at)
    HandOverLine.objects.bulk_create(new)
    HandOverLine.objects.bulk_update([*changed, *gone], FOLLOWED)
    if new or gone:
        event = HandOverGathered(subject_id=held.pk, client_id=held.client_id, new=len(new), gone=len(gone))
        announce(event, by=by, at=at)
    return len(new)


def hold(change: Transition) -> Transition:
    """With client and people, however far it is; held until the end of the transaction."""
    people = ("client", "programme", "account", "production", "former_account", "former_production")
    return Transition.objects.select_for_update(of=("self",)).select_related(*people).get(pk=change.pk)


def born(held: Transition, place: Place, one: Gathered, at: datetime) -> HandOverLine:
    line = HandOverLine(transition=held, client_id=held.client_id, kind=place.kind, key=place.key, gathered_at=at)
    take_over(line, one)
    return line


def follow(line: HandOverLine, one: Gathered, at: datetime) -> bool:
    """Whether something of it changed. Who receives it now has not accepted it; what was gone is open again."""
    before, seen = (line.detail, line.href, line.giver_id), (line.title, line.receiver_id, line.state)
    take_over(line, one)
    if line.state == LineState.GONE or line.receiver_id != seen[1]:
        line.state, line.settled_by, line.settled_at = LineState.OPEN, None, None
    is_other = seen != (line.title, line.receiver_id, line.state)
    if is_other:
        line.version += 1
    if is_other or before != (line.detail, line.href, line.giver_id):
        line.gathered_at = at
        return True
    return False


def take_over(line: HandOverLine, one: Gathered) -> None:
    thing = one.thing
    line.title, line.detail, line.href = thing.title[:250], thing.detail[:500], thing.href[:300]
    line.giver, line.receiver = one.giver, one.receiver


def let_go(held: Transition, missing: Mapping[Place, HandOverLine], at: datetime) -> list[HandOverLine]:
    """No longer open: what was accepted stays so, and what the receiver already has is still theirs to accept."""
    waiting = {place: line for place, line in missing.items() if line.state in (LineState.OPEN, LineState.ASKED)}
    theirs = held_by_receivers(held, at) if waiting else set()
    gone = [line for place, line in waiting.items() if place not in theirs]
    for line in gone:
        line.state, line.gathered_at, line.version = LineState.GONE, at, line.version + 1
    return gone


def held_by_receivers(held: Transition, at: datetime) -> set[Place]:
    return {place for place, one in with_receivers(held, at).items() if one.thing.holder_id == one.giver.pk}


def gather_all(*, at: datetime) -> int:
    """Of every client that is on its way to be handed over. Says how many lines are new."""
    rows = Transition.objects.filter(
        state=TransitionState.UNDER_WAY, step__in=GATHERED_ON, client__merged_into=None, client__deleted_at=None
    )
    return sum(gather(one, at=at) for one in rows.filter(programme__deleted_at=None).order_by("pk"))
