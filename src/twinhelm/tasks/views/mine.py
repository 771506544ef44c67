"""My work: the page of a maker's day, and what is done in its rows."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import my_day
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.mine import may_read_work_of
from twinhelm.tasks.queries.my_day_words import finding, header, rows
from twinhelm.tasks.queries.my_work import my_work as work_of
from twinhelm.tasks.queries.wanted import is_key
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

PLACING = {
    "put_off": (my_day.put_off, gettext_lazy("Not today.")),
    "take_up": (my_day.take_up, gettext_lazy("On today’s list.")),
}


@require_safe
def my_work(request: MemberRequest) -> HttpResponse:
    return render(request, "tasks/my_work.html", context_of(request, request.user))


@require_safe
def member_work(request: MemberRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    require(may_read_work_of(request.user, member))
    if member == request.user:
        return redirect("tasks:my_work")
    return render(request, "tasks/my_work.html", context_of(request, member))


@require_safe
def my_table(request: MemberRequest) -> StreamingHttpResponse:
    return table_of(request, request.user)


@require_safe
def member_table(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    require(may_read_work_of(request.user, member))
    return table_of(request, member)


@require_POST
def place_in_day(request: MemberRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    act, said = PLACING.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        raise Invalid(_("This page is from another version. Load it again."))
    now = clock.now()
    act(task, on=day_in(request.user.zone, now), by=request.user, at=now)
    toast(request, said)
    return shown(request)


@require_POST
def arrange(request: MemberRequest) -> HttpResponse:
    keys = [int(key) for key in request.POST.get("order", "").split(",") if is_key(key)]
    now = clock.now()
    my_day.arrange_day(keys, on=day_in(request.user.zone, now), by=request.user, at=now)
    return shown(request)


def shown(request: MemberRequest) -> HttpResponse:
    """The page's own piece for who swaps it, the page for everybody else."""
    if request.headers.get("HX-Request") != "true":
        return redirect("tasks:my_work")
    return render(request, "tasks/_my_work.html", context_of(request, request.user))


def context_of(request: MemberRequest, member: Member) -> dict[str, Any]:
    work = work_of(member, by=request.user, at=clock.now())
    return {"work": work, "finding": finding(work), "is_mine": member == request.user, "zone": member.zone}


def table_of(request: MemberRequest, member: Member) -> StreamingHttpResponse:
    work = work_of(member, by=request.user, at=clock.now())
    return csv_answer("my-work", header(), rows(work))
