"""On which days a client isn't told anything."""

from datetime import date, datetime

from twinhelm.transition.choices import Step
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.blackouts import standing_in_the_way
from twinhelm.transition.queries.block_words import block_words
from twinhelm.transition.queries.client_days import day_at


def blackout_on(transition: Transition, send_at: datetime, at: datetime) -> str:
    """What stands in the way on the day of that moment in the client's time, and nobody overruled; as a sentence.

    Cost: ten queries.
    """
    day = day_of(transition, send_at)
    found = standing_in_the_way([transition], at=at, days=lambda _one: {Step.TELL: day})
    first = next((one for one in found[transition.pk] if one.overrule is None), None)
    return block_words(first) if first else ""


def day_of(transition: Transition, at: datetime) -> date:
    return day_at(transition.client, at)
