"""What happened to decisions that came back."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RelookEvent(Event):
    """A fact about one relook."""

    about: ClassVar[str] = "relook"
    client_id: int
    project_id: int | None
    cause: str


class RelookRaised(RelookEvent):
    """Who leads is to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelookSettled(RelookEvent):
    """It was looked at, or the facts came back by themselves; why, and until when it rests."""

    why: str = ""
    until: str = ""
