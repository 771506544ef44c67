"""Open tasks on the pages of projects, clients and people."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from twinhelm.clients.models import Client, leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.work import may_add_task
from twinhelm.tasks.queries.listing import loaded, rows_of
from twinhelm.tasks.queries.wanted import Wanted
from twinhelm.ui import panels

SHOWN = 8


@panels.shows("project.work", "tasks/_on_page.html", position=15)
def of_project(request: HttpRequest, project: Project) -> Mapping[str, Any] | None:
    """Empty too, for whoever could begin: by hand, from a template or from another program."""
    member: Any = request.user
    shown = open_tasks(request, Wanted(project=str(project.pk)))
    if not may_add_task(member):
        return shown
    empty = {"rows": [], "wanted": Wanted(project=str(project.pk))}
    return {**(shown or empty), "adds_to": project.pk, "leads": bool(leads_work(member))}


@panels.shows("client.main", "tasks/_on_page.html", position=25)
def of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    return open_tasks(request, Wanted(client=str(client.pk)))


@panels.shows("member.main", "tasks/_on_page.html", position=35)
def of_member(request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    return open_tasks(request, Wanted(assignee=str(member.pk)))


def open_tasks(request: HttpRequest, wanted: Wanted) -> Mapping[str, Any] | None:
    """The next that are due. Cost: four queries; one when there is none."""
    member: Any = request.user
    today = clock.day_in(member.zone, clock.now())
    found = wanted.narrow(Task.objects.visible_to(member), member, today)
    page = list(loaded(found).by_due_and_priority()[: SHOWN + 1])
    if not page:
        return None
    address = f"{reverse('tasks:tasks')}?{wanted.query_string}"
    more = len(page) > SHOWN
    return {"rows": rows_of(page[:SHOWN]), "today": today, "address": address, "more": more, "wanted": wanted}
