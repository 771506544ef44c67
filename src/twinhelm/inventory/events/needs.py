"""What happened to needs and to how they are reckoned."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsCounted(Event):
    """All needs were counted anew, by night or because somebody asked."""

    about: ClassVar[str] = "inventory"
    clients: int
    projects: int
    unknown: int
    """Clients of which too little is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOverruled(Event):
    """Somebody said what a need is, instead of what was counted."""

    about: ClassVar[str] = "client"
    project_id: int | None
    kind: str
    before: int | None
    tenths: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverruleTakenBack(Event):
    """What was counted counts again."""

    about: ClassVar[str] = "client"
    project_id: int | None
    kind: str
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckoningChanged(Event):
    """The weights, the period or the measures of the inventory changed: by name, what it was and what it is."""

    about: ClassVar[str] = "inventory"
    version: int
    changes: dict[str, list[Any]] = field(default_factory=dict)
