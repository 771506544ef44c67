"""The list of tasks, as a page and as a table to take along."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.choices import Clarity, Layout, Priority, TaskState
from twinhelm.tasks.models import SavedView
from twinhelm.tasks.policies.work import may_add_task
from twinhelm.tasks.queries.listing import GROUPS, SORTS, Listing, Manner, Row, every_row, findings, listing, rows_of
from twinhelm.tasks.queries.narrowing import address, chips, menus
from twinhelm.tasks.queries.wanted import Wanted, topic_of
from twinhelm.tasks.views.asked import asked
from twinhelm.tasks.views.saved_views import address_of
from twinhelm.ui.tables import csv_answer

MOST_VIEWS = 60


@require_safe
def tasks(request: MemberRequest) -> HttpResponse:
    wanted, manner = Wanted.of(request.GET.dict()), Manner.of(request.GET.dict())
    today = clock.day_in(request.user.zone, clock.now())
    offered = menus(request.user, wanted)
    page = listing(request.user, wanted, manner, today)
    context = {
        **layouts(wanted, Layout.LIST),
        "wanted": wanted,
        "manner": manner,
        "menus": offered,
        "chips": chips(offered, wanted, manner),
        "page": page,
        **listened(page, topic_of(wanted, request.user)),
        "older": address(wanted, manner, after=page.after) if page.after else "",
        "csv": reverse("tasks:table") + address(wanted, manner),
        "findings": findings(request.user, wanted, today),
        **kept(request, address(wanted, manner).lstrip("?")),
        **ways(),
        **rights(request, today),
    }
    return render(request, "tasks/tasks.html", context)


@require_safe
def row(request: MemberRequest, pk: int) -> HttpResponse:
    """One row of the list, as it is now."""
    task = asked(request, pk)
    today = clock.day_in(request.user.zone, clock.now())
    return render(request, "tasks/_row.html", {"row": rows_of([task])[0], **rights(request, today)})


def listened(page: Listing, topic: str) -> dict[str, Any]:
    """An empty list proves no right to hear of anything."""
    topics = [f"task:{row.task.pk}" for part in page.parts for row in part.rows]
    return {"topic": topic if topics else "", "topics": [topic, *topics] if topic and topics else topics}


@require_safe
def table(request: MemberRequest) -> StreamingHttpResponse:
    """Every row that the filters leave; who sees a task may take it along."""
    wanted, manner = Wanted.of(request.GET.dict()), Manner.of(request.GET.dict())
    today = clock.day_in(request.user.zone, clock.now())
    header = [_("Number"), _("Task"), _("Client"), _("Project"), _("Milestone"), _("State"), _("Priority")]
    header += [_("Who does it"), _("Starts"), _("Due"), _("Estimated hours"), _("Spent hours"), _("Remaining hours")]
    header += [_("Billable"), _("Understood"), _("Blocked by"), _("Labels"), _("Subtask of")]
    rows = every_row(request.user, wanted, manner, today)
    return csv_answer("tasks", header, (cells(one) for one in rows))


def cells(row: Row) -> list[object]:
    task = row.task
    return [
        task.pk,
        task.title,
        task.project.client.name,
        task.project.name,
        task.milestone.name if task.milestone else "",
        TaskState(task.state).label,
        Priority(task.priority).label,
        task.assignee.name if task.assignee else "",
        task.starts_on,
        task.due_on,
        hours(task.estimated_minutes),
        hours(task.spent_minutes),
        hours(row.remaining),
        _("yes") if task.is_billable else _("no"),
        Clarity(task.understanding).label if task.understanding else "",
        row.reason,
        ", ".join(row.labels),
        task.parent_id,
    ]


def hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60


def layouts(wanted: Wanted, here: Layout) -> dict[str, Any]:
    """The three ways to look at the same tasks; those that aren't there are left out."""
    names = {Layout.LIST: "tasks:tasks", Layout.BOARD: "tasks:board", Layout.TIMELINE: "tasks:timeline"}
    found = []
    for layout, name in names.items():
        try:
            found.append((layout.label, f"{reverse(name)}?{wanted.query_string}".rstrip("?"), layout == here))
        except NoReverseMatch:
            continue
    return {"layouts": found, "layout": here}


def kept(request: MemberRequest, query: str) -> dict[str, Any]:
    """Views to choose from, and what would be kept. Cost: one query."""
    found = SavedView.objects.visible_to(request.user).order_by("name", "pk")[:MOST_VIEWS]
    return {"views": [(one.name, address_of(one)) for one in found], "kept_query": query}


def ways() -> dict[str, Any]:
    groups = (_("Due day"), _("Project"), _("State"), _("Person"), _("Nothing"))
    sorts = (_("Due day"), _("Priority"), _("Title"), _("Largest first"))
    return {"groups": list(zip(GROUPS, groups, strict=True)), "sorts": list(zip(SORTS, sorts, strict=True))}


def rights(request: MemberRequest, today: Any) -> dict[str, Any]:
    member = request.user
    return {"today": today, "may_add": may_add_task(member), "leads": leads_work(member)}
