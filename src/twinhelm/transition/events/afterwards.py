"""What happened after a hand-over; never how a client felt, nor a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsEvent(Event):
    """A fact about the change of one client."""

    about: ClassVar[str] = "transition"
    client_id: int


class CheckedIn(AfterwardsEvent):
    """Somebody other than the new lead asked the client."""


class CheckInTakenBack(AfterwardsEvent):
    """What was noted of it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseAsked(AfterwardsEvent):
    """A contact was asked how it goes, or could not be."""

    pulse_id: int
    is_sent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseAnswered(AfterwardsEvent):
    """A contact said how it goes."""

    pulse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseWithdrawn(AfterwardsEvent):
    """A question that had not left is not sent any more."""

    pulse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack(AfterwardsEvent):
    """One client has its former people again; the key tells a second click from a second person."""

    version: int
    key: str
    why: str
    letters: int = 0
    pulses: int = 0
    given_back: int = 0
    """Things that had been handed over in bulk."""
    stayed: int = 0
    """Of those, what had moved on since or could not go back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReviewEvent(Event):
    """A fact about what the two leads of a client looked at together."""

    about: ClassVar[str] = "joint_review"
    client_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReviewNoted(JointReviewEvent):
    """The two leads sat together."""

    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReviewChanged(JointReviewEvent):
    """What was noted of it is said otherwise now."""

    on: str


class JointReviewDeleted(JointReviewEvent):
    """It is out of sight."""


class JointReviewPutBack(JointReviewEvent):
    """It counts again."""
