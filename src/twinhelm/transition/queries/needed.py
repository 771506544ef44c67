"""What is needed to leave a step: each topic contributes what it knows, and the way asks for all of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Transition


@dataclass(frozen=True, slots=True)
class Needed:
    """One line of the list: a sentence, whether it is so, and what is known of it."""

    key: str
    sentence: str
    is_met: bool
    detail: str = ""
    """Who and when; or what is missing and where to do it."""
    href: str = ""
    is_said: bool = False
    """A person says so, with a click: a `Confirmation` of this key."""
    about: Member | None = None
    """Whom the confirmation is about, where it is asked of several people."""
    is_alarm: bool = False
    """Something went wrong, it isn't only missing."""


Asks = Callable[[Transition, Member, datetime], Iterable[Needed]]
"""`(transition, viewer, at)`, with the transition's people and programme loaded."""
asked: dict[Step, list[tuple[int, Asks]]] = {step: [] for step in Step}


def needed_to_leave(step: Step, *, position: int = 50) -> Callable[[Asks], Asks]:
    """Registers what a step asks for. Imported by `listeners`, so that every process knows it."""

    def add(asks: Asks) -> Asks:
        asked[step].append((position, asks))
        return asks

    return add


def needed(transition: Transition, step: Step, viewer: Member, at: datetime) -> list[Needed]:
    ordered = sorted(asked[step], key=lambda one: (one[0], one[1].__module__, one[1].__name__))
    return [line for _position, asks in ordered for line in asks(transition, viewer, at)]
