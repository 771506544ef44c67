"""The doors of the work, what is sent through them, and the things that they lead to."""

from datetime import datetime
from typing import Any

from tests.architecture import (
    doors_briefs,
    doors_bringing,
    doors_lists,
    doors_mine,
    doors_pictures,
    doors_shapes,
    doors_talk,
    doors_times,
    doors_work,
)
from tests.architecture.askers import Door
from twinhelm.clients.testing import a_client
from twinhelm.people.models import Member
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.testing import a_task

TOPICS = (
    doors_work,
    doors_lists,
    doors_pictures,
    doors_briefs,
    doors_times,
    doors_mine,
    doors_bringing,
    doors_shapes,
    doors_talk,
)
TASKS: dict[str, Door] = {
    **doors_work.WORK,
    **doors_lists.LISTS,
    **doors_pictures.PICTURES,
    **doors_briefs.BRIEFS,
    **doors_times.TIMES,
    **doors_mine.MINE,
    **doors_bringing.BRINGING,
    **doors_shapes.SHAPES,
    **doors_talk.TALK,
}
BODIES: dict[str, Any] = {route: body for topic in TOPICS for route, body in topic.BODIES.items()}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A project of another client, on which the maker sits, with the maker's `task` and `other_task` of nobody; `hidden_task` they don't see."""
    maker, made_by = members["maker"], {"made_by": members["production_manager"]}
    project = a_project(a_client("Fjord Hotels"), "Spring campaign", **made_by)
    a_seat(project, maker)
    found = {
        "work_project": project,
        "task": a_task(project, assignee=maker, **made_by),
        "other_task": a_task(project, "Write the texts", **made_by),
        "hidden_task": a_task(more["project"], "Set up the shop", **made_by),
    }
    for topic in TOPICS:
        found |= topic.things_of(more | found, members, at)
    return found
