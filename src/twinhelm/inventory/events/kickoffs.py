"""What happened to the question who leads a new project."""

from dataclasses import dataclass

from twinhelm.projects.events import ProjectEvent


class KickoffOpened(ProjectEvent):
    """It is asked who leads the project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KickoffDecided(ProjectEvent):
    """Somebody decided who leads the project."""

    account_id: int
    production_id: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KickoffWaived(ProjectEvent):
    """An owner let the project go ahead undecided."""

    why: str
