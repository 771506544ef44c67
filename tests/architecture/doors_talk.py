"""The doors of comments, files and watching."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import MEMBERS, Door, Rule, World, door
from twinhelm.foundation.files import keep
from twinhelm.people.models import Member
from twinhelm.tasks.models import Comment, TaskFile

SEES = Rule(frozenset({*MEMBERS, "token_read"}))
SPEAKS = Rule(frozenset({*MEMBERS, "token_read"} - {"finance"}))
OWN = Rule(frozenset({"maker"}))
OWN_OR_OWNER = Rule(frozenset({"maker", "owner", "token_read"}))


def of_task(world: World) -> dict[str, Any]:
    return {"pk": world.more["task"].pk}


def of_comment(world: World) -> dict[str, Any]:
    return of_task(world) | {"comment_pk": world.more["comment"].pk}


def of_deleted_comment(world: World) -> dict[str, Any]:
    return of_task(world) | {"comment_pk": world.more["deleted_comment"].pk}


def of_file(world: World) -> dict[str, Any]:
    return of_task(world) | {"file_pk": world.more["task_file"].pk}


def of_deleted_file(world: World) -> dict[str, Any]:
    return of_task(world) | {"file_pk": world.more["deleted_task_file"].pk}


def in_task(world: World) -> dict[str, Any]:
    return {"task_id": world.more["task"].pk}


def comment_in_task(world: World) -> dict[str, Any]:
    return in_task(world) | {"comment_id": world.more["comment"].pk}


TALK: dict[str, Door] = {
    "tasks/<int:pk>/talk/": door(of_task, GET=SEES),
    "tasks/<int:pk>/seen/": door(of_task, POST=SEES),
    "tasks/<int:pk>/comments/": door(of_task, POST=SPEAKS),
    "tasks/<int:pk>/comments/<int:comment_pk>/": door(of_comment, GET=OWN, POST=OWN),
    "tasks/<int:pk>/comments/<int:comment_pk>/delete/": door(of_comment, POST=OWN_OR_OWNER),
    "tasks/<int:pk>/comments/<int:comment_pk>/put-back/": door(of_deleted_comment, POST=OWN_OR_OWNER),
    "tasks/<int:pk>/watch/": door(of_task, POST=SEES),
    "tasks/<int:pk>/unwatch/": door(of_task, POST=SEES),
    "tasks/<int:pk>/files/": door(of_task, POST=SPEAKS),
    "tasks/<int:pk>/files/<int:file_pk>/": door(of_file, GET=SEES),
    "tasks/<int:pk>/files/<int:file_pk>/delete/": door(of_file, POST=OWN_OR_OWNER),
    "tasks/<int:pk>/files/<int:file_pk>/put-back/": door(of_deleted_file, POST=OWN_OR_OWNER),
    "api/tasks/<task_id>/comments": door(in_task, GET=SEES, POST=SPEAKS),
    "api/tasks/<task_id>/comments/<comment_id>": door(comment_in_task, PUT=OWN, DELETE=OWN_OR_OWNER),
    "api/tasks/<task_id>/watching": door(in_task, PUT=SEES, DELETE=SEES),
}
BODIES: dict[str, Any] = {
    "api/tasks/<task_id>/comments": {"text": "The first half is done"},
    "api/tasks/<task_id>/comments/<comment_id>": {"text": "All of it is done", "version": 1},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """Comments and files of the maker at the maker's task, one of each deleted."""
    task, maker = more["task"], members["maker"]

    def a_file(**fields: Any) -> TaskFile:
        kept = keep([b"words"], folder="tasks", most_bytes=100)
        facts = {"key": kept.key, "size": kept.size, "digest": kept.digest, "media_type": "text/plain"}
        return TaskFile.objects.create(task=task, name="notes.txt", by=maker, at=at, **facts, **fields)

    return {
        "comment": Comment.objects.create(task=task, text="Half is done", by=maker, at=at),
        "deleted_comment": Comment.objects.create(task=task, text="No", by=maker, at=at, deleted_at=at),
        "task_file": a_file(),
        "deleted_task_file": a_file(deleted_at=at),
    }
