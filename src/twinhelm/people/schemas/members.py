"""People as JSON."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.people.choices import Role, Scope, Standing

Name = Field(max_length=120)


class RoleShown(Schema):
    """A role and what people call it."""

    key: Role
    name: str


class MemberShown(Schema):
    """A person of the agency, as far as the asker may see them."""

    id: int
    name: str
    roles: list[Role]
    standing: Standing
    region: str
    """Whose public holidays they keep, such as `NL` or `DE-BY`; empty: the agency's."""
    weekly_minutes: int | None = None
    """Null unless it is yours, or you own the agency or keep its figures."""
    email: str | None = None
    """Null unless it is yours or you own the agency."""
    last_seen_at: datetime | None = None
    """Null unless it is yours or you own the agency."""


class HoldingsShown(Schema):
    """What somebody holds: a sentence for each."""

    holds: list[str]


class Deactivated(MemberShown, HoldingsShown):
    """Somebody who can't sign in any more, and what waits for a successor."""


class Me(MemberShown):
    """Who asks."""

    time_zone: str
    scopes: list[Scope]
    """What this access may do."""


class NewMember(Input):
    """Somebody who appears in the hours and can't sign in."""

    name: str = Name


class MemberChange(Input):
    """What is to change; the rest stays."""

    name: str | None = Field(None, max_length=120)
    weekly_minutes: int | None = Field(None, ge=0, le=7 * 24 * 60)


class NewInvitation(Input):
    """Whom to invite, and with which roles."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=120)
    roles: list[Role] = Field(default=[], max_length=len(Role))
    member_id: Id | None = None
    """Somebody known by name only; without it a new person is invited."""


class InvitationShown(Schema):
    """A letter that waits for an answer. Its secret is known to nobody but the person invited."""

    id: int
    member_id: int
    email: str
    invited_at: datetime
    expires_at: datetime


class NewToken(Input):
    """What will use the token, what it may do, for how long."""

    name: str = Field(max_length=80)
    scope: Scope = Scope.READ
    lasts_days: int = Field(90, ge=1, le=365)


class TokenShown(Schema):
    """An access token without its secret."""

    id: int
    name: str
    start: str
    scope: Scope
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class TokenMade(TokenShown):
    """The only answer that carries the secret."""

    secret: str


class AgencyShown(Schema):
    """The agency."""

    name: str
    time_zone: str
    asks_two_steps: bool
    """Of owners and finance who sign in by password."""
    opening: list[Annotated[list[int], Field(min_length=2, max_length=2)] | None]
    """By weekday from Monday: from and to in minutes after midnight, or null when closed."""
    country: str
    subdivision: str
    response_minutes: int
    """Opening minutes within which clients are promised an answer."""


class OpenDay(Input):
    """From and to in minutes after midnight; 1440 is the midnight that ends the day."""

    opens: int = Field(ge=0, le=24 * 60)
    closes: int = Field(ge=0, le=24 * 60)


class OpeningChange(Input):
    """All of it, as it is to be."""

    opening: list[OpenDay | None] = Field(min_length=7, max_length=7)
    country: str = Field("", max_length=2)
    subdivision: str = Field("", max_length=8)
    response_minutes: int = Field(240, ge=1, le=200 * 60)


class AgencyChange(Input):
    """What is to change; the rest stays."""

    name: str | None = Field(None, max_length=120)
    time_zone: str | None = Field(None, max_length=64)
    asks_two_steps: bool | None = None
