"""What stands in the way of one client, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from twinhelm.transition.choices import Step
from twinhelm.transition.models import BlackoutOverrule, Transition
from twinhelm.transition.queries.blackouts import standing_in_the_way
from twinhelm.transition.queries.block_words import block_words


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands there, on which of the client's days."""

    key: str
    sentence: str
    steps: Sequence[tuple[str, date]]
    """What it concerns: the telling, the hand-over, or both."""
    overrule: BlackoutOverrule | None


def in_the_way(transition: Transition, *, at: datetime) -> list[Obstacle]:
    """Cost: nine queries."""
    found: dict[str, Obstacle] = {}
    for block in standing_in_the_way([transition], at=at)[transition.pk]:
        step = (str(Step(block.step).label), block.on)
        steps = [*(found[block.key].steps if block.key in found else ()), step]
        found[block.key] = Obstacle(block.key, block_words(block), steps, block.overrule)
    return list(found.values())
