"""The doors of board and timeline."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ANY_MEMBER, NOBODY_HERE, Door, Rule, World, door
from twinhelm.people.models import Member
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.models import Act
from twinhelm.tasks.testing import a_dependency

OWN_ACT = Rule(frozenset({"maker"}), refusal=404)
LINES = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))


def an_act(world: World) -> dict[str, Any]:
    return {"pk": world.more["picture_act"].pk}


def a_line(world: World) -> dict[str, Any]:
    return {"pk": world.more["picture_line"].pk}


PICTURES: dict[str, Door] = {
    "tasks/board/": door(GET=ANY_MEMBER),
    "tasks/timeline/": door(GET=ANY_MEMBER),
    "tasks/feed/": door(GET=ANY_MEMBER),
    "tasks/board/place/": door(POST=ANY_MEMBER),
    "tasks/timeline/days/": door(POST=NOBODY_HERE),
    "tasks/timeline/tie/": door(POST=NOBODY_HERE),
    "tasks/timeline/untie/<int:pk>/": door(a_line, POST=LINES),
    "tasks/timeline/followers/": door(POST=NOBODY_HERE),
    "tasks/timeline/followers/move/": door(POST=NOBODY_HERE),
    "tasks/picture/undo/<int:pk>/": door(an_act, POST=OWN_ACT),
}
BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A line between two tasks, and an act of the maker."""
    return {
        "picture_line": a_dependency(more["task"], more["other_task"]),
        "picture_act": Act.objects.create(kind=ActKind.CHANGED, by=members["maker"], at=at),
    }
