"""Clients as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.clients.choices import Channel, ClientState, ContactRole, GoalState, Influence, Mode, Part
from twinhelm.foundation.api import Id, Input


class LeadShown(Schema):
    """Who has a part at a client, for a time."""

    id: int
    part: Part
    member_id: int
    member: str
    from_on: date
    to_on: date | None
    """The last day; null: until it is decided anew."""
    reason: str | None = None
    """Null for whoever doesn't see the business of the client."""


class ClientShown(Schema):
    """A client, as far as the asker may see it."""

    id: int
    name: str
    state: ClientState
    mode: Mode
    account_lead_id: int | None
    production_lead_id: int | None
    first_contact_id: int | None
    industry: str | None = None
    language: str | None = None
    time_zone: str | None = None
    website: str | None = None
    response_minutes: int | None = None
    weekly_minutes: int | None = None
    yearly_cents: int | None = None
    """Null when nobody knows, and for whoever is neither owner nor finance."""
    version: int


class NewClient(Input):
    """A client to be."""

    name: str = Field(max_length=200)
    state: ClientState = ClientState.ACTIVE
    industry: str = Field("", max_length=80)
    language: str = Field("", max_length=16)
    time_zone: str = Field("", max_length=64)
    website: str = Field("", max_length=300)
    response_minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)
    weekly_minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)


class ClientChange(Input):
    """What is to change; what isn't sent stays. `version` guards against overwriting somebody else's change."""

    version: int | None = Field(None, ge=1, le=2**31)
    name: str = Field("", max_length=200)
    state: ClientState = ClientState.ACTIVE
    industry: str = Field("", max_length=80)
    language: str = Field("", max_length=16)
    time_zone: str = Field("", max_length=64)
    website: str = Field("", max_length=300)
    response_minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)
    weekly_minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)


class RevenueInput(Input):
    """What a client brings in a year; null: nobody knows."""

    yearly_cents: int | None = Field(ge=0, le=10**13)


class ContactShown(Schema):
    """A person at a client."""

    id: int
    client_id: int
    name: str
    job_title: str
    role: ContactRole
    influence: str
    channel: str
    emails: list[str]
    phones: list[str]
    likes: str
    since_on: date | None
    left_on: date | None
    version: int


class ContactInput(Input):
    """What is said of a contact; what isn't sent stays."""

    version: int | None = Field(None, ge=1, le=2**31)
    name: str = Field("", max_length=120)
    job_title: str = Field("", max_length=120)
    role: ContactRole = ContactRole.OTHER
    influence: Influence | None = None
    channel: Channel | None = None
    emails: list[str] = Field([], max_length=20)
    phones: list[str] = Field([], max_length=20)
    likes: str = Field("", max_length=4000)
    since_on: date | None = None
    left_on: date | None = None


class LeadInput(Input):
    """Who gets which part, from when and why."""

    part: Part
    member_id: Id
    from_on: date
    reason: str = Field(max_length=500)


class GoalShown(Schema):
    """What a client wants to reach."""

    id: int
    client_id: int
    name: str
    measure: str
    begin: str
    target: str
    now: str
    due_on: date | None
    state: GoalState
    confirmed_by_id: int
    confirmed_at: datetime
    version: int


class GoalInput(Input):
    """What is said of a goal; what isn't sent stays."""

    version: int | None = Field(None, ge=1, le=2**31)
    name: str = Field("", max_length=200)
    measure: str = Field("", max_length=200)
    begin: str = Field("", max_length=40)
    target: str = Field("", max_length=40)
    now: str = Field("", max_length=40)
    due_on: date | None = None
    state: GoalState = GoalState.OPEN
