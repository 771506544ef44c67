"""The shapes of one client's way over JSON."""

from datetime import date, datetime

from ninja import Field, Schema

from twinhelm.foundation.api import Id, Input
from twinhelm.transition.choices import Step, TransitionState


class TransitionShown(Schema):
    """The change of one client."""

    id: int
    client_id: int
    client: str
    programme_id: int
    wave: int = Field(description="Its number within the programme")
    state: TransitionState
    step: Step
    step_since: datetime
    due_on: date | None
    account_id: int | None = Field(description="Who will lead the client side")
    production_id: int | None
    former_account_id: int | None
    former_production_id: int | None
    effective_on: date | None
    stopped_at: datetime | None
    stopped_why: str
    version: int

    @staticmethod
    def resolve_client(row: object) -> str:
        return row.client.name  # type: ignore[attr-defined, no-any-return]

    @staticmethod
    def resolve_wave(row: object) -> int:
        return row.wave.number  # type: ignore[attr-defined, no-any-return]


class NeededShown(Schema):
    """One thing that is needed to leave the step."""

    key: str
    sentence: str
    is_met: bool
    detail: str
    is_said: bool = Field(description="A person confirms it")
    about_id: int | None


class HaltShown(Schema):
    """One of the ten steps."""

    step: Step
    owner_id: int | None
    due_on: date | None
    left_at: datetime | None


class WayShown(Schema):
    """One client with what is needed to go on, and all ten steps."""

    transition: TransitionShown
    needed: list[NeededShown]
    steps: list[HaltShown]


class GoOnInput(Input):
    """The version that was seen; why it goes on although something is missing."""

    version: int
    overruled: str = Field("", max_length=500)


class GoBackInput(Input):
    """The version that was seen, and why it goes back."""

    version: int
    why: str = Field(max_length=500)


class StopInput(Input):
    """Why it stops."""

    why: str = Field(max_length=500)


class ConfirmInput(Input):
    """What is so, about whom."""

    key: str = Field(max_length=40)
    about_id: Id | None = None
    note: str = Field("", max_length=500)
