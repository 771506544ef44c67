"""The catalogue as JSON."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.rules import LONGEST_NAME, LONGEST_SHORT_NAME
from twinhelm.worklog.choices import CatalogueChangeKind


class LineShown(Schema):
    """A responsibility."""

    id: int
    key: str
    family: Family
    name: str
    short_name: str
    description: str
    position: int
    retired_at: datetime | None


class WordingInput(Input):
    """What a line is called."""

    name: str = Field(max_length=LONGEST_NAME)
    short_name: str = Field("", max_length=LONGEST_SHORT_NAME)
    description: str = Field("", max_length=1000)


class NewLineInput(WordingInput):
    """A further line."""

    family: Family


class PartInput(WordingInput):
    """A part of a split, and the text keys that go there for certain."""

    text_keys: list[str] = Field(default_factory=list, max_length=500)


class SplitInput(Input):
    """What a line becomes."""

    parts: list[PartInput] = Field(min_length=2, max_length=6)


class MergeInput(Input):
    """Where a line goes."""

    into_id: Id


class ChangeShown(Schema):
    """A split or merge."""

    id: int
    kind: CatalogueChangeKind
    line_id: int
    into: list[int]
    entries_moved: int
    at: datetime
    undone_at: datetime | None
