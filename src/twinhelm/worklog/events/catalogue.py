"""Facts about entries that changed their line because the catalogue changed."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSplit(Event):
    """A line became several."""

    about: ClassVar[str] = "responsibilities.line"
    into: tuple[int, ...]
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMerged(Event):
    """A line went into another."""

    about: ClassVar[str] = "responsibilities.line"
    into: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChangeUndone(Event):
    """A split or a merge was taken back."""

    about: ClassVar[str] = "responsibilities.line"
    entries: int
