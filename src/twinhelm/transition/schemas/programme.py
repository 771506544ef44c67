"""Programmes, their plan and closed days as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.transition.actions.programmes import LONGEST_NAME, MOST_WAVES
from twinhelm.transition.choices import BlackoutKind, ProgrammeState, Step, TransitionState


class ProgrammeShown(Schema):
    """A programme and what it keeps to."""

    id: int
    name: str
    state: ProgrammeState
    round_id: int | None
    first_on: date
    pace: int
    silence_days: int
    shadow_days: int
    check_in_days: int
    stable_days: int
    copied_days: int
    review_months: int
    began_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    version: int


class PlannedClient(Schema):
    """One client of a programme and its days."""

    transition_id: int
    client_id: int
    client: str
    wave: int
    state: TransitionState
    step: Step
    tell_on: date | None
    hand_over_on: date | None
    effective_on: date | None
    account_id: int | None
    production_id: int | None
    in_the_way: list[str]


class WaveShown(Schema):
    """Clients that change together, and the first day on which one of them may be told."""

    number: int
    first_on: date


class ProgrammeInFull(ProgrammeShown):
    """With its waves and clients."""

    waves: list[WaveShown]
    clients: list[PlannedClient]


class ProgrammeInput(Input):
    """What a programme is to be. Clients come from a round's accepted decisions or are named."""

    name: str = Field(max_length=LONGEST_NAME)
    round_id: Id | None = None
    client_ids: list[Id] = Field([], max_length=5000)
    """Of the round, if there is one; empty: all of them."""
    first_on: date
    waves: list[date] = Field(min_length=1, max_length=MOST_WAVES)
    """The first day of each."""
    wave_of: dict[Id, int] = {}
    """By client; who isn't named is spread evenly, the small clients first."""
    pace: int = 2
    silence_days: int = 7
    shadow_days: int = 14
    check_in_days: int = 30
    stable_days: int = 45
    copied_days: int = 60
    review_months: int = 6
    key: str = Field("", max_length=64)
    """Sent again with the same key, it makes no second programme."""
    digest: str = Field("", max_length=64)
    """Of a preview: what was looked at is what is made, or it is refused."""


class PlanLine(Schema):
    """One client of a plan that isn't stored."""

    client_id: int
    client: str
    wave: int
    tell_on: date | None
    effective_on: date | None
    waits: list[str]
    in_programme: str | None
    """It is in that one already and can't be taken up."""


class PlanShown(Schema):
    """A plan that isn't stored."""

    digest: str
    lines: list[PlanLine]


class BlackoutShown(Schema):
    """Days in which nothing changes."""

    id: int
    client_id: int | None
    kind: BlackoutKind
    from_on: date
    to_on: date
    reason: str


class BlackoutInput(Input):
    """Days in which nothing is to change, for one client of the programme or for all."""

    client_id: Id | None = None
    kind: BlackoutKind = BlackoutKind.OTHER
    from_on: date
    to_on: date
    why: str = Field(max_length=500)


class RescheduleInput(Input):
    """Another day for a step, or under `effective_on` for the hand-over."""

    step: str = Field(max_length=12)
    day: date
    why: str = Field(max_length=500)
    overruled: str = Field("", max_length=500)
    """Why that day although it is closed."""
    version: int = Field(ge=1)


class DaysShown(Schema):
    """The days of one client."""

    transition_id: int
    effective_on: date | None
    due: dict[str, date | None]
    version: int
