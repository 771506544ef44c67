"""What happened to tasks of other programs."""

from dataclasses import dataclass

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksBroughtIn(Event):
    """A file of tasks came in."""

    about = "import"
    source: str
    name: str
    project_id: int
    added: int
    changed: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksTakenOut(Event):
    """What a file had brought was taken back."""

    about = "import"
    name: str
    project_id: int
