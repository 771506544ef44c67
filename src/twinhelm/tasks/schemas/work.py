"""Tasks as JSON."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input, Paging
from twinhelm.tasks.actions.facts import MOST_AT_ONCE
from twinhelm.tasks.choices import Clarity, TaskState

Title = Field(max_length=20_000)
"""Far beyond what fits, so that the refusal is the act's own sentence."""


class TaskPaging(Paging):
    """Which page of tasks is wanted."""

    limit: int = Field(100, ge=1, le=500)


class TasksAsked(Schema):
    """Which tasks are wanted: every open one, unless something is given."""

    project: Id | None = None
    client: Id | None = None
    assignee: Id | Literal["me", "nobody"] | None = None
    state: TaskState | Literal["closed", "all"] | None = None
    priority: Literal[1, 2, 3, 4] | None = None
    label: Id | None = None
    milestone: Id | None = None
    skill: Id | None = None
    parent: Id | None = None
    due: Literal["late", "week", "next", "none"] | None = None
    understanding: Clarity | Literal["unclear"] | None = None
    blocked: bool = False
    words: str = Field("", max_length=100)

    def as_address(self) -> dict[str, str]:
        given: dict[str, Any] = self.dict(exclude_none=True)
        given["blocked"] = "1" if self.blocked else ""
        return {name: str(value) for name, value in given.items()}


class TaskShown(Schema):
    """One task."""

    id: int
    title: str
    state: TaskState
    priority: int
    """1 is urgent, 4 low."""
    project_id: int
    project: str
    client_id: int
    client: str
    parent_id: int | None
    assignee_id: int | None
    assignee: str | None
    skill_id: int | None
    responsibility_id: int | None
    milestone_id: int | None
    scope_item_id: int | None
    starts_on: date | None
    due_on: date | None
    estimated_minutes: int | None
    remaining_minutes: int | None
    """As the assignee sees it."""
    spent_minutes: int
    is_billable: bool
    position: int
    understanding: str
    """Whether the assignee has understood it; empty: nobody is assigned."""
    understanding_since: datetime | None
    is_blocked: bool
    made_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    version: int
    labels: list[str]


class Facts(Input):
    """What can be said of a task; what isn't given stays."""

    state: TaskState | None = None
    priority: int | None = None
    assignee_id: Id | None = None
    skill_id: Id | None = None
    responsibility_id: Id | None = None
    milestone_id: Id | None = None
    scope_item_id: Id | None = None
    parent_id: Id | None = None
    starts_on: date | None = None
    due_on: date | None = None
    estimated_minutes: int | None = None
    remaining_minutes: int | None = None
    is_billable: bool | None = None
    labels: list[str] | None = Field(None, max_length=100)
    """The whole set, by name."""


class NewTaskAsked(Facts):
    """A task to be."""

    project_id: Id
    title: str = Title
    key: str = Field("", max_length=64)
    """Chosen by the caller: sent again, it finds the task that it made."""


class TaskChange(Facts):
    """What shall be otherwise."""

    title: str | None = Field(None, max_length=20_000)
    project_id: Id | None = None
    version: int | None = None
    """The one that the author saw."""


class BulkFacts(Facts):
    """What shall be otherwise of many."""

    project_id: Id | None = None


class Ids(Input):
    """Which tasks."""

    ids: list[Id] = Field(max_length=10 * MOST_AT_ONCE)


class BulkChange(Ids):
    """The same change of many tasks, all or none."""

    versions: dict[int, int] = {}
    changes: BulkFacts


class Placing(Ids):
    """Into a column, in this order."""

    state: TaskState
    after_id: Id | None = None
    """The task above them; null: at the top."""


class Waiting(Input):
    """How long after the other one is finished."""

    lag_days: int = 0


class Blocking(Input):
    """What keeps it."""

    reason: str = Field(max_length=5_000)


class ActShown(Schema):
    """What was done, so that it can be taken back."""

    act_id: int
    changed: int
    """So many tasks."""
