"""Decisions of who leads as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.inventory.choices import DecisionState, Hat, Stance

MOST_AT_ONCE = 2000


class DecisionShown(Schema):
    """Who is to wear a hat from a day on, and why."""

    id: int
    client_id: int
    project_id: int | None
    hat: Hat
    member_id: int
    before_id: int | None
    """Who wore the hat when it was decided; the same as `member_id`: they stay."""
    recommended_id: int | None
    """Whom the round recommended, where somebody else was chosen."""
    mode: str
    from_on: date
    reason: str
    state: DecisionState
    round_id: int | None
    acceptance_id: int | None
    """What was accepted together is taken back together."""
    fit: int | None
    """Tenths, as known then."""
    review_on: date
    asked_by_id: int
    asked_at: datetime
    settled_by_id: int | None
    settled_at: datetime | None
    version: int


class CommentShown(Schema):
    """What somebody said to a decision."""

    by_id: int
    at: datetime
    stance: Stance
    text: str


class AcceptanceShown(Schema):
    """One act of accepting."""

    id: int
    at: datetime
    taken_back_at: datetime | None
    decisions: list[DecisionShown]


class ChosenInput(Input):
    """One assignment as it is decided; what is not given is as the round recommends."""

    assignment_id: Id
    member_id: Id | None = None
    from_on: date | None = None
    why: str | None = Field(None, max_length=500)
    keeps_mode: bool = False


class AskingInput(Input):
    """Which assignments are sent to the two people each concerns."""

    version: int = Field(ge=1, le=2**31)
    chosen: list[ChosenInput] = Field(min_length=1, max_length=MOST_AT_ONCE)


class AcceptingInput(AskingInput):
    """All of it or nothing. The same key again is the same act again."""

    key: str = Field(min_length=1, max_length=64)


class SeenInput(Input):
    """The version that was seen."""

    version: int = Field(ge=1, le=2**31)


class CommentInput(Input):
    """What one of the two says."""

    stance: Stance = Stance.SAYS
    text: str = Field("", max_length=4000)


class DropInput(Input):
    """Why it doesn't come to it."""

    why: str = Field(max_length=500)
