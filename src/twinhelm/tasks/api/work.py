"""Over JSON: single tasks: adding, changing, placing, depending, blocking."""

from typing import Any

import msgspec
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, place_of, places_beyond
from twinhelm.people.api import Asked
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Milestone, Project, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions.adding import add_task
from twinhelm.tasks.actions.blocking import block, unblock
from twinhelm.tasks.actions.changing import change_task, change_tasks
from twinhelm.tasks.actions.depending import add_dependency, remove_dependency
from twinhelm.tasks.actions.placing import place
from twinhelm.tasks.actions.removing import delete_tasks, put_back
from twinhelm.tasks.actions.undoing import undo
from twinhelm.tasks.models import Act, Dependency, Task
from twinhelm.tasks.policies import work as may
from twinhelm.tasks.queries.plain import PlainPage, plain_rows
from twinhelm.tasks.queries.wanted import Wanted
from twinhelm.tasks.schemas.work import (
    ActShown,
    Blocking,
    BulkChange,
    NewTaskAsked,
    Placing,
    TaskChange,
    TaskPaging,
    TasksAsked,
    TaskShown,
    Waiting,
)

router = Router(tags=["tasks"])
encoder = msgspec.json.Encoder()
KEYS = [Key("pk")]
NEVER_EMPTY = ("title", "state", "priority", "project_id", "is_billable", "labels")
JSON = "application/json"


@router.get("/tasks", response=Page[TaskShown], summary="Tasks in the order in which they were added")
def list_tasks(request: Asked, paging: Query[TaskPaging], asked: Query[TasksAsked]) -> HttpResponse:
    today = clock.day_in(request.user.zone, clock.now())
    wanted = Wanted.of(asked.as_address())
    found = wanted.narrow(Task.objects.visible_to(request.user), request.user, today).order_by("pk")
    rows = plain_rows(places_beyond(found, KEYS, paging)[: paging.limit + 1])
    after = place_of([rows[paging.limit - 1].id]) if len(rows) > paging.limit else None
    return HttpResponse(encoder.encode(PlainPage(rows[: paging.limit], after)), content_type=JSON)


@router.post("/tasks", response={201: TaskShown}, summary="Add a task")
def create_task(request: Asked, wanted: NewTaskAsked) -> HttpResponse:
    require(may.may_add_task(request.user))
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=wanted.project_id)
    given = wanted.dict(exclude_unset=True, exclude={"project_id", "title", "key"})
    facts = facts_of(request, given)
    task = add_task(project, title=wanted.title, key=wanted.key, by=request.user, at=clock.now(), **facts)
    return shown(task, status=201)


@router.get("/tasks/{int:task_id}", response=TaskShown, summary="One task")
def read_task(request: Asked, task_id: Id) -> HttpResponse:
    return shown(found_task(request, task_id))


@router.patch("/tasks/{int:task_id}", response=TaskShown, summary="Change a task")
def update_task(request: Asked, task_id: Id, wanted: TaskChange) -> HttpResponse:
    task = found_task(request, task_id)
    require(may.may_change_task(request.user, task))
    facts = facts_of(request, wanted.dict(exclude_unset=True, exclude={"version"}))
    return shown(change_task(task, version=wanted.version, by=request.user, at=clock.now(), **facts))


@router.delete("/tasks/{int:task_id}", response=ActShown, summary="Delete a task and what stands under it")
def delete_task(request: Asked, task_id: Id) -> dict[str, Any]:
    return act_shown(delete_tasks([found_task(request, task_id)], by=request.user, at=clock.now()))


@router.post("/tasks/{int:task_id}/put-back", response=TaskShown, summary="Put a deleted task back")
def put_back_task(request: Asked, task_id: Id) -> HttpResponse:
    task = get_object_or_404(Task.objects.deleted_for(request.user), pk=task_id)
    put_back([task], by=request.user, at=clock.now())
    return shown(task)


@router.post("/tasks/bulk", response=ActShown, summary="Change many tasks alike, all or none")
def change_many_tasks(request: Asked, wanted: BulkChange) -> dict[str, Any]:
    require(may.may_add_task(request.user))
    facts = facts_of(request, wanted.changes.dict(exclude_unset=True))
    versions = wanted.versions
    return act_shown(change_tasks(wanted.ids, versions=versions, by=request.user, at=clock.now(), **facts))


@router.post("/tasks/place", response=ActShown, summary="Put tasks into a column, below another one")
def place_tasks(request: Asked, wanted: Placing) -> dict[str, Any]:
    require(may.may_add_task(request.user))
    after = found_task(request, wanted.after_id) if wanted.after_id else None
    return act_shown(place(wanted.ids, state=wanted.state, after=after, by=request.user, at=clock.now()))


@router.put(
    "/tasks/{int:task_id}/waits-for/{int:before_id}", response={204: None}, summary="It begins when another is finished"
)
def add_task_dependency(request: Asked, task_id: Id, before_id: Id, wanted: Waiting) -> Status[None]:
    after, before = found_task(request, task_id), found_task(request, before_id)
    add_dependency(before, after, lag_days=wanted.lag_days, by=request.user, at=clock.now())
    return Status(204, None)


@router.delete(
    "/tasks/{int:task_id}/waits-for/{int:before_id}", response={204: None}, summary="It no longer waits for another"
)
def remove_task_dependency(request: Asked, task_id: Id, before_id: Id) -> Status[None]:
    after, before = found_task(request, task_id), found_task(request, before_id)
    require(may.may_change_task(request.user, after))
    remove_dependency(get_object_or_404(Dependency, before=before, after=after), by=request.user, at=clock.now())
    return Status(204, None)


@router.put("/tasks/{int:task_id}/block", response={204: None}, summary="Something keeps it")
def block_task(request: Asked, task_id: Id, wanted: Blocking) -> Status[None]:
    block(found_task(request, task_id), reason=wanted.reason, by=request.user, at=clock.now())
    return Status(204, None)


@router.delete("/tasks/{int:task_id}/block", response={204: None}, summary="What kept it is out of the way")
def unblock_task(request: Asked, task_id: Id) -> Status[None]:
    unblock(found_task(request, task_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.post("/task-acts/{act_id}/undo", response=ActShown, summary="Take an act back as a whole")
def undo_task_act(request: Asked, act_id: Id) -> dict[str, Any]:
    act = get_object_or_404(Act.objects.visible_to(request.user), pk=act_id)
    return act_shown(undo(act, by=request.user, at=clock.now()))


def found_task(request: Asked, task_id: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user), pk=task_id)


def facts_of(request: Asked, given: dict[str, Any]) -> Any:
    """Keys become rows that the member sees; what can't be empty and is sent as null stays. Cost: a query by key given."""
    by = request.user
    rows: dict[str, Any] = {
        "assignee_id": Member.objects.visible_to(by),
        "skill_id": Skill.objects.all(),
        "responsibility_id": Responsibility.objects.visible_to(by),
        "milestone_id": Milestone.objects.filter(project__in=Project.objects.visible_to(by)),
        "scope_item_id": ScopeItem.objects.filter(project__in=Project.objects.visible_to(by)),
        "parent_id": Task.objects.visible_to(by),
        "project_id": Project.objects.visible_to(by),
    }
    facts: dict[str, Any] = {}
    for name, value in given.items():
        if value is None and name in NEVER_EMPTY:
            continue
        thing: Model | None = get_object_or_404(rows[name], pk=value) if name in rows and value is not None else value
        facts[name.removesuffix("_id")] = thing
    return facts


def shown(task: Task, *, status: int = 200) -> HttpResponse:
    """Cost: two queries."""
    [row] = plain_rows(Task.objects.filter(pk=task.pk))
    return HttpResponse(encoder.encode(row), content_type=JSON, status=status)


def act_shown(act: Act) -> dict[str, Any]:
    return {"act_id": act.pk, "changed": act.changes.values("task").distinct().count()}
