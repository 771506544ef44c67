"""What happened to programmes and to the days of their clients."""

from dataclasses import dataclass
from typing import Any, ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEvent(Event):
    """A fact about one programme."""

    about: ClassVar[str] = "programme"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSetUp(ProgrammeEvent):
    """Its clients are laid out over weeks; nobody has begun."""

    round_id: int | None
    clients: int


class ProgrammeStarted(ProgrammeEvent):
    """It is under way."""


class ProgrammeEnded(ProgrammeEvent):
    """No client changes in it any more."""


class ProgrammeTakenUpAgain(ProgrammeEvent):
    """It was ended, and isn't."""


class ProgrammeDeleted(ProgrammeEvent):
    """It was never started, and nobody sees it any more."""


class ProgrammePutBack(ProgrammeEvent):
    """It was deleted, and isn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChanged(ProgrammeEvent):
    """Another name, pace or duration; days that lie ahead may have moved."""

    version: int
    changes: dict[str, list[Any]]
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutEvent(ProgrammeEvent):
    """A fact about days in which nothing changes."""

    blackout_id: int
    client_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutSaid(BlackoutEvent):
    """Nothing changes from a day to a day."""

    from_on: str
    to_on: str
    reason: str


class BlackoutLifted(BlackoutEvent):
    """Those days are open again."""


class BlackoutSaidAgain(BlackoutEvent):
    """Lifting them was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEvent(Event):
    """A fact about the days, the wave or the people of one client's change."""

    about: ClassVar[str] = "transition"
    client_id: int
    version: int = 0
    """Of the transition, after it; 0: the act didn't touch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionPlanned(PlanEvent):
    """A client belongs to a programme."""

    programme_id: int
    wave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionTakenOut(PlanEvent):
    """A client no longer belongs to a programme."""

    why: str


class TransitionPutBack(PlanEvent):
    """It was taken out, and isn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionMovedToWave(PlanEvent):
    """It changes together with others."""

    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRescheduled(PlanEvent):
    """A step is due another day."""

    step: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverRescheduled(PlanEvent):
    """The new leads count from another day."""

    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutOverruled(PlanEvent):
    """Somebody goes ahead although days are closed."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverruleTakenBack(PlanEvent):
    """The days are closed to it again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReplaced(PlanEvent):
    """Somebody else will lead than was planned."""

    part: str
    before_id: int | None
    after_id: int
    why: str
