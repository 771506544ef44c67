"""Facts about baselines and six-month reviews."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementEvent(Event):
    """Something happened to a measurement."""

    about: ClassVar[str] = "transition.measurement"
    programme_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementAsked(MeasurementEvent):
    """It is to be measured, in the background."""

    kind: str
    first_on: str
    last_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementDone(MeasurementEvent):
    """It is measured, and frozen."""

    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementFailed(MeasurementEvent):
    """Nothing came of it: somebody called it off, or it broke."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAnswered(MeasurementEvent):
    """Somebody of the team said how their work is; what they said stays out of the trail."""

    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEvent(Event):
    """Something happened to a six-month review."""

    about: ClassVar[str] = "transition.review"
    wave_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(ReviewEvent):
    """The time has come, or an owner wanted to know early."""

    is_early: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCommented(ReviewEvent):
    """Somebody said something to it."""

    client_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCommentTakenBack(ReviewEvent):
    """What somebody said counts no longer."""

    comment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(ReviewEvent):
    """It is decided what becomes of the change."""

    decision: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecisionTakenBack(ReviewEvent):
    """It is open again."""

    decision: str
