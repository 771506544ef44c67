"""The doors of single tasks."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ALL_BUT_FINANCE, ANY_MEMBER, OWNER_OF_IT, Door, Rule, World, door, under
from twinhelm.people.models import Member
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act
from twinhelm.tasks.testing import a_dependency, a_task

LEADING = frozenset({"owner", "account_manager", "production_manager", "token_read"})
LEADS_ONLY = Rule(LEADING)
FINDS_NO_PROJECT = Rule(frozenset(), hidden_from=LEADING | {"maker"})
"""The project that is sent is nobody's; who only reads is refused before anybody looks."""


def one_task(world: World) -> dict[str, Any]:
    return {"task_id": world.more["task"].pk}


def two_tasks(world: World) -> dict[str, Any]:
    return {"task_id": world.more["task"].pk, "before_id": world.more["other_task"].pk}


WORK: dict[str, Door] = {
    "api/tasks": door(GET=ANY_MEMBER, POST=FINDS_NO_PROJECT),
    "api/tasks/<int:task_id>": door(one_task, GET=ANY_MEMBER, PATCH=ALL_BUT_FINANCE, DELETE=LEADS_ONLY),
    "api/tasks/<int:task_id>/put-back": door(under("task_id", "deleted_task"), POST=LEADS_ONLY),
    "api/tasks/bulk": door(POST=ALL_BUT_FINANCE),
    "api/tasks/place": door(POST=ALL_BUT_FINANCE),
    "api/tasks/<int:task_id>/waits-for/<int:before_id>": door(two_tasks, PUT=ALL_BUT_FINANCE, DELETE=ALL_BUT_FINANCE),
    "api/tasks/<int:task_id>/block": door(one_task, PUT=ALL_BUT_FINANCE, DELETE=ALL_BUT_FINANCE),
    "api/task-acts/<act_id>/undo": door(under("act_id", "task_act"), POST=OWNER_OF_IT),
}
BODIES: dict[str, Any] = {
    "api/tasks": {"project_id": 2**62, "title": "Draw"},
    "api/tasks/<int:task_id>": {"priority": 2},
    "api/tasks/bulk": {"ids": [], "changes": {"priority": 2}},
    "api/tasks/place": {"ids": [], "state": "doing"},
    "api/tasks/<int:task_id>/waits-for/<int:before_id>": {"lag_days": 1},
    "api/tasks/<int:task_id>/block": {"reason": "Photos are missing"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """What waits for what, a task that was deleted, and an act of the owner."""
    a_dependency(more["other_task"], more["task"])
    gone = a_task(more["work_project"], "Gone", deleted_at=at, made_by=members["production_manager"])
    return {"deleted_task": gone, "task_act": Act.objects.create(kind=ActKind.CHANGED, by=members["owner"], at=at)}
