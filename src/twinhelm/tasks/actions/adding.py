"""Adding tasks: one by hand, or many by an import, a template or recurring work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Unpack, cast

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import Event, announce_all
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.actions import readiness
from twinhelm.tasks.actions.facts import NewFacts, TaskFacts, refuse_too_many, tidy
from twinhelm.tasks.actions.fitting import refuse_days, refuse_foreign_parts, refuse_strangers
from twinhelm.tasks.actions.labelling import add_labels
from twinhelm.tasks.actions.recording import parts
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.choices import CLOSED, ActKind, TaskState
from twinhelm.tasks.events.work import TaskAdded, TasksAdded, TasksAssigned
from twinhelm.tasks.models import OPEN, Act, Change, Recurrence, Task
from twinhelm.tasks.policies import work as may

STEP = 1024
"""Between neighbours, so that ten can come between two before a column is numbered anew."""
LONGEST_KEY = 64
MOST_ADDED = 50_000
EACH_INSERT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task that is to be, among others of one act."""

    project: Project
    title: str
    facts: NewFacts = field(default_factory=NewFacts)
    under: int | None = None
    """Which of the rows it stands under, by place in the sequence: one before it."""
    source: str = ""
    source_key: str = ""
    recurrence: Recurrence | None = None
    recurs_on: date | None = None
    made_at: datetime | None = None
    closed_at: datetime | None = None
    """As the program that it came from says; empty: now."""
    key: str = ""
    """Once for each member: a second time it isn't added."""


class ProjectOutOfSight(Refusal):
    """The project was deleted, or is none of the member's."""

    status = 422


def add_task(
    project: Project, *, title: str, key: str = "", by: Member, at: datetime, **facts: Unpack[NewFacts]
) -> Task:
    """Last in its column. key: of the page that was clicked; the same one again finds the task that it made.

    Raises Invalid, NotOnProject, GoneAssignee, ProjectOutOfSight.
    """
    if key and (made := Task.objects.filter(made_by=by, key=key[:LONGEST_KEY]).first()):
        return made
    rows = [NewTask(project=project, title=title, facts=facts)]
    if not key:
        return add_tasks(rows, by=by, at=at)[0]
    try:
        return add_keyed(rows, key[:LONGEST_KEY], by=by, at=at)
    except IntegrityError:
        return Task.objects.get(made_by=by, key=key[:LONGEST_KEY])


def add_keyed(rows: Sequence[NewTask], key: str, *, by: Member, at: datetime) -> Task:
    with transaction.atomic():
        return Adding(rows, ActKind.ADDED, by, at, key=key).add()[0]


@transaction.atomic
def add_tasks(rows: Sequence[NewTask], *, kind: ActKind = ActKind.ADDED, by: Member, at: datetime) -> list[Task]:
    """All or none, in the order given. Cost: constant, and a statement more by level of subtasks.

    Raises Invalid, NotOnProject, GoneAssignee, ProjectOutOfSight, TooMany.
    """
    return Adding(rows, kind, by, at).add()


@dataclass(slots=True)
class Adding:
    """One act that adds tasks."""

    rows: Sequence[NewTask]
    kind: ActKind
    by: Member
    at: datetime
    key: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)

    def add(self) -> list[Task]:
        require(may.may_add_task(self.by))
        refuse_too_many(len(self.rows), MOST_ADDED)
        self.facts = [tidy(cast("TaskFacts", {**row.facts, "title": row.title})) for row in self.rows]
        self.refuse()
        tasks = self.store()
        if not tasks:
            return []
        labelled = {task.pk: facts["labels"] for task, facts in zip(tasks, self.facts, strict=True) if facts["labels"]}
        if labelled:
            add_labels(labelled, at=self.at)
        act = Act.objects.create(kind=self.kind, by=self.by, at=self.at)
        Change.objects.bulk_create(
            (Change(act=act, task=t, field="deleted_at", before=self.at.isoformat(), version=1) for t in tasks),
            batch_size=5000,
        )
        readiness.settle([task for task in tasks if task.assignee_id], at=self.at, by=self.by)
        announce_all(self.events(act, tasks), by=self.by, at=self.at)
        tell_pages(tasks, at=self.at)
        return tasks

    def refuse(self) -> None:
        projects = {row.project.pk: row.project for row in self.rows}
        seen = set(Project.objects.visible_to(self.by).filter(pk__in=list(projects)).values_list("pk", flat=True))
        for key, project in projects.items():
            if key not in seen:
                sentence = _("%(name)s isn’t among your projects any more. Choose another one.") % {
                    "name": project.name
                }
                raise ProjectOutOfSight(sentence, project=sentence)
        refuse_days((one["title"], one.get("starts_on"), one.get("due_on")) for one in self.facts)
        for row, one in zip(self.rows, self.facts, strict=True):
            require(may.may_assign(self.by, one.get("assignee")))
            refuse_foreign_parts(one, [row.project.pk])
        given = [
            (one["title"], one["assignee"], row.project)
            for row, one in zip(self.rows, self.facts, strict=True)
            if one.get("assignee")
        ]
        refuse_strangers(given)

    def store(self) -> list[Task]:
        """Those under others come after them: level by level."""
        last = last_positions({row.project.pk for row in self.rows})
        made = [self.new(place, last) for place in range(len(self.rows))]
        levels: list[int] = []
        for row in self.rows:
            levels.append(0 if row.under is None else levels[row.under] + 1)
        for level in sorted(set(levels)):
            some = [place for place, at in enumerate(levels) if at == level]
            for place in some:
                if (under := self.rows[place].under) is not None:
                    made[place].parent = made[under]
            Task.objects.bulk_create([made[place] for place in some], batch_size=EACH_INSERT)
        return made

    def new(self, place: int, last: dict[int, int]) -> Task:
        row, facts = self.rows[place], self.facts[place]
        kept = {name: value for name, value in facts.items() if name not in ("labels", "project")}
        facts.setdefault("labels", [])
        last[row.project.pk] = position = last.get(row.project.pk, 0) + STEP
        task = Task(
            project=row.project,
            **kept,
            position=position,
            key=row.key or self.key,
            source=row.source,
            source_key=row.source_key,
            recurrence=row.recurrence,
            recurs_on=row.recurs_on,
            made_by=self.by,
            made_at=row.made_at or self.at,
            changed_at=self.at,
            closed_at=(row.closed_at or self.at) if kept.get("state", TaskState.TO_DO) in CLOSED else None,
        )
        if task.assignee_id:
            readiness.given(task)
        return task

    def events(self, act: Act, tasks: Sequence[Task]) -> list[Event]:
        told: list[Event] = []
        if len(tasks) == 1:
            told.append(TaskAdded(subject_id=tasks[0].pk, project_id=tasks[0].project_id))
        else:
            told += [TasksAdded(subject_id=act.pk, task_ids=some) for some in parts(tasks)]
        given = [task for task in tasks if task.assignee_id]
        return told + [TasksAssigned(subject_id=act.pk, task_ids=some) for some in parts(given)]


def last_positions(projects: set[int]) -> dict[int, int]:
    """By project, that of the last open task."""
    rows = Task.objects.filter(OPEN, project__in=projects).order_by().values("project").annotate(last=Max("position"))
    return dict(rows.values_list("project", "last"))
