"""Shapes of the API: templates and recurring work."""

from datetime import date

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input


class TemplateTaskInput(Input):
    """One task of a template; its number is its place in the list, from 1."""

    title: str = Field(max_length=10_000)
    skill_id: Id | None = None
    level: int | None = Field(None, ge=1, le=5)
    estimated_minutes: int | None = Field(None, ge=0, le=600_000)
    starts_after_days: int | None = Field(None, ge=0, le=1000)
    due_after_days: int | None = Field(None, ge=0, le=1000)
    """Working days after the first day."""
    under: int | None = Field(None, ge=1, le=200)
    """The number of the task whose subtask it is."""
    waits_for: list[tuple[int, int]] = Field([], max_length=200)
    """Number, and working days that it waits longer."""
    is_billable: bool = True


class TaskTemplateInput(Input):
    """A template of tasks."""

    name: str = Field(max_length=200)
    summary: str = Field("", max_length=2000)
    tasks: list[TemplateTaskInput] = Field([], max_length=300)


class TemplateUseInput(Input):
    """Where a template is used, from when, and by whom."""

    project_id: Id
    first_on: date
    people: dict[int, Id] = Field({}, max_length=200)
    """Members by the number of the task; without a word for one, nobody does it yet."""
    is_seating: bool = False
    """Whoever doesn't sit on the project yet is put there."""
    key: str = Field("", max_length=40)
    """The same one again makes nothing twice."""


class TemplateTaskShown(Schema):
    """One task of a template."""

    number: int
    title: str
    skill_id: int | None
    level: int | None
    estimated_minutes: int | None
    starts_after_days: int | None
    due_after_days: int | None
    under: int | None
    waits_for: list[tuple[int, int]]
    is_billable: bool


class TaskTemplateShown(Schema):
    """A template of tasks."""

    id: int
    name: str
    summary: str
    version: int


class WholeTaskTemplateShown(TaskTemplateShown):
    """A template with its tasks."""

    tasks: list[TemplateTaskShown]

    @staticmethod
    def resolve_tasks(template: object) -> list[object]:
        return sorted(template.tasks.all(), key=lambda one: one.number)  # type: ignore[attr-defined]
