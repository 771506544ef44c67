"""What happened to decisions of who leads."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEvent(Event):
    """Something happened to a decision."""

    about: ClassVar[str] = "decision"
    client_id: int
    project_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAsked(DecisionEvent):
    """It went to the two people for comment."""

    member_id: int
    before_id: int | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAccepted(DecisionEvent):
    """Somebody leads from a day on."""

    hat: str
    member_id: int
    before_id: int | None
    from_on: str
    mode: str
    reason: str
    recommended_id: int | None = None
    """Whom the round recommended, where somebody else was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCommented(DecisionEvent):
    """Somebody said something to it."""

    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChanged(DecisionEvent):
    """While it was out for comment, it became another."""

    member_id: int
    from_on: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDropped(DecisionEvent):
    """It doesn't come to it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTakenBack(DecisionEvent):
    """What was accepted no longer counts."""

    member_id: int
