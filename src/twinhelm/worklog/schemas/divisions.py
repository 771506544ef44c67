"""Divisions as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.worklog.choices import Becomes

MOST_WEEKS = 104


class LikelyRange(Schema):
    """A figure that is not known exactly."""

    low: float
    likely: float
    high: float


class DivisionShown(Schema):
    """A division in a list."""

    id: int
    name: str
    first_on: date
    last_on: date
    made_at: datetime
    shared_at: datetime | None
    version: int
    """Goes with each change, so that nobody overwrites what they have not seen."""


class DividedLine(Schema):
    """What a member does of one responsibility, in minutes a week."""

    responsibility: str
    family: str
    minutes_today: int
    minutes_proposed: int
    minutes: int


class SeatShown(Schema):
    """What one member becomes, and why."""

    member_id: int
    name: str
    becomes: Becomes
    is_pinned: bool
    agreed_minutes: int
    minutes_today: int
    minutes: int
    switches_today: LikelyRange | None
    """A day; null when no entry carries its times."""
    switches: LikelyRange | None
    moves: str
    reasons: list[str]
    lines: list[DividedLine]


class DivisionInFull(DivisionShown):
    """A division with everybody in it."""

    finding: str
    switches_saved_each: LikelyRange | None
    """A day."""
    handoffs_created: LikelyRange | None
    """A week; null when too few entries name their client."""
    moved_minutes: int
    is_as_proposed: bool
    seats: list[SeatShown]


class NewDivision(Input):
    """Whose hours are to be divided: those of the last whole weeks."""

    weeks: int = Field(8, ge=1, le=MOST_WEEKS)
    name: str = Field("", max_length=120)


class Change(Input):
    """The version that the caller saw."""

    version: int = Field(ge=1)


class SeatedMember(Change):
    """What concerns one member."""

    member_id: Id


class SeatChange(SeatedMember):
    """What a member becomes."""

    becomes: Becomes


class MoveChange(Change):
    """What moves from whom to whom; without minutes, all of it."""

    responsibility: str = Field(max_length=40)
    giver_id: Id
    taker_id: Id
    minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)


class NameChange(Change):
    """What the division is called."""

    name: str = Field(max_length=120)
