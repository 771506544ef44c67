"""Weeks of everybody: approve, send back, open again."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import weeks as acts
from twinhelm.tasks.forms.times import week_in
from twinhelm.tasks.models import WeekSheet
from twinhelm.tasks.policies.times import may_settle_weeks
from twinhelm.tasks.queries.handed import Handed, weeks_of_everybody
from twinhelm.tasks.views.timesheet import today_of
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
def weeks(request: MemberRequest) -> HttpResponse:
    require(may_settle_weeks(request.user))
    return render(request, "tasks/weeks.html", page(request))


def page(request: MemberRequest, refusal: str = "") -> dict[str, Any]:
    asked = request.GET if request.method == "GET" else request.POST
    today = today_of(request.user)
    monday = week_in(asked.get("week", "") or (today - timedelta(days=7)).isoformat(), today)
    rows = weeks_of_everybody(monday)
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "rows": rows,
        "waiting": sum(row.is_waiting for row in rows),
        "missing": [row for row in rows if row.missing and not row.is_waiting and not row.is_approved],
        "approved": sum(row.is_approved for row in rows),
        "refusal": refusal,
    }


@require_safe
def weeks_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(may_settle_weeks(request.user))
    monday = week_in(request.GET.get("week", ""), today_of(request.user))
    names = (
        _("member"),
        _("week"),
        _("state"),
        _("booked minutes"),
        _("agreed minutes"),
        _("billable minutes"),
        _("note"),
    )
    return csv_answer("weeks", names, (cells_of(row, monday) for row in weeks_of_everybody(monday)))


def cells_of(row: Handed, monday: date) -> list[object]:
    note = row.sheet.note if row.sheet else ""
    return [row.member.name, monday.isoformat(), row.state, row.booked, row.there, row.billable, note]


@require_POST
def approve_weeks(request: MemberRequest) -> HttpResponse:
    """One or several; all or none."""
    require(may_settle_weeks(request.user))
    keys = [int(one) for one in request.POST.getlist("sheet") if one.isdecimal() and len(one) < 19]
    sheets = list(WeekSheet.objects.visible_to(request.user).filter(pk__in=keys))
    if not sheets:
        return render(
            request, "tasks/weeks.html", page(request, _("Choose at least one week that is handed in.")), status=422
        )
    try:
        done = acts.approve(sheets, by=request.user, at=clock.now())
    except Refusal as refusal:
        return render(request, "tasks/weeks.html", page(request, refusal.reason), status=refusal.status)
    toast(request, ngettext("%(n)d week is approved.", "%(n)d weeks are approved.", len(done)) % {"n": len(done)})
    return redirect(f"{reverse('tasks:weeks')}?week={sheets[0].week.isoformat()}")


@require_POST
def send_week_back(request: MemberRequest, pk: int) -> HttpResponse:
    sheet = found(request, pk)
    acts.send_back(sheet, request.POST.get("note", "")[:600], by=request.user, at=clock.now())
    toast(request, _("Sent back to %(name)s.") % {"name": sheet.member.get_short_name()})
    return redirect(f"{reverse('tasks:weeks')}?week={sheet.week.isoformat()}")


@require_POST
def open_week(request: MemberRequest, pk: int) -> HttpResponse:
    sheet = found(request, pk)
    acts.open_again(sheet, request.POST.get("note", "")[:600], by=request.user, at=clock.now())
    toast(request, _("%(name)s can change the week again.") % {"name": sheet.member.get_short_name()})
    return redirect(f"{reverse('tasks:weeks')}?week={sheet.week.isoformat()}")


def found(request: MemberRequest, pk: int) -> WeekSheet:
    return get_object_or_404(WeekSheet.objects.visible_to(request.user).select_related("member"), pk=pk)
