"""Shapes of the API: comments, files and watching."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input


class TaskCommentInput(Input):
    """What is said."""

    text: str = Field(max_length=20_000)
    key: str = Field("", max_length=64)
    """Sent again, nothing is said twice."""


class CommentChange(Input):
    """What is said instead."""

    text: str = Field(max_length=20_000)
    version: Id


class TaskCommentShown(Schema):
    """What somebody said at a task."""

    id: int
    task_id: int
    text: str
    by_id: int
    by_name: str
    """Of somebody who isn't a member, where it was brought in."""
    at: datetime
    changed_at: datetime | None
    version: int
