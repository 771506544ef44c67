"""What board and timeline draw: tasks as short rows, and who and what they name once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead, leads_work
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Milestone, Project, ProjectLead
from twinhelm.tasks.choices import Clarity, TaskState
from twinhelm.tasks.models import OPEN, Block, Dependency, Task, TaskQuerySet
from twinhelm.tasks.queries.wanted import ALL, OPEN_ONES, Wanted

MOST = 10_000
"""More than a picture can show; beyond it the page says so and leads to the list."""
RECENT = timedelta(days=14)
EPOCH = date(1970, 1, 1)
STATES = {state: place for place, state in enumerate(TaskState.values)}
CLARITIES = {clarity: place for place, clarity in enumerate(("", *Clarity.values))}


class Row(NamedTuple):
    """What is read of a task."""

    pk: int
    title: str
    state: str
    priority: int
    project_id: int
    assignee_id: int | None
    parent_id: int | None
    starts_on: date | None
    due_on: date | None
    estimated_minutes: int | None
    remaining_minutes: int | None
    spent_minutes: int
    understanding: str
    version: int
    made_by_id: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks, at what, and when."""

    member: Member
    wanted: Wanted
    at: datetime
    today: date


def board_feed(asked: Asked) -> dict[str, Any]:
    """Open tasks in their order, and what was done in the last two weeks. Cost: eleven queries at most."""
    seen = Task.objects.visible_to(asked.member)
    found = asked.wanted.but(state=OPEN_ONES).narrow(seen, asked.member, asked.today)
    closed = asked.wanted.but(state=ALL).narrow(seen, asked.member, asked.today)
    shown = [found, closed.filter(state=TaskState.DONE, closed_at__gte=asked.at - RECENT)]
    if asked.wanted.state == TaskState.DROPPED:
        shown.append(closed.filter(state=TaskState.DROPPED))
    rows = [row for part in shown for row in read(part.by_place())]
    older = closed.filter(state=TaskState.DONE, closed_at__lt=asked.at - RECENT)[: MOST + 1].count()
    return legend(asked, rows[:MOST]) | {
        "blocked": blocked(shown),
        "labelled": labelled(shown),
        "subtasks": subtasks(shown),
        "older": older,
        "cut": len(rows) > MOST,
    }


def timeline_feed(asked: Asked) -> dict[str, Any]:
    """What is wanted, by project and place, what hangs between, and milestones. Cost: nine queries."""
    found = asked.wanted.narrow(Task.objects.visible_to(asked.member), asked.member, asked.today)
    rows = read(found.order_by("project_id", "position", "pk"))
    return legend(asked, rows[:MOST]) | {
        "blocked": blocked([found]),
        "depends": depends(found, {row.pk for row in rows}),
        "milestones": milestones({row.project_id for row in rows}),
        "cut": len(rows) > MOST,
    }


def read(found: TaskQuerySet) -> list[Row]:
    """One more than is shown, so that a cut is known."""
    return [Row(*row) for row in found.values_list(*Row._fields)[: MOST + 1]]


def legend(asked: Asked, rows: Sequence[Row]) -> dict[str, Any]:
    """The rows, with members and projects by their place in a legend. Cost: four queries."""
    projects = {pk: place for place, pk in enumerate(sorted({row.project_id for row in rows}))}
    members = {pk: place for place, pk in enumerate(sorted({row.assignee_id for row in rows if row.assignee_id}))}
    changes_all = leads_work(asked.member)
    own = asked.member.pk if asked.member.holds(Role.MAKER) else 0
    return {
        "today": days(asked.today),
        "projects": named_projects(projects, asked.today),
        "members": named_members(members),
        "tasks": [
            (
                row.pk,
                row.title,
                STATES[row.state],
                row.priority,
                projects[row.project_id],
                members.get(row.assignee_id or 0, -1),
                row.parent_id or 0,
                days(row.starts_on),
                days(row.due_on),
                row.estimated_minutes,
                left(row),
                CLARITIES[row.understanding],
                row.version,
                int(changes_all or own in (row.assignee_id, row.made_by_id)),
            )
            for row in rows
        ],
    }


def left(row: Row) -> int | None:
    if row.remaining_minutes is not None:
        return row.remaining_minutes
    return None if row.estimated_minutes is None else max(0, row.estimated_minutes - row.spent_minutes)


def days(day: date | None) -> int | None:
    """Since 1970: a browser counts on without a time zone."""
    return (day - EPOCH).days if day else None


def day_of(days_since: int) -> date:
    return EPOCH + timedelta(days=days_since)


def named_projects(places: dict[int, int], on: date) -> list[list[Any]]:
    """Name, client, account lead, production lead. Cost: three queries."""
    rows = Project.objects.filter(pk__in=list(places)).order_by("pk")
    found: dict[int, list[Any]] = {
        pk: [pk, name, client, 0, 0, client_id]
        for pk, name, client, client_id in rows.values_list("pk", "name", "client__name", "client_id")
    }
    of_clients = set_leads(ClientLead.objects.filter(client__in={row[5] for row in found.values()}), "client_id", on)
    own = set_leads(ProjectLead.objects.filter(project__in=list(places)), "project_id", on)
    for pk, row in found.items():
        client: int = row.pop()
        for part, column in ((Part.ACCOUNT, 3), (Part.PRODUCTION, 4)):
            row[column] = own.get((pk, part)) or of_clients.get((client, part)) or 0
    return list(found.values())


def set_leads(rows: Any, of: str, on: date) -> dict[tuple[int, str], int]:
    """Who leads which part on the day."""
    standing = rows.ending_after(on).filter(from_on__lte=on).order_by("from_on", "pk")
    return {(one, part): member for one, part, member in standing.values_list(of, "part", "member_id")}


def named_members(places: dict[int, int]) -> list[tuple[Any, ...]]:
    rows = Member.objects.filter(pk__in=list(places)).order_by("pk")
    return list(rows.values_list("pk", "name", "portrait"))


def keys_of(parts: Iterable[TaskQuerySet]) -> Q:
    among = Q()
    for part in parts:
        among |= Q(task__in=part.order_by().values("pk"))
    return among


def blocked(parts: Sequence[TaskQuerySet]) -> dict[int, str]:
    rows = Block.objects.filter(keys_of(parts), lifted_at=None)
    return dict(rows.values_list("task_id", "reason"))


def labelled(parts: Sequence[TaskQuerySet]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Task.labels.through.objects.filter(keys_of(parts)).order_by("label__name")
    for task, name in rows.values_list("task_id", "label__name"):
        found.setdefault(task, []).append(name)
    return found


def subtasks(parts: Sequence[TaskQuerySet]) -> dict[int, tuple[int, int]]:
    """Of each parent: how many are closed, and how many there are."""
    among = Q()
    for part in parts:
        among |= Q(parent__in=part.order_by().values("pk"))
    rows = Task.objects.filter(among, deleted_at=None).values("parent_id").order_by()
    counted = rows.annotate(closed=Count("pk", filter=~OPEN), number=Count("pk"))
    return {row["parent_id"]: (row["closed"], row["number"]) for row in counted}


def depends(found: TaskQuerySet, shown: set[int]) -> list[tuple[int, int, int, int]]:
    """Between two tasks of the picture."""
    rows = Dependency.objects.filter(after__in=found.order_by().values("pk")).order_by("pk")
    lines = rows.values_list("pk", "before_id", "after_id", "lag_days")
    return [line for line in lines if line[1] in shown and line[2] in shown]


def milestones(projects: Iterable[int]) -> list[tuple[int, int, str, int | None, int]]:
    rows = Milestone.objects.filter(project__in=list(projects)).order_by("due_on", "pk")
    return [
        (pk, project, name, days(due_on), int(reached is not None))
        for pk, project, name, due_on, reached in rows.values_list("pk", "project_id", "name", "due_on", "reached_on")
    ]
