"""What happened to hand-overs."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverEvent(Event):
    """A fact about the hand-over of one client; its subject is the transition."""

    about: ClassVar[str] = "transition"
    client_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverGathered(HandOverEvent):
    """New things stand on the list, or some are no longer open."""

    new: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAccepted(HandOverEvent):
    """The receiver took things over."""

    lines: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceTakenBack(HandOverEvent):
    """Things wait for the receiver again."""

    lines: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSentBack(HandOverEvent):
    """The receiver asks something first."""

    line_id: int
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswered(HandOverEvent):
    """The question is answered, and the thing waits for the receiver again."""

    line_id: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSaid(HandOverEvent):
    """Somebody added a line by hand, or changed what it says."""

    line_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRemoved(HandOverEvent):
    """A line that was added by hand is not on the list any more."""

    line_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePutBack(HandOverEvent):
    """A removed line is on the list again."""

    line_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsReassigned(HandOverEvent):
    """Many things are the receivers' now."""

    reassignment_id: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignmentUndone(HandOverEvent):
    """They are the giver's again, but for those that changed since."""

    reassignment_id: int
    back: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipRated(HandOverEvent):
    """The new lead said how they find the relationship."""

    trust: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyingChanged(HandOverEvent):
    """The former contact stays copied until another day."""

    version: int
    """Of the transition, after it."""
    until: str
