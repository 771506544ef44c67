"""Builders of the work, for tests and the demo."""

from datetime import UTC, date, datetime
from typing import Any

from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner
from twinhelm.projects.models import Project
from twinhelm.projects.testing import a_project
from twinhelm.tasks.choices import CLOSED, Clarity, Frequency
from twinhelm.tasks.models import Block, Brief, Dependency, Label, Question, Recurrence, Task, TimeEntry, Understanding

MADE_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STEP = 1024


def a_task(project: Project | None = None, title: str = "Draw the order page", **fields: Any) -> Task:
    """To do, made by the first member there is; assigned, its brief waits for an answer."""
    project = project or a_project()
    made_by = fields.pop("made_by", None) or Member.objects.order_by("pk").first() or an_owner()
    defaults: dict[str, Any] = {"made_by": made_by, "made_at": MADE_AT, "changed_at": MADE_AT}
    defaults["position"] = STEP * (Task.objects.filter(project=project).count() + 1)
    if fields.get("assignee"):
        defaults |= {"understanding": Clarity.WAITING, "understanding_since": MADE_AT}
    if fields.get("state") in CLOSED:
        defaults["closed_at"] = MADE_AT
    return Task.objects.create(project=project, title=title, **(defaults | fields))


def a_label(name: str = "design") -> Label:
    return Label.objects.create(name=name, made_at=MADE_AT)


def a_dependency(before: Task, after: Task, lag_days: int = 0) -> Dependency:
    return Dependency.objects.create(
        before=before, after=after, lag_days=lag_days, made_by=before.made_by, made_at=MADE_AT
    )


def a_block(task: Task, reason: str = "Photos are missing", **fields: Any) -> Block:
    return Block.objects.create(task=task, reason=reason, **({"by": task.made_by, "at": MADE_AT} | fields))


def a_brief(task: Task, what: str = "A page on which bakeries order by noon", **fields: Any) -> Brief:
    defaults = {"changed_by": task.made_by, "changed_at": MADE_AT}
    return Brief.objects.create(task=task, what=what, **(defaults | fields))


def an_understanding(task: Task, **fields: Any) -> Understanding:
    """Of its assignee, not confirmed yet."""
    words = {"delivered": "Three screens for the phone", "checked": "Ana clicks through them"}
    return Understanding.objects.create(
        task=task, **({"member": task.assignee, "answered_at": MADE_AT} | words | fields)
    )


def a_question(task: Task, text: str = "Which payment?", **fields: Any) -> Question:
    """Of its assignee, open."""
    return Question.objects.create(task=task, text=text, **({"by": task.assignee, "at": MADE_AT} | fields))


def a_time_entry(member: Member, minutes: int = 90, on: date | None = None, **fields: Any) -> TimeEntry:
    """On the day on which things are made in tests, unless another is given."""
    day = on or day_in(member.zone, MADE_AT)
    if task := fields.get("task"):
        fields = {"project": task.project, "client": task.project.client} | fields
    defaults = {"on": day, "week": monday_of(day), "minutes": minutes, "made_at": MADE_AT, "changed_at": MADE_AT}
    return TimeEntry.objects.create(member=member, **(defaults | fields))


def a_recurrence(project: Project | None = None, title: str = "Send the newsletter", **fields: Any) -> Recurrence:
    """Every week, from the day on which things are made in tests."""
    project = project or a_project()
    made_by = fields.pop("made_by", None) or Member.objects.order_by("pk").first() or an_owner()
    defaults: dict[str, Any] = {"frequency": Frequency.WEEKLY, "first_on": MADE_AT.date(), "made_at": MADE_AT}
    return Recurrence.objects.create(project=project, title=title, made_by=made_by, **(defaults | fields))
