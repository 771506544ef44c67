"""Over JSON: comments and watching."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Status

from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.tasks.actions import commenting, watching
from twinhelm.tasks.models import Comment, Task
from twinhelm.tasks.schemas.talk import CommentChange, TaskCommentInput, TaskCommentShown

router = Router(tags=["tasks"])
OLDEST = (Key("pk"),)


@router.get(
    "/tasks/{task_id}/comments", response=Page[TaskCommentShown], summary="What is said at a task, oldest first"
)
def list_comments(request: Asked, task_id: Id, paging: Pages) -> dict[str, Any]:
    rows, after = page_of(found(request, task_id).comments.filter(deleted_at=None), OLDEST, paging)
    return {"rows": rows, "next": after}


@router.post("/tasks/{task_id}/comments", response={201: TaskCommentShown}, summary="Say something at a task")
def write_comment(request: Asked, task_id: Id, wanted: TaskCommentInput) -> Status[Comment]:
    task, by, at = found(request, task_id), request.user, clock.now()
    return Status(201, commenting.write_comment(task, wanted.text, key=wanted.key, by=by, at=at))


@router.put("/tasks/{task_id}/comments/{comment_id}", response=TaskCommentShown, summary="Say it otherwise")
def change_comment(request: Asked, task_id: Id, comment_id: Id, wanted: CommentChange) -> Comment:
    one, by, at = found_comment(request, task_id, comment_id), request.user, clock.now()
    return commenting.change_comment(one, wanted.text, version=wanted.version, by=by, at=at)


@router.delete("/tasks/{task_id}/comments/{comment_id}", response={204: None}, summary="Take a comment away")
def delete_comment(request: Asked, task_id: Id, comment_id: Id) -> Status[None]:
    commenting.delete_comment(found_comment(request, task_id, comment_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.put("/tasks/{task_id}/watching", response={204: None}, summary="Follow a task")
def watch_task(request: Asked, task_id: Id) -> Status[None]:
    watching.watch(found(request, task_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.delete("/tasks/{task_id}/watching", response={204: None}, summary="Follow a task no longer")
def unwatch_task(request: Asked, task_id: Id) -> Status[None]:
    watching.unwatch(found(request, task_id), by=request.user, at=clock.now())
    return Status(204, None)


def found(request: Asked, task_id: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user), pk=task_id)


def found_comment(request: Asked, task_id: int, comment_id: int) -> Comment:
    rows = Comment.objects.filter(task=found(request, task_id), deleted_at=None)
    return get_object_or_404(rows, pk=comment_id)
