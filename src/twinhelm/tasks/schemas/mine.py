"""Shapes of the API: My work."""

from datetime import date

from ninja import Schema


class MyTask(Schema):
    """One task as its assignee meets it."""

    id: int
    title: str
    project_id: int
    project: str
    client: str
    state: str
    priority: int
    due_on: date | None
    minutes_left: int | None
    """Null: nobody has said."""
    days_late: int
    fits: bool
    blocked_by: str
    """The reason; empty: it isn't blocked."""
    waits_for: list[int]
    """Tasks that must be finished before."""


class MyDayShown(Schema):
    """What one has to do today and next, and whether it fits."""

    on: date
    finding: str
    minutes_there: int
    """What is left of the day, less meetings still ahead."""
    minutes_needed: int
    today: list[MyTask]
    put_off: list[MyTask]
    next: list[MyTask]
    held_up: list[MyTask]
    briefs_to_answer: list[int]
    questions: list[int]
    """Of others, that wait for your answer."""
    more: int
    """Open tasks beyond those named here."""
