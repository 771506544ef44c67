"""Entries as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id
from twinhelm.responsibilities.choices import Family
from twinhelm.worklog.choices import SortedBy


class EntriesWanted(Schema):
    """What narrows the list; what is left out narrows nothing."""

    member_id: Id | None = None
    first_on: date | None = None
    last_on: date | None = None
    family: Family | None = None
    responsibility: str = Field("", max_length=40)
    import_id: Id | None = None
    sorted_by: SortedBy | None = None
    is_unsure: bool = False
    is_unsorted: bool = False
    client: str = Field("", max_length=200)
    q: str = Field("", max_length=200)
    after: str = Field("", max_length=60)
    limit: int = Field(50, ge=1, le=200)


class AlternativeShown(Schema):
    """Another line that the entry could belong to."""

    responsibility_id: int
    confidence: float


class EntryShown(Schema):
    """One line of the laundry list."""

    id: int
    member_id: int
    import_id: int
    kind: str
    origin_kind: str
    """message, call or meeting; empty: it came with a file and nothing here is known to be the same."""
    origin_id: int | None
    on: date | None
    started_at: datetime | None
    ended_at: datetime | None
    minutes: int | None
    text: str
    client: str
    project: str
    responsibility: str | None
    family: Family | None
    sorted_by: str
    confidence: float | None
    family_confidence: float | None
    is_unsure: bool
    alternatives: list[AlternativeShown]
