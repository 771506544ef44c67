"""Facts about the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEvent(Event):
    """Something happened to a line of the catalogue."""

    about: ClassVar[str] = "responsibilities.line"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAdded(LineEvent):
    """The agency has a new line."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChanged(LineEvent):
    """A line has another name or description."""

    before: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesOrdered(LineEvent):
    """The lines stand in another order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRetired(LineEvent):
    """Nothing new comes to the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRevived(LineEvent):
    """A retired line is current again."""
