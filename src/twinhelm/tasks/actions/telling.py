"""Tells open pages which tasks have changed."""

from collections.abc import Iterable
from datetime import datetime

from twinhelm.foundation import live
from twinhelm.tasks.models import Task

MOST_TOLD = 500


def tell_pages(tasks: Iterable[Task], *, at: datetime, before: Iterable[int] = ()) -> None:
    """Of each: the task, its project, and whose it is; beyond five hundred only the projects and people.

    before: members whose tasks they were. Needs: an open transaction. Cost: one statement.
    """
    topics, single = {f"member:{key}" for key in before}, set()
    for task in tasks:
        single.add(f"task:{task.pk}")
        topics.add(f"project:{task.project_id}")
        if task.assignee_id:
            topics.add(f"member:{task.assignee_id}")
    live.changed("tasks", *topics, *(single if len(single) <= MOST_TOLD else ()), at=at)
