"""Calls as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import AwareDatetime, Field

from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.rules.calls import LONGEST_MINUTES
from twinhelm.foundation.api import Id, Input


class CallsWanted(Schema):
    """What narrows the list; what is left out narrows nothing. Days are those of your time zone."""

    q: str = Field("", max_length=200)
    member_id: Id | None = None
    client_id: Id | None = None
    outcome: CallOutcome | None = None
    first_on: date | None = None
    last_on: date | None = None
    after: str = Field("", max_length=500)
    limit: int = Field(50, ge=1, le=200)


class CallStart(Input):
    """With whom, and about what."""

    client_id: Id | None = None
    contact_id: Id | None = None
    project_id: Id | None = None
    conversation_id: Id | None = None
    direction: Direction = Direction.OUT


class CallAccount(CallStart):
    """How a call was."""

    outcome: CallOutcome = CallOutcome.REACHED
    notes: str = Field("", max_length=20000)
    next_step: str = Field("", max_length=300)
    next_step_on: date | None = None
    responsibility_id: Id | None = None
    was_agreed: bool = False


class PastCall(CallAccount):
    """A call that nobody timed."""

    started_at: AwareDatetime
    minutes: int = Field(ge=1, le=LONGEST_MINUTES)


class CallChange(CallAccount):
    """All that is known of an ended call, put right. `version` is the one that was looked at."""

    started_at: AwareDatetime | None = None
    minutes: int | None = Field(None, ge=1, le=LONGEST_MINUTES)
    version: int = Field(ge=1, le=2**31 - 1)


class CallEnd(Input):
    """How long the call really took, where the timer was forgotten."""

    minutes: int | None = Field(None, ge=1, le=LONGEST_MINUTES)


class CallShown(Schema):
    """A call with somebody at a client."""

    id: int
    member_id: int
    client_id: int | None
    contact_id: int | None
    project_id: int | None
    conversation_id: int | None
    direction: Direction
    started_at: datetime
    ended_at: datetime | None
    minutes: int | None
    outcome: str
    notes: str
    next_step: str
    next_step_on: date | None
    next_step_done_at: datetime | None
    responsibility_id: int | None
    version: int
