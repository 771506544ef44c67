"""The facts at the side of a task, each with the field that changes it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from twinhelm.foundation.minutes import as_hours
from twinhelm.tasks.models import Task
from twinhelm.tasks.queries.listing import remaining_of
from twinhelm.tasks.queries.one import Whole
from twinhelm.tasks.templatetags.tasking import due_day

KEYS = {"state": "s", "assignee": "a", "due_on": "d", "priority": "p", "estimated_minutes": "m"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called, what it says, and what it says while there is nothing."""

    field: str
    """What changes it; empty: nothing does."""
    label: str
    text: str
    none: str = "–"
    href: str = ""
    template: str = "tasks/_fact.html"

    @property
    def key(self) -> str:
        return KEYS.get(self.field, "")


def facts_of(task: Task, whole: Whole, today: date) -> list[Fact]:
    """Cost: none."""
    return [
        Fact("state", _("State"), task.get_state_display()),
        Fact("assignee", _("Who does it"), task.assignee.name if task.assignee else "", _("nobody yet")),
        Fact("due_on", _("Due"), due_day(task.due_on, today), _("no day yet")),
        Fact("starts_on", _("Starts"), due_day(task.starts_on, today)),
        Fact("priority", _("Priority"), task.get_priority_display()),
        Fact("estimated_minutes", _("Estimate"), effort(task.estimated_minutes), _("not estimated")),
        Fact("", _("Spent"), effort(task.spent_minutes or None)),
        Fact("remaining_minutes", _("Remaining"), effort(remaining_of(task))),
        *belonging(task, whole),
    ]


def belonging(task: Task, whole: Whole) -> list[Fact]:
    project = reverse("projects:project", args=[task.project_id])
    above = reverse("tasks:task", args=[task.parent_id]) if task.parent_id else ""
    return [
        Fact("", _("Project"), f"{task.project.name}, {task.project.client.name}", href=project),
        *([Fact("", _("Part of"), task.parent.title, href=above)] if task.parent else []),
        Fact("milestone", _("Milestone"), task.milestone.name if task.milestone else ""),
        Fact("scope_item", _("Scope item"), task.scope_item.name if task.scope_item else ""),
        Fact("labels", _("Labels"), ", ".join(label.name for label in whole.labels)),
        Fact("skill", _("Skill"), task.skill.name if task.skill else ""),
        Fact("responsibility", _("Counts as"), task.responsibility.name if task.responsibility else "", _("by words")),
        Fact("is_billable", _("Billable"), _("yes") if task.is_billable else _("no")),
    ]


def effort(minutes: int | None) -> str:
    return "" if minutes is None else as_hours(minutes)
