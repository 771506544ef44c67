"""Facts about how entries are sorted."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCorrected(Event):
    """A person said what an entry is; its likes followed."""

    about: ClassVar[str] = "worklog.entry"
    correction_id: int
    responsibility_id: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionUndone(Event):
    """A correction was taken back, and its entries stand as before."""

    about: ClassVar[str] = "worklog.correction"
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionUnlearned(Event):
    """The sorter no longer learns from a correction; entries that it decided are sorted anew."""

    about: ClassVar[str] = "worklog.correction"
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged(Event):
    """A rule was made, changed, moved or removed."""

    about: ClassVar[str] = "worklog.rule"
    change: str
