"""How entries are sorted, as JSON."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.worklog.choices import Match, RuleField


class ResponsibilityInput(Input):
    """What an entry is."""

    responsibility_id: Id


class CorrectionShown(Schema):
    """What a person said about an entry and its likes."""

    id: int
    text: str
    responsibility_id: int
    by: int
    at: datetime
    entries_changed: int
    is_for_everybody: bool
    undone_at: datetime | None


class RuleShown(Schema):
    """A rule of the agency."""

    id: int
    field: RuleField
    match: Match
    pattern: str
    responsibility_id: int
    position: int


class RuleInput(Input):
    """Entries whose field contains, or is, the pattern are this responsibility."""

    field: RuleField
    match: Match = Match.CONTAINS
    pattern: str = Field(max_length=200)
    responsibility_id: Id


class OrderInput(Input):
    """Ids in their new order."""

    ids: list[Id] = Field(max_length=1000)


class ReachShown(Schema):
    """What a rule would match."""

    entries: int
    minutes: int
    decided_already: int
    samples: list[str]
