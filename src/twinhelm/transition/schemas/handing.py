"""The shapes of hand-overs over JSON."""

from datetime import datetime

from ninja import Field, Schema

from twinhelm.foundation.api import Id, Input
from twinhelm.transition.choices import LineState


class HandOverLineShown(Schema):
    """One open thing, from whom to whom it goes."""

    id: int
    kind: str
    title: str
    detail: str
    giver_id: int | None
    receiver_id: int | None
    state: LineState
    question: str
    answer: str
    settled_by_id: int | None
    settled_at: datetime | None
    version: int


class GatheredShown(Schema):
    """What looking again found."""

    new: int


class SeenLine(Input):
    """A line as it was seen."""

    id: Id
    version: Id


class LinesInput(Input):
    """What is accepted: all of it or nothing."""

    lines: list[SeenLine] = Field(min_length=1, max_length=5000)


class WordsInput(Input):
    """A question or an answer about a line."""

    text: str = Field(max_length=500)
    version: Id


class MoveShown(Schema):
    """Things of one kind that would change hands."""

    kind: str
    title: str
    giver_id: int
    receiver_id: int
    things: list[str]


class StayingShown(Schema):
    """Things that stay, and why."""

    title: str
    why: str
    things: list[str]


class PreviewShown(Schema):
    """What would change hands now; its digest goes with doing it."""

    digest: str
    count: int
    moves: list[MoveShown]
    staying: list[StayingShown]


class ReassignmentInput(Input):
    """Of the preview that was seen; the same key does it once."""

    key: str = Field(min_length=1, max_length=64)
    digest: str = Field(max_length=64)


class ReassignmentShown(Schema):
    """Many things given at once."""

    id: int
    by_id: int
    at: datetime
    moved: int
    undone_at: datetime | None

    @staticmethod
    def resolve_moved(row: object) -> int:
        return len(row.moved)  # type: ignore[attr-defined]


class TakenBackShown(Schema):
    """What went back, and what changed since and stays."""

    back: int
    left: list[str]
