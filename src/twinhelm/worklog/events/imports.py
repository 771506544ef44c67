"""Facts about imports."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEvent(Event):
    """Something happened to an import."""

    about: ClassVar[str] = "worklog.import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReceived(ImportEvent):
    """A file or list is here, or is to be read in another way: its dry run can begin."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportConfirmed(ImportEvent):
    """Somebody has seen the dry run and wants the entries."""

    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished(ImportEvent):
    """All entries are stored and count; none is sorted yet."""

    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCancelled(ImportEvent):
    """Called off before its entries counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTakenBack(ImportEvent):
    """Its entries no longer count, and will be removed."""

    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPutBack(ImportEvent):
    """Taken back by mistake: its entries count again."""

    entries: int
