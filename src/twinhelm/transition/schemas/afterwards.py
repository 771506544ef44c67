"""What follows a hand-over, as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input


class CheckInShown(Schema):
    """That somebody asked; mood, whom and words only for who may read them."""

    id: int
    at: datetime
    by: str
    is_readable: bool
    contact_id: int | None
    mood: int | None
    words: str


class CheckInNoted(Input):
    """What a contact said in confidence."""

    mood: int = Field(ge=1, le=5)
    words: str = Field("", max_length=4000)
    contact_id: Id | None = None


class PulseShown(Schema):
    """One question, and its answer."""

    id: int
    contact_id: int
    contact: str
    asked_at: datetime
    not_asked_because: str
    answered_at: datetime | None
    score: int | None
    words: str


class PulseWanted(Input):
    """Whom to ask."""

    contact_id: Id


class JointReviewShown(Schema):
    """The two leads sat together."""

    id: int
    client_id: int
    on: date
    by: str
    other: str
    words: str
    agreed: str


class JointReviewSaid(Input):
    """When, what they saw, what they will do differently."""

    on: date
    words: str = Field("", max_length=4000)
    agreed: str = Field("", max_length=500)


class TrendShown(Schema):
    """Percent in the last four weeks and in the nine before; null: too little to say."""

    lately: int | None
    before: int | None


class SeamShown(Schema):
    """One client with two leads."""

    client_id: int
    client: str
    account_id: int
    production_id: int
    last_joint_review_on: date | None
    days: int
    is_overdue: bool
    client_work_by_production: TrendShown
    project_work_by_account: TrendShown


class RollBackWanted(Input):
    """Why a client goes back, seen in which version, and who leads where whoever led can't."""

    why: str = Field(max_length=500)
    version: int
    key: str = Field(min_length=1, max_length=64)
    account_id: Id | None = None
    production_id: Id | None = None


class RolledBackShown(Schema):
    """How the change of the client stands."""

    id: int
    client_id: int
    state: str
    ended_at: datetime | None
    why: str
    version: int
