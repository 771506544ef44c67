"""Working patterns, absences and availability as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Input
from twinhelm.people.choices import AbsenceKind, Presence


class PatternShown(Schema):
    """The agreed minutes of each weekday from Monday, from a day on."""

    id: int
    from_on: date
    minutes: list[int]
    weekly_minutes: int


class PatternAgreedOn(Input):
    """The minutes of each weekday from Monday."""

    minutes: list[int] = Field(min_length=7, max_length=7)


class AbsenceShown(Schema):
    """Days on which somebody is away, both included."""

    id: int
    member_id: int
    first_on: date
    last_on: date
    starts_at_midday: bool
    ends_at_midday: bool
    kind: AbsenceKind | None
    """Null unless it is yours or you own the agency."""
    reason: str | None
    """Null unless it is yours or you own the agency."""
    entered_at: datetime


class AbsenceSaid(Input):
    """When somebody is away, and why."""

    kind: AbsenceKind = AbsenceKind.HOLIDAY
    first_on: date
    last_on: date
    starts_at_midday: bool = False
    ends_at_midday: bool = False
    reason: str = Field("", max_length=200)


class RegionSaid(Input):
    """Whose public holidays somebody keeps; an empty country means the agency's."""

    country: str = Field("", max_length=2)
    subdivision: str = Field("", max_length=8)


class PresenceShown(Schema):
    """One day of somebody."""

    on: date
    presence: Presence
    holiday: str
    minutes: int | None
    """What they can work; null unless you may see their working time."""


class MemberDays(Schema):
    """The days of one member."""

    member_id: int
    name: str
    days: list[PresenceShown]
