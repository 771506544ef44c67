"""The page of one task."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.work import may_change_task, may_delete_task
from twinhelm.tasks.queries.facts import facts_of
from twinhelm.tasks.queries.history import lines_of
from twinhelm.tasks.queries.one import changes_of, whole
from twinhelm.tasks.views.asked import asked


@require_safe
def task(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, asked(request, pk))


def page(request: MemberRequest, found: Task, *, status: int = 200, **more: Any) -> HttpResponse:
    """As it is now; what came back wrong stands in it."""
    return render(request, "tasks/task.html", {**context_of(request, found), **more}, status=status)


def context_of(request: MemberRequest, found: Task) -> dict[str, Any]:
    today = clock.day_in(request.user.zone, clock.now())
    around, changes = whole(found, request.user), changes_of(found)
    vars(request)["around_task"] = around
    return {
        "task": found,
        "whole": around,
        "facts": facts_of(found, around, today),
        "history": lines_of(changes),
        "changed_by": changes[0].act.by.get_short_name() if changes else "",
        "today": today,
        "may_change": may_change_task(request.user, found),
        "may_delete": may_delete_task(request.user, found),
    }
