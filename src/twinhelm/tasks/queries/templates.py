"""Task templates as their pages show them: what they come to, what a project would become, who would do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation.minutes import as_hours
from twinhelm.people.choices import Role
from twinhelm.people.models import Member, MemberSkill
from twinhelm.people.queries.presence import days_of
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Dependency, Task, TaskTemplate, TemplateTask
from twinhelm.tasks.queries.arriving import members_to_match, sees_project
from twinhelm.tasks.rules.dates import add_working, is_working, working_between
from twinhelm.tasks.rules.people_for import Need, Person, Proposal, propose

MOST_LINES = 200
FURTHEST = timedelta(days=366)
"""Room is counted up to a year ahead."""


def templates_with_sums(viewer: Member) -> list[TaskTemplate]:
    """Each with `n` tasks and their `minutes`. Cost: one query."""
    rows = TaskTemplate.objects.visible_to(viewer).by_name()
    return list(rows.annotate(n=Count("tasks"), minutes=Sum("tasks__estimated_minutes")))


def days_on(line: TemplateTask, first_on: date) -> tuple[date | None, date | None]:
    """When it begins and is due, if the first task begins on that day."""
    begin = first_on if is_working(first_on) else add_working(first_on, 1)
    starts_on = None if line.starts_after_days is None else add_working(begin, line.starts_after_days)
    due_on = None if line.due_after_days is None else add_working(begin, line.due_after_days)
    return starts_on, due_on


@dataclass(frozen=True, slots=True)
class Planned:
    """One task as it would be made."""

    line: TemplateTask
    starts_on: date | None
    due_on: date | None
    proposal: Proposal
    why: str
    """What speaks for the person, or why there is none."""


def planned(template: TaskTemplate, project: Project, first_on: date, today: date) -> list[Planned]:
    """Cost: constant."""
    lines = list(template.tasks.select_related("skill", "responsibility").order_by("number"))
    days = {line.number: days_on(line, first_on) for line in lines}
    last = max([due for _start, due in days.values() if due], default=today)
    members = members_to_match()
    people = people_on(project, members)
    needs = [
        Need(line.number, line.skill_id, line.level, line.estimated_minutes, days[line.number][1]) for line in lines
    ]
    found = propose(needs, people, Room(members, today, min(last, today + FURTHEST)).until)
    return [
        Planned(line, *days[line.number], found[line.number], why_of(line, days[line.number][1], found[line.number]))
        for line in lines
    ]


def why_of(line: TemplateTask, due_on: date | None, one: Proposal) -> str:
    if line.skill is None:
        return _("It names no skill, so it is yours to give.")
    if one.key is None:
        return _("Nobody has said that they know %(skill)s.") % {"skill": line.skill.name}
    said = [_("%(skill)s %(level)s of 5") % {"skill": line.skill.name, "level": one.level}]
    if line.level and one.level < line.level:
        said.append(_("wanted is %(level)s, nobody has it") % {"level": line.level})
    if not one.sees_project:
        said.append(_("not on the project yet"))
    if one.knows_client:
        said.append(_("knows the client"))
    if one.free_minutes is not None and due_on:
        room = {"hours": as_hours(max(0, one.free_minutes)), "day": date_format(due_on, "j M")}
        said.append(
            _("%(hours)s free until %(day)s") % room if one.fits else _("only %(hours)s free until %(day)s") % room
        )
    return ", ".join(said)


def people_on(project: Project, members: Sequence[Member]) -> list[Person]:
    """Cost: four queries."""
    seeing = sees_project(members, project)
    knowing = set(
        Task.objects.filter(project__client=project.client_id, assignee__in=members, deleted_at=None)
        .values_list("assignee", flat=True)
        .distinct()
    )
    skills: dict[int, dict[int, int]] = {}
    for member, skill, level in MemberSkill.objects.filter(member__in=members).values_list("member", "skill", "level"):
        skills.setdefault(member, {})[skill] = level
    return [
        Person(one.pk, skills.get(one.pk, {}), one.pk in seeing, one.pk in knowing, one.holds(Role.MAKER))
        for one in members
    ]


class Room:
    """What members have left until a day: agreed time without absences, less what is to be done by then."""

    def __init__(self, members: Sequence[Member], today: date, last: date) -> None:
        self.there = days_of(members, today, last)
        self.owed: dict[int, list[tuple[date, int]]] = {}
        rows = Task.objects.standing_open().filter(assignee__in=members, due_on__lte=last)
        names = ("assignee", "due_on", "estimated_minutes", "remaining_minutes", "spent_minutes")
        for member, due_on, estimated, remaining, spent in rows.values_list(*names):
            left = remaining if remaining is not None else max(0, (estimated or 0) - spent)
            self.owed.setdefault(member, []).append((due_on, left))

    def until(self, member: int, day: date) -> int:
        there = sum(one.minutes for one in self.there[member] if one.on <= day)
        return there - sum(left for due_on, left in self.owed.get(member, ()) if due_on <= day)


def lines_of(project: Project) -> list[Any]:
    """The tasks of a project as lines of a template. Cost: two queries."""
    tasks = list(Task.objects.filter(project=project, deleted_at=None).order_by("position", "pk")[:MOST_LINES])
    tasks.sort(key=lambda one: one.parent_id is not None)
    number = {task.pk: place for place, task in enumerate(tasks, start=1)}
    waits: dict[int, list[list[int]]] = {}
    rows = Dependency.objects.filter(before__in=tasks, after__in=tasks).order_by("pk")
    for before, after, lag in rows.values_list("before", "after", "lag_days"):
        waits.setdefault(after, []).append([number[before], lag])
    first = min([day for one in tasks for day in (one.starts_on, one.due_on) if day], default=None)
    return [line_of(task, number, waits.get(task.pk, []), first) for task in tasks]


def line_of(task: Task, number: dict[int, int], waits: list[list[int]], first: date | None) -> dict[str, Any]:
    def after(day: date | None) -> int | None:
        return working_between(first, day) if day and first else None

    under = number.get(task.parent_id or 0)
    return {
        "title": task.title,
        "skill_id": task.skill_id,
        "estimated_minutes": task.estimated_minutes,
        "starts_after_days": after(task.starts_on),
        "due_after_days": after(task.due_on),
        "under": under if under and under < number[task.pk] else None,
        "waits_for": waits,
        "responsibility_id": task.responsibility_id,
        "is_billable": task.is_billable,
    }
