"""Facts about proposed divisions."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionEvent(Event):
    """Something happened to a division."""

    about: ClassVar[str] = "worklog.division"


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionProposed(DivisionEvent):
    """A division was computed from the hours of a period."""

    first_on: str
    last_on: str
    inputs_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionChanged(DivisionEvent):
    """Somebody changed it by hand, or let it be proposed again around the pins."""

    version: int
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionChangeUndone(DivisionEvent):
    """The last change was taken back."""

    version: int
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionShared(DivisionEvent):
    """Whoever sits in it may read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionTakenBack(DivisionEvent):
    """Only owners read it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionDeleted(DivisionEvent):
    """It is out of sight, and can be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionPutBack(DivisionEvent):
    """Deleted by mistake: it is there again."""
