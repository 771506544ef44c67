"""Measurements and reviews as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.transition.choices import MeasurementKind, MeasurementState, ReviewDecision


class FigureShown(Schema):
    """One measured value; nulls where too little is known."""

    key: str
    name: str
    wave_id: int | None
    client_id: int | None
    member_id: int | None
    value: float | None
    low: float | None
    """With `high`: between these with a probability of 95 %."""
    high: float | None
    n: int


class MeasurementShown(Schema):
    """One time of measuring."""

    id: int
    programme_id: int
    wave_id: int | None
    kind: MeasurementKind
    state: MeasurementState
    first_on: date
    last_on: date
    asked_at: datetime
    done_at: datetime | None


class MeasurementWithFigures(MeasurementShown):
    """With what was measured; figures of single members only for who may see their hours."""

    figures: list[FigureShown]


class ReviewCommentShown(Schema):
    """What somebody says to a review."""

    id: int
    client_id: int | None
    by: str
    at: datetime
    text: str


class MeasuredLineShown(Schema):
    """A measure before and six months on."""

    key: str
    name: str
    before: float | None
    after: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    verdict: str
    """better, worse, unclear (can't be told from chance) or thin (too little to say)."""


class ReviewShown(Schema):
    """One six-month review."""

    id: int
    wave_id: int
    programme_id: int
    number: int
    due_on: date
    opened_at: datetime
    measurement_id: int | None
    decision: ReviewDecision | None
    why: str
    decided_by: str | None
    decided_at: datetime | None
    version: int


class ReviewWithLines(ReviewShown):
    """With its measures and comments."""

    finding: str
    lines: list[MeasuredLineShown]
    comments: list[ReviewCommentShown]


class CommentWanted(Input):
    """What a lead says, of one client or of the whole wave."""

    text: str = Field(max_length=4000)
    client_id: Id | None = None


class DecisionWanted(Input):
    """What becomes of the change, and why."""

    decision: ReviewDecision
    why: str = Field(max_length=500)
    version: int = Field(ge=0)


class BaselineWanted(Input):
    """How many weeks before the start are measured."""

    weeks: int = 13
