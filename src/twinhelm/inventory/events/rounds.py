"""Facts about rounds of who leads."""

from dataclasses import dataclass, field
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEvent(Event):
    """Something happened to a round."""

    about: ClassVar[str] = "inventory.round"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStarted(RoundEvent):
    """A round is being set up."""

    name: str
    asked: int
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanged(RoundEvent):
    """What a round asks, or within which limits, is different."""

    version: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsAsked(RoundEvent):
    """Proposals are to be made: what for, and for which aims."""

    version: int
    kind: str
    aims: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsMade(RoundEvent):
    """Proposals stand there, or the proof that nothing fits: by aim, its state."""

    version: int
    states: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsNotMade(RoundEvent):
    """It was called off, took too long or broke; what stood there stands again."""

    version: int
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChangeUndone(RoundEvent):
    """The last change was taken back."""

    version: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(RoundEvent):
    """Nothing more is proposed in it; it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReopened(RoundEvent):
    """It was closed by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDeleted(RoundEvent):
    """It is out of sight, and can be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPutBack(RoundEvent):
    """Deleted by mistake: it is there again."""
