"""What clients say to the change."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidEvent(Event):
    """A contact said something to the change of their client."""

    about: ClassVar[str] = "transition"
    client_id: int
    contact_id: int


class Acknowledged(SaidEvent):
    """They have read it."""


class AcknowledgementTakenBack(SaidEvent):
    """It was noted by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorryRaised(SaidEvent):
    """Something worries them; a conversation began with it."""

    worry_id: int
    conversation_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorrySettled(SaidEvent):
    """It is settled, and somebody said how."""

    worry_id: int
