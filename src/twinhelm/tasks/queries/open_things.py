"""What whoever takes a client over has to know of its work."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries.handing_over import OpenThing
from twinhelm.people.models import Member
from twinhelm.tasks.models import Task


def tasks_held(client: Client, _part: Part, giver: Member, _at: datetime) -> Iterable[OpenThing]:
    """Open tasks of the giver on the client's projects. Cost: one query."""
    rows = Task.objects.standing_open().filter(assignee=giver, project__client=client, project__deleted_at=None)
    for task in rows.select_related("project").by_due_and_priority():
        yield OpenThing(
            key=str(task.pk),
            title=task.title,
            detail=detail_of(task),
            href=reverse("tasks:task", args=[task.pk]),
            holder_id=giver.pk,
        )


def detail_of(task: Task) -> str:
    if task.due_on is None:
        return f"{task.project.name}."
    return _("%(project)s, due on %(day)s.") % {
        "project": task.project.name,
        "day": date_format(task.due_on, "j F Y"),
    }
