"""What goes from whom to whom: gathered from what each area contributes, and what stands on the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from twinhelm.clients.choices import Part
from twinhelm.clients.queries.handing_over import Contribution, OpenThing, in_order
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition

SAID = "said"
"""The kind of lines that somebody added by hand."""


class Place(NamedTuple):
    """Where a line stands: the thing within its kind."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Passing:
    """A part that changes hands."""

    part: Part
    giver: Member
    receiver: Member | None
    """Null: not decided yet."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One open thing, from whom to whom it goes, and how it changes hands."""

    contribution: Contribution
    thing: OpenThing
    giver: Member
    receiver: Member | None


def passings(transition: Transition) -> list[Passing]:
    """The account part first: what goes with both parts goes there. Needs: its people are loaded."""
    pairs = (
        (Part.ACCOUNT, transition.former_account, transition.account),
        (Part.PRODUCTION, transition.former_production, transition.production),
    )
    return [Passing(part, giver, to) for part, giver, to in pairs if giver and (to is None or giver.pk != to.pk)]


def gathered(transition: Transition, at: datetime) -> dict[Place, Gathered]:
    """What is the givers' today, each thing once. Cost: a constant number of queries."""
    return looked_at(transition, passings(transition), in_order(), at)


def with_receivers(transition: Transition, at: datetime) -> dict[Place, Gathered]:
    """Of what can be given: what is the receivers' today; there they stand as givers. Cost: a constant number of queries."""
    turned = [Passing(one.part, one.receiver, one.giver) for one in passings(transition) if one.receiver]
    return looked_at(transition, turned, [one for one in in_order() if one.gives], at)


def looked_at(
    transition: Transition, found: Sequence[Passing], kinds: Sequence[Contribution], at: datetime
) -> dict[Place, Gathered]:
    things: dict[Place, Gathered] = {}
    for contribution in kinds:
        for passing in found:
            if contribution.part not in (None, passing.part):
                continue
            for thing in contribution.gathers(transition.client, passing.part, passing.giver, at):
                place = Place(contribution.kind, thing.key)
                things.setdefault(place, Gathered(contribution, thing, passing.giver, passing.receiver))
    return things


def newcomers(transition: Transition) -> list[Member]:
    """Who leads what they did not lead before, the account first. Needs: its people are loaded."""
    pairs = (
        (transition.former_account, transition.account),
        (transition.former_production, transition.production),
    )
    found = {to.pk: to for before, to in pairs if to and (before is None or before.pk != to.pk)}
    return list(found.values())
