"""A task out of a message, a call or a meeting."""

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction

from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import add_task
from twinhelm.tasks.actions.briefing import write_brief
from twinhelm.tasks.actions.facts import NewFacts
from twinhelm.tasks.models import Brief, Task
from twinhelm.tasks.queries.origins import Origin


@transaction.atomic
def make_task_of(
    origin: Origin,
    project: Project,
    *,
    title: str,
    what: str,
    key: str,
    by: Member,
    at: datetime,
    **facts: Unpack[NewFacts],
) -> Task:
    """With a brief that says where the wish came from; the same key again finds the task that it made.

    Needs: an origin that the member sees. Raises what `add_task` and `write_brief` raise.
    """
    task = add_task(project, title=title, key=key, by=by, at=at, **facts)
    if not Brief.objects.filter(task=task).exists():
        written: dict[str, Any] = {"what": what, origin.kind: origin.thing}
        write_brief(task, by=by, at=at, **written)
    return task
