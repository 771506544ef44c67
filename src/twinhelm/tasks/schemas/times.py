"""Shapes of the API: timer, timesheet and weeks."""

from datetime import date, datetime

from ninja import Schema
from pydantic import AwareDatetime, Field

from twinhelm.foundation.api import Id, Input
from twinhelm.tasks.rules.spans import DAY_MINUTES


class AboutShown(Schema):
    """What time is spent on."""

    task_id: int | None
    project_id: int | None
    client_id: int | None
    conversation_id: int | None
    call_id: int | None
    meeting_id: int | None
    responsibility_id: int | None
    """Null: sorted by its words."""
    text: str
    is_billable: bool


class TimeEntryShown(AboutShown):
    """Booked time."""

    id: int
    member_id: int
    on: date
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    version: int


class TimerShown(AboutShown):
    """What runs now."""

    started_at: datetime
    key: str


class AboutSaid(Input):
    """What time is spent on; the project and client of a task follow from it."""

    task_id: Id | None = None
    project_id: Id | None = None
    client_id: Id | None = None
    conversation_id: Id | None = None
    call_id: Id | None = None
    meeting_id: Id | None = None
    responsibility_id: Id | None = None
    text: str = Field("", max_length=500)
    is_billable: bool | None = None


class TimerStart(AboutSaid):
    """`key` makes starting twice start once."""

    key: str = Field("", max_length=40)


class TimerStop(Input):
    """`ended_at`: when it really ended, where the timer was forgotten."""

    key: str = Field("", max_length=64)
    ended_at: AwareDatetime | None = None


class TimeSaid(AboutSaid):
    """A day and minutes, or from when to when."""

    on: date | None = None
    minutes: int = Field(0, ge=0, le=DAY_MINUTES)
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    key: str = Field("", max_length=40)


class TimeChange(Input):
    """What is left out stays. `version` is the one that was looked at. Another task, project or client brings its own along."""

    task_id: Id | None = None
    project_id: Id | None = None
    client_id: Id | None = None
    version: int = Field(ge=1, le=2**31 - 1)
    on: date | None = None
    minutes: int | None = Field(None, ge=1, le=DAY_MINUTES)
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    text: str | None = Field(None, max_length=500)
    responsibility_id: Id | None = None
    is_billable: bool | None = None


class TimeWanted(Schema):
    """What narrows the list; what is left out narrows nothing."""

    member_id: Id | None = None
    project_id: Id | None = None
    client_id: Id | None = None
    task_id: Id | None = None
    is_billable: bool | None = None
    first_on: date | None = None
    last_on: date | None = None
    after: str = Field("", max_length=500)
    limit: int = Field(50, ge=1, le=200)


class WeekSheetShown(Schema):
    """A member's week as it was handed in."""

    id: int
    member_id: int
    week: date
    state: str
    handed_in_at: datetime | None
    note: str
    version: int


class WeekSaid(Input):
    """Any day of it."""

    week: date


class WeekNote(Input):
    """Why."""

    note: str = Field(min_length=1, max_length=500)


class WeeksChosen(Input):
    """Several at once, all or none."""

    sheet_ids: list[Id] = Field(min_length=1, max_length=200)
