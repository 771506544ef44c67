"""In the shell and on other pages: the list, the page of one task and views that are kept."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.work import may_add_task, may_change_task
from twinhelm.tasks.queries.one import whole
from twinhelm.ui import navigation, panels
from twinhelm.ui.navigation import Act, Destination, Found, Group

MOST_FOUND = 6

navigation.register(
    Destination(gettext_lazy("Tasks"), "tasks:tasks", "task", Group.PROJECT, 20, keys="f", is_on_phone=True)
)
navigation.offer(Act(gettext_lazy("Add a task"), "tasks:new", "plus", may=may_add_task))


@navigation.finds
def find_tasks(member: Member, query: str) -> Iterator[Found]:
    """Open ones first. Cost: one query."""
    found = Task.objects.visible_to(member).filter(title__icontains=query).select_related("project")
    for task in found.order_by("-closed_at", "-pk")[:MOST_FOUND]:
        name = f"{task.title[:100]}, {task.project.name}"
        yield Found(name, reverse("tasks:task", args=[task.pk]), "task", gettext("Task"))


@panels.shows("task.top", "tasks/_blocked.html", position=10)
def what_blocks(request: HttpRequest, task: Task) -> Mapping[str, Any]:
    return around(request, task)


@panels.shows("task.main", "tasks/_below.html", position=30)
def what_is_below(request: HttpRequest, task: Task) -> Mapping[str, Any]:
    return around(request, task)


@panels.shows("task.main", "tasks/_links.html", position=32)
def what_it_waits_for(request: HttpRequest, task: Task) -> Mapping[str, Any]:
    return around(request, task)


def around(request: HttpRequest, task: Task) -> Mapping[str, Any]:
    """Cost: none, the page has read it."""
    member: Any = request.user
    known = getattr(request, "around_task", None) or whole(task, member)
    today = clock.day_in(member.zone, clock.now())
    return {"task": task, "whole": known, "today": today, "may_change": may_change_task(member, task), **own(member)}


def own(member: Member) -> Mapping[str, Any]:
    return {"may_add": may_add_task(member), "form_key": uuid4().hex}
