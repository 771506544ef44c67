"""What happened on the way of one client."""

from dataclasses import dataclass, field
from typing import Any

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WayEvent(Event):
    """About the change of one client."""

    about = "transition"
    client_id: int
    version: int
    """Of the transition, after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn(WayEvent):
    """A client left a step."""

    step: str
    to: str
    """Empty: it was the last step."""
    overruled: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    """What taking it back restores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOnTakenBack(WayEvent):
    """The last going on no longer counts."""

    step: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack(WayEvent):
    """A client is on the step before again."""

    step: str
    to: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStopped(WayEvent):
    """Nothing goes on with a client until somebody says so."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayResumed(WayEvent):
    """It goes on with a client."""

    why: str
    """Why it had been stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadsNamed(WayEvent):
    """It was said who will lead, and from when."""

    account_id: int | None
    production_id: int | None
    effective_on: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(WayEvent):
    """Somebody said that something is so."""

    step: str
    key: str
    member_id: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationTakenBack(WayEvent):
    """It isn't so after all."""

    step: str
    key: str
    member_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSet(WayEvent):
    """A step is somebody's."""

    step: str
    member_id: int | None
