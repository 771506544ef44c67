"""Kick-offs and relooks as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.clients.choices import Part
from twinhelm.foundation.api import Id, Input
from twinhelm.inventory.choices import Cause, KickoffState
from twinhelm.projects.choices import ProjectState


class CandidateShown(Schema):
    """Somebody who could have a hat at a project."""

    member_id: int
    name: str
    fit: int | None
    """Tenths; null where too little is known."""
    percent_of_room: int
    """What they would carry with it."""
    leads_now: bool


class HatShown(Schema):
    """A hat at a project: who is recommended, why, and who else could have it."""

    part: Part
    recommended: CandidateShown | None
    why: str
    otherwise: str
    candidates: list[CandidateShown]


class KickoffShown(Schema):
    """The question who leads a project."""

    project_id: int
    project: str
    client_id: int
    client: str
    project_state: ProjectState
    state: KickoffState
    opened_at: datetime | None
    settled_by: str | None
    settled_at: datetime | None
    why: str
    hats: list[HatShown]
    """Empty once it is decided."""


class KickoffDecision(Input):
    """Who has the two hats, and why."""

    account_id: Id
    production_id: Id
    why: str = Field(max_length=500)


class KickoffWaiver(Input):
    """Why the project goes ahead undecided."""

    why: str = Field(max_length=500)


class RelookShown(Schema):
    """A decision that came back."""

    id: int
    client_id: int
    project_id: int | None
    name: str
    cause: Cause
    why: str
    raised_at: datetime
    settled_at: datetime | None


class RelookKept(Input):
    """Until when it stays as it is, and why."""

    until: date
    why: str = Field(max_length=500)
