"""Task templates: keeping them, and making tasks of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypedDict

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects.actions.leads import take_seat
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import NewTask, add_tasks
from twinhelm.tasks.actions.briefing import write_brief
from twinhelm.tasks.actions.facts import MOST_MINUTES, NewFacts, tidy_title
from twinhelm.tasks.actions.recurring import words_from
from twinhelm.tasks.events import shapes as events
from twinhelm.tasks.models import Dependency, Task, TaskTemplate, TemplateTask
from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.tasks.queries.arriving import sees_project
from twinhelm.tasks.queries.templates import days_on, lines_of

MOST_LINES = 200
MOST_DAYS = 1000
LONGEST_KEY = 56


class TemplateLine(TypedDict, total=False):
    """One task of a template, as it is kept; its number is its place in the sequence, from 1."""

    title: str
    skill_id: int | None
    level: int | None
    estimated_minutes: int | None
    starts_after_days: int | None
    due_after_days: int | None
    under: int | None
    waits_for: list[list[int]]
    brief_template_id: int | None
    responsibility_id: int | None
    is_billable: bool


class TaskTemplateChanged(Refusal):
    """Somebody else changed or deleted it since the page was opened."""


class NothingInTemplate(Refusal):
    """It has no tasks to make."""

    status = 422


@transaction.atomic
def add_task_template(
    name: str, *, summary: str = "", lines: Sequence[TemplateLine] = (), by: Member, at: datetime
) -> TaskTemplate:
    """Raises Invalid."""
    require(may_keep_shapes(by))
    template = TaskTemplate(made_by=by, made_at=at)
    write(template, name, summary, lines)
    announce(events.TaskTemplateKept(subject_id=template.pk, act="added"), by=by, at=at)
    return template


@transaction.atomic
def change_task_template(
    template: TaskTemplate,
    *,
    version: int,
    name: str,
    summary: str,
    lines: Sequence[TemplateLine],
    by: Member,
    at: datetime,
) -> TaskTemplate:
    """As a whole. Raises Invalid, TaskTemplateChanged."""
    require(may_keep_shapes(by))
    template = lock(template)
    if template.version != version or template.deleted_at:
        raise TaskTemplateChanged(
            _("Somebody changed “%(name)s” since you opened it. Open it anew; what you typed stands below.")
            % {"name": template.name}
        )
    template.version += 1
    write(template, name, summary, lines)
    announce(events.TaskTemplateKept(subject_id=template.pk, act="changed"), by=by, at=at)
    return template


@transaction.atomic
def delete_task_template(template: TaskTemplate, *, by: Member, at: datetime) -> None:
    """Tasks that were made of it stay. Twice is once."""
    require(may_keep_shapes(by))
    if TaskTemplate.objects.filter(pk=template.pk, deleted_at=None).update(deleted_at=at):
        announce(events.TaskTemplateKept(subject_id=template.pk, act="deleted"), by=by, at=at)


@transaction.atomic
def put_task_template_back(template: TaskTemplate, *, by: Member, at: datetime) -> None:
    """Raises Invalid: another has its name by now."""
    require(may_keep_shapes(by))
    template = lock(template)
    if template.deleted_at is None:
        return
    refuse_name(template, template.name)
    template.deleted_at = None
    template.save(update_fields=["deleted_at"])
    announce(events.TaskTemplateKept(subject_id=template.pk, act="put back"), by=by, at=at)


@transaction.atomic
def template_of_project(project: Project, name: str, *, by: Member, at: datetime) -> TaskTemplate:
    """Its tasks with skill, effort, order and what waits for what; days are counted from its first. Raises Invalid."""
    require(may_keep_shapes(by))
    return add_task_template(name, summary=project.summary[:500], lines=lines_of(project), by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How a template is used this time."""

    first_on: date
    people: Mapping[int, Member | None]
    """By the number of the task."""
    is_seating: bool = False
    """Who doesn't sit on the project yet is put there."""
    key: str = ""
    """Of the page; the same one again finds the tasks that it made."""

    def key_of(self, number: int | str) -> str:
        return f"{self.key[:LONGEST_KEY]}:{number}" if self.key else ""


@transaction.atomic
def use_template(template: TaskTemplate, project: Project, use: Use, *, by: Member, at: datetime) -> list[Task]:
    """Its tasks on the project, all or none. Raises NothingInTemplate, NotOnProject, and what `add_tasks` raises."""
    require(may_keep_shapes(by))
    lock(template)
    if use.key and (made := list(Task.objects.filter(made_by=by, key__startswith=use.key_of("")).order_by("pk"))):
        return made
    lines = list(template.tasks.select_related("skill", "responsibility", "brief_template").order_by("number"))
    if not lines:
        raise NothingInTemplate(_("“%(name)s” has no tasks yet. Write some, then use it.") % {"name": template.name})
    if use.is_seating:
        seat(project, [one for one in use.people.values() if one], by=by, at=at)
    tasks = add_tasks([new_task(line, project, use) for line in lines], by=by, at=at)
    by_number = {line.number: task for line, task in zip(lines, tasks, strict=True)}
    Dependency.objects.bulk_create(
        Dependency(before=by_number[before], after=by_number[line.number], lag_days=lag, made_by=by, made_at=at)
        for line in lines
        for before, lag in line.waits_for
    )
    for line in lines:
        if line.brief_template:
            write_brief(by_number[line.number], by=by, at=at, **words_from(line.brief_template))
    announce(events.TaskTemplateUsed(subject_id=template.pk, project_id=project.pk, tasks=len(tasks)), by=by, at=at)
    return tasks


def seat(project: Project, people: Sequence[Member], *, by: Member, at: datetime) -> None:
    seeing = sees_project(people, project)
    for member in {one.pk: one for one in people if one.pk not in seeing}.values():
        take_seat(project, member, since_on=at.astimezone(by.zone).date(), by=by, at=at)


def new_task(line: TemplateTask, project: Project, use: Use) -> NewTask:
    starts_on, due_on = days_on(line, use.first_on)
    facts = NewFacts(
        assignee=use.people.get(line.number),
        skill=line.skill,
        responsibility=line.responsibility,
        estimated_minutes=line.estimated_minutes,
        starts_on=starts_on,
        due_on=due_on,
        is_billable=line.is_billable,
    )
    under = line.under - 1 if line.under else None
    return NewTask(project=project, title=line.title, facts=facts, under=under, key=use.key_of(line.number))


def lock(template: TaskTemplate) -> TaskTemplate:
    return TaskTemplate.objects.select_for_update().get(pk=template.pk)


def write(template: TaskTemplate, name: str, summary: str, lines: Sequence[TemplateLine]) -> None:
    template.name, template.summary = one_line(name), summary.strip()[:2000]
    refuse_name(template, template.name)
    kept = [tidy(number, line) for number, line in enumerate(lines, start=1)]
    refuse_lines(kept)
    template.save()
    template.tasks.all().delete()
    TemplateTask.objects.bulk_create(
        TemplateTask(template=template, number=number, **line) for number, line in enumerate(kept, start=1)
    )


def refuse_name(template: TaskTemplate, name: str) -> None:
    if not name or len(name) > 120:
        sentence = _("Name the template in 120 letters at most.")
        raise Invalid(sentence, name=sentence)
    twins = TaskTemplate.objects.annotate(lowered=Lower("name")).filter(lowered=name.lower(), deleted_at=None)
    if twins.exclude(pk=template.pk).exists():
        sentence = _("There is a template called “%(name)s” already.") % {"name": name}
        raise Invalid(sentence, name=sentence)


def tidy(number: int, line: TemplateLine) -> dict[str, Any]:
    kept: dict[str, Any] = {**line}
    try:
        kept["title"] = tidy_title(line.get("title", ""))
    except Invalid as refusal:
        refuse(number, refusal.reason)
    for name in ("starts_after_days", "due_after_days"):
        if not 0 <= (kept.get(name) or 0) <= MOST_DAYS:
            refuse(number, _("Days are counted from 0 to 1,000 working days."))
    first, last = kept.get("starts_after_days"), kept.get("due_after_days")
    if first is not None and last is not None and last < first:
        refuse(number, _("It is due before it begins."))
    if not 0 <= (kept.get("estimated_minutes") or 0) <= MOST_MINUTES:
        refuse(number, _("Give a time from 0 to 10,000 hours."))
    if kept.get("level") is not None and not 1 <= kept["level"] <= 5:
        refuse(number, _("A level goes from 1 to 5."))
    return kept


def refuse_lines(lines: Sequence[dict[str, Any]]) -> None:
    """Raises Invalid, naming the task by its number."""
    if len(lines) > MOST_LINES:
        sentence = _("A template has 200 tasks at most, and these are %(n)s.") % {"n": len(lines)}
        raise Invalid(sentence, lines=sentence)
    for number, line in enumerate(lines, start=1):
        under = line.get("under")
        if under is not None and not 1 <= under < number:
            refuse(number, _("It stands under task %(n)s, which must come before it.") % {"n": under})
        for before, lag in line.get("waits_for") or ():
            if not 1 <= before <= len(lines) or before == number:
                refuse(number, _("It waits for task %(n)s, which isn’t another one of this template.") % {"n": before})
            if not -MOST_DAYS <= lag <= MOST_DAYS:
                refuse(number, _("It waits at most 1,000 working days longer."))
        if under in [before for before, _lag in line.get("waits_for") or ()]:
            refuse(number, _("It waits for the task that it stands under, which is done only after it."))
    refuse_ring(lines)


def refuse_ring(lines: Sequence[dict[str, Any]]) -> None:
    before = {n: [one for one, _lag in line.get("waits_for") or ()] for n, line in enumerate(lines, start=1)}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        ring = " → ".join(str(one) for one in error.args[1])
        sentence = _("These tasks wait for each other in a ring: %(ring)s. Take one of the lines away.") % {
            "ring": ring
        }
        raise Invalid(sentence, lines=sentence) from None


def refuse(number: int, reason: str) -> None:
    sentence = _("Task %(n)s: %(reason)s") % {"n": number, "reason": reason}
    raise Invalid(sentence, lines=sentence)
