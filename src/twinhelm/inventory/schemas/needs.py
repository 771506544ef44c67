"""Needs as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.clients.choices import Mode, NeedKind
from twinhelm.foundation.api import Input
from twinhelm.inventory.choices import Quarter


class NeedShown(Schema):
    """What a client or project needs, in tenths from 0 to 100; null where too little is known."""

    client_id: int
    project_id: int | None
    name: str
    communication: int | None
    complexity: int | None
    counted_communication: int | None
    """What the facts say, whatever a person says."""
    counted_complexity: int | None
    quarter: Quarter
    wanted_mode: Mode | None
    weekly_minutes: int | None
    weeks_known: int
    first_on: date | None
    last_on: date | None
    counted_at: datetime | None


class FactorShown(Schema):
    """One fact that a need is made of."""

    key: str
    need: NeedKind
    name: str
    unit: str
    value: float | None
    """Null: not known yet."""
    weeks: int | None
    score: int | None
    """Tenths; null where it isn't known, or from too few weeks."""
    weight: int
    full_at: float


class OverruleShown(Schema):
    """What somebody says a need is."""

    id: int
    client_id: int
    project_id: int | None
    kind: NeedKind
    tenths: int
    counted_tenths: int | None
    reason: str
    by_id: int
    at: datetime
    ended_at: datetime | None


class NeedInFull(NeedShown):
    """A need with everything that it is made of, and what people say of it."""

    factors: list[FactorShown]
    overrules: list[OverruleShown]


class OverruleInput(Input):
    """One or both needs, in tenths, and why."""

    communication: int | None = Field(None, ge=0, le=100)
    complexity: int | None = Field(None, ge=0, le=100)
    why: str = Field(max_length=500)


class WeightShown(Schema):
    """How one fact is weighed."""

    key: str
    need: NeedKind
    name: str
    unit: str
    is_told: bool
    """False: no part of Twinhelm tells it yet."""
    weight: int
    full_at: float


class ReckoningShown(Schema):
    """How needs are reckoned."""

    weeks: int
    middle: int
    """Tenths."""
    room: int
    """Load points of a full-time lead; 100 is one active client of middling need."""
    review_months: int
    version: int
    weights: list[WeightShown]


class WeightInput(Input):
    """How one fact is to be weighed."""

    weight: int = Field(ge=0, le=10)
    full_at: float = Field(gt=0, le=999_999, allow_inf_nan=False)


class ReckoningInput(Input):
    """What is to change; what isn't sent stays. `version` guards against overwriting another owner's change."""

    version: int = Field(ge=1, le=2**31 - 1)
    weeks: int | None = Field(None, ge=4, le=52)
    middle: int | None = Field(None, ge=10, le=90)
    room: int | None = Field(None, ge=100, le=100_000)
    review_months: int | None = Field(None, ge=1, le=36)
    weights: dict[str, WeightInput] = Field({}, max_length=100)
