"""The doors of the list, the page of one task and kept views."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ALL_BUT_FINANCE, ANY_MEMBER, NOBODY_HERE, Door, Rule, World, door
from twinhelm.people.models import Member
from twinhelm.tasks.models import Act, SavedView


def a_task(world: World) -> dict[str, Any]:
    return {"pk": world.more["task"].pk}


def two_tasks(world: World) -> dict[str, Any]:
    return {**a_task(world), "other_pk": world.more["other_task"].pk}


def a_field(world: World) -> dict[str, Any]:
    return {**a_task(world), "field": "title"}


def an_act(world: World) -> dict[str, Any]:
    return {"pk": world.more["list_act"].pk}


def a_view(world: World) -> dict[str, Any]:
    return {"pk": world.more["saved_view"].pk}


HIS_VIEW = Rule(frozenset({"production_manager"}))
"""Shared by the production manager: everybody uses it, nobody else changes it."""
HIS = Rule(frozenset({"production_manager"}), refusal=404)
"""An act of the production manager, which nobody else takes back."""
HERE = "tasks/<int:pk>"
LISTS: dict[str, Door] = {
    "tasks/": door(GET=ANY_MEMBER),
    "tasks/table.csv": door(GET=ANY_MEMBER),
    "tasks/new/": door(GET=ALL_BUT_FINANCE, POST=ALL_BUT_FINANCE),
    "tasks/several/": door(POST=ANY_MEMBER),
    "tasks/delete/": door(GET=NOBODY_HERE, POST=ANY_MEMBER),
    "tasks/acts/<int:pk>/undo/": door(an_act, POST=HIS),
    "tasks/views/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "tasks/views/<int:pk>/": door(a_view, POST=HIS_VIEW),
    "tasks/views/<int:pk>/delete/": door(a_view, POST=HIS_VIEW),
    "tasks/views/<int:pk>/put-back/": door(a_view, POST=HIS),
    f"{HERE}/": door(a_task, GET=ANY_MEMBER),
    f"{HERE}/row/": door(a_task, GET=ANY_MEMBER),
    f"{HERE}/edit/<slug:field>/": door(a_field, GET=ALL_BUT_FINANCE, POST=ALL_BUT_FINANCE),
    f"{HERE}/check/": door(a_task, POST=ALL_BUT_FINANCE),
    f"{HERE}/subtasks/": door(a_task, POST=ALL_BUT_FINANCE),
    f"{HERE}/links/": door(a_task, POST=ANY_MEMBER),
    f"{HERE}/links/<int:other_pk>/remove/": door(two_tasks, POST=ALL_BUT_FINANCE),
    f"{HERE}/block/": door(a_task, POST=ANY_MEMBER),
    f"{HERE}/unblock/": door(a_task, POST=ALL_BUT_FINANCE),
}
BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """What these doors lead to beside the task of the world."""
    pim = members["production_manager"]
    return {
        "list_act": Act.objects.create(kind="changed", by=pim, at=at),
        "saved_view": SavedView.objects.create(member=pim, name="Late ones", is_shared=True, made_at=at),
    }
