"""Recurring work: setting up a series, changing, pausing and ending it, and making what is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency, Member, Skill
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import NewTask, add_tasks
from twinhelm.tasks.actions.briefing import write_brief
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.actions.facts import TaskFacts, tidy
from twinhelm.tasks.actions.fitting import refuse_strangers
from twinhelm.tasks.actions.removing import delete_tasks
from twinhelm.tasks.choices import Frequency, TaskState
from twinhelm.tasks.events import shapes as events
from twinhelm.tasks.models import BriefTemplate, Recurrence, Task
from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.tasks.policies.work import WORKING_ROLES
from twinhelm.tasks.queries.arriving import sees_project
from twinhelm.tasks.queries.recurring import due_on, rule_of
from twinhelm.tasks.rules.recurring import days_of, days_to_make

SHARED = ("title", "assignee", "skill", "estimated_minutes", "priority")
"""What a task takes over from its series."""
MOST_AHEAD = 90
MOST_INTERVAL = 99


class SeriesFacts(TypedDict, total=False):
    """What can be said of a series; what is not given stays."""

    title: str
    frequency: str
    interval: int
    weekdays: Sequence[int]
    month_day: int | None
    first_on: date
    last_on: date | None
    ahead_days: int
    assignee: Member | None
    skill: Skill | None
    estimated_minutes: int | None
    priority: int
    brief_template: BriefTemplate | None


@transaction.atomic
def add_recurrence(project: Project, *, by: Member, at: datetime, **facts: Unpack[SeriesFacts]) -> Recurrence:
    """What is due soon is made at once. Raises Invalid, NotOnProject, GoneAssignee."""
    require(may_keep_shapes(by))
    project = Project.objects.select_for_update().get(pk=project.pk)
    row = Recurrence(project=project, made_by=by, made_at=at)
    write(row, facts)
    announce(events.RecurrenceAdded(subject_id=row.pk, project_id=project.pk), by=by, at=at)
    make_due(row, by=by, at=at)
    return row


@transaction.atomic
def change_recurrence(row: Recurrence, *, by: Member, at: datetime, **facts: Unpack[SeriesFacts]) -> Recurrence:
    """Tasks that nobody touched follow; those on days that it no longer has go. Raises Invalid, NotOnProject."""
    require(may_keep_shapes(by))
    row = lock(row)
    before = {name: getattr(row, name) for name in facts}
    write(row, facts)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    if not changed:
        return row
    follow(row, {name: before[name] for name in changed}, by=by, at=at)
    announce(events.RecurrenceChanged(subject_id=row.pk, project_id=row.project_id, fields=changed), by=by, at=at)
    make_due(row, by=by, at=at)
    return row


@transaction.atomic
def pause_recurrence(row: Recurrence, *, by: Member, at: datetime) -> Recurrence:
    """Nothing is made until it goes on; what is made already stays. Twice is once."""
    return set_pause(row, at, by=by, at=at)


@transaction.atomic
def resume_recurrence(row: Recurrence, *, by: Member, at: datetime) -> Recurrence:
    row = set_pause(row, None, by=by, at=at)
    make_due(row, by=by, at=at)
    return row


@transaction.atomic
def end_recurrence(row: Recurrence, *, by: Member, at: datetime) -> Recurrence:
    """What is made already stays."""
    return set_end(row, at, by=by, at=at)


@transaction.atomic
def begin_again(row: Recurrence, *, by: Member, at: datetime) -> Recurrence:
    """Takes the end back."""
    row = set_end(row, None, by=by, at=at)
    make_due(row, by=by, at=at)
    return row


@transaction.atomic
def make_due(row: Recurrence, *, at: datetime, by: Member | None = None) -> list[Task]:
    """The tasks that are due to be made; each day once, however many ask at once. Cost: constant."""
    row = lock(row)
    by = by or maker_of(row)
    if row.ended_at or row.paused_at or by is None or row.project.deleted_at or row.project.client.deleted_at:
        return []
    today, since = at.astimezone(by.zone).date(), row.made_at.astimezone(by.zone).date()
    made = list(Task.objects.filter(recurrence=row).values_list("recurs_on", flat=True))
    days = days_to_make(rule_of(row), today, row.ahead_days, [day for day in made if day], since)
    agency = Agency.objects.first() or Agency()
    rows = [
        NewTask(project=row.project, title=row.title, facts=facts_on(row, day, agency), recurrence=row, recurs_on=day)
        for day in days
    ]
    tasks = add_tasks(rows, by=by, at=at) if rows else []
    for task in tasks if row.brief_template else ():
        write_brief(task, by=by, at=at, **words_from(row.brief_template))
    return tasks


def facts_on(row: Recurrence, day: date, agency: Agency) -> TaskFacts:
    """Whoever has left, or left the project, gets no task."""
    assignee = row.assignee
    if assignee and not (takes_tasks(assignee) and assignee.pk in sees_project([assignee], row.project)):
        assignee = None
    return TaskFacts(
        assignee=assignee,
        skill=row.skill,
        responsibility=row.responsibility,
        estimated_minutes=row.estimated_minutes,
        priority=row.priority,
        is_billable=row.is_billable,
        due_on=due_on(day, assignee, agency),
    )


def takes_tasks(member: Member) -> bool:
    return member.is_active and member.holds(*WORKING_ROLES)


def words_from(template: BriefTemplate | None) -> Any:
    if template is None:
        return {}
    words = {name: getattr(template, name) for name in ("what", "why", "criteria", "not_wanted")}
    return {**words, "template": template}


def maker_of(row: Recurrence) -> Member | None:
    """In whose name the tasks are made: of who set it up, else of an owner."""
    if leads_work(row.made_by):
        return row.made_by
    return Member.objects.filter(is_active=True, role_grants__role=Role.OWNER).order_by("pk").first()


def follow(row: Recurrence, before: Mapping[str, Any], *, by: Member, at: datetime) -> None:
    """before: what changed of the series, as it was; a task that is still so was touched by nobody."""
    today = at.astimezone(by.zone).date()
    as_made = {name: before.get(name, getattr(row, name)) for name in SHARED}
    standing = Task.objects.filter(recurrence=row, recurs_on__gte=today, deleted_at=None, **as_made)
    coming = list(standing.filter(state=TaskState.TO_DO, spent_minutes=0).order_by("pk"))
    if not coming:
        return
    kept = set(days_of(rule_of(row), today, max(task.recurs_on or today for task in coming)))
    gone = [task.pk for task in coming if task.recurs_on not in kept]
    stay = [task.pk for task in coming if task.recurs_on in kept]
    facts: Any = {name: getattr(row, name) for name in SHARED if name in before}
    if facts and stay:
        change_tasks(stay, by=by, at=at, **facts)
    if gone:
        delete_tasks(gone, by=by, at=at)


def write(row: Recurrence, facts: SeriesFacts) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    kept = tidy(TaskFacts(title=one_line(row.title), estimated_minutes=row.estimated_minutes, priority=row.priority))
    row.title = kept["title"]
    refuse_rule(row)
    row.weekdays = sorted({int(day) for day in row.weekdays})
    if row.assignee:
        refuse_strangers([(row.title, row.assignee, row.project)])
    row.version = row.version + 1 if row.pk else 1
    row.save()


def refuse_rule(row: Recurrence) -> None:
    wrong: dict[str, str] = {}
    if row.frequency not in Frequency.values:
        wrong["frequency"] = _("It comes every working day, every week or every month.")
    if not 1 <= row.interval <= MOST_INTERVAL:
        wrong["interval"] = _("Give a number from 1 to 99.")
    if any(not 0 <= int(day) <= 6 for day in row.weekdays):
        wrong["weekdays"] = _("Choose days of the week.")
    if row.month_day is not None and not (row.month_day == -1 or 1 <= row.month_day <= 31):
        wrong["month_day"] = _("Give a day from 1 to 31, or choose the last one.")
    if row.last_on and row.last_on < row.first_on:
        wrong["last_on"] = _("The last day lies before the first. Move one of the two.")
    if not 0 <= row.ahead_days <= MOST_AHEAD:
        wrong["ahead_days"] = _("Tasks are made 0 to 90 days ahead.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), **wrong)


def set_pause(row: Recurrence, paused_at: datetime | None, *, by: Member, at: datetime) -> Recurrence:
    require(may_keep_shapes(by))
    row = lock(row)
    if bool(row.paused_at) != bool(paused_at):
        row.paused_at = paused_at
        row.save(update_fields=["paused_at"])
        told = events.RecurrencePaused(subject_id=row.pk, project_id=row.project_id, is_paused=bool(paused_at))
        announce(told, by=by, at=at)
    return row


def set_end(row: Recurrence, ended_at: datetime | None, *, by: Member, at: datetime) -> Recurrence:
    require(may_keep_shapes(by))
    row = lock(row)
    if bool(row.ended_at) != bool(ended_at):
        row.ended_at = ended_at
        row.save(update_fields=["ended_at"])
        told = events.RecurrenceEnded(subject_id=row.pk, project_id=row.project_id, is_ended=bool(ended_at))
        announce(told, by=by, at=at)
    return row


def lock(row: Recurrence) -> Recurrence:
    """Two workers who make the same series wait for each other here."""
    rows = Recurrence.objects.select_related("project__client", "assignee", "made_by", "skill", "brief_template")
    return rows.select_for_update(of=("self",)).get(pk=row.pk)
