"""What is assigned and not understood."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Task, TaskQuerySet
from twinhelm.tasks.policies.briefs import may_set_skip_rule
from twinhelm.tasks.queries.briefs import production_managers
from twinhelm.tasks.queries.unclear import MOST, skipped_rows, unclear_for, unclear_rows
from twinhelm.tasks.queries.wanted import Wanted
from twinhelm.ui.tables import csv_answer


@require_safe
def unclear(request: MemberRequest) -> HttpResponse:
    wanted, tasks = narrowed(request)
    rows, skipped = unclear_rows(tasks, clock.now()), list(skipped_rows(tasks))
    context = {
        "rows": rows[:MOST],
        "is_cut": len(rows) > MOST,
        "skipped": skipped,
        "wanted": wanted,
        "menus": menus(request, wanted),
        "may_confirm": request.user.pk in production_managers(),
        "may_set": may_set_skip_rule(request.user),
        "here": request.get_full_path(),
        "csv": f"{reverse('tasks:unclear_csv')}?{wanted.query_string}",
    }
    return render(request, "tasks/unclear.html", context)


@require_safe
def unclear_csv(request: MemberRequest) -> StreamingHttpResponse:
    """What is not understood, then what was skipped."""
    _wanted, tasks = narrowed(request)
    header = [_("Task"), _("Project"), _("Client"), _("Who does it"), _("State"), _("Since"), _("Turn"), _("In words")]
    rows = [(*cells(one.task, request), one.turn, one.words) for one in unclear_rows(tasks, clock.now())]
    rows += [(*cells(one.task, request), "", one.words) for one in skipped_rows(tasks)]
    return csv_answer("not-understood", header, rows)


def cells(task: Task, request: MemberRequest) -> tuple[str, ...]:
    since = task.understanding_since
    return (
        task.title,
        task.project.name,
        task.project.client.name,
        task.assignee.get_full_name() if task.assignee else "",
        task.get_understanding_display(),
        since.astimezone(request.user.zone).isoformat(timespec="minutes") if since else "",
    )


def narrowed(request: MemberRequest) -> tuple[Wanted, TaskQuerySet]:
    asked = Wanted.of(request.GET.dict())
    wanted = Wanted(project=asked.project, client=asked.client, assignee=asked.assignee)
    today = clock.day_in(request.user.zone, clock.now())
    return wanted, wanted.narrow(unclear_for(request.user), request.user, today)


def menus(request: MemberRequest, wanted: Wanted) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Only what occurs. Cost: three queries."""
    tasks = unclear_for(request.user).not_understood()
    found = (
        ("project", _("Project"), Project.objects.filter(pk__in=tasks.values("project")), wanted.project),
        ("client", _("Client"), Client.objects.filter(pk__in=tasks.values("project__client")), wanted.client),
        ("assignee", _("Person"), Member.objects.filter(pk__in=tasks.values("assignee")), wanted.assignee),
    )
    return [
        (name, label, [(str(one.pk), one.name, str(one.pk) == chosen) for one in rows])
        for name, label, rows, chosen in found
    ]
