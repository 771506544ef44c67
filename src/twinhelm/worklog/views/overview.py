"""The first page: what was found, and what waits."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.worklog import policies
from twinhelm.worklog.models import sees_everybody
from twinhelm.worklog.queries.findings import finding
from twinhelm.worklog.queries.split import split
from twinhelm.worklog.queries.waiting import waiting_of
from twinhelm.worklog.queries.week import week_of
from twinhelm.worklog.views import pictures
from twinhelm.worklog.views.split import Asked, asked_of


@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    asked = asked_of(request)
    context: dict[str, Any] = {
        "asked": asked,
        "waiting": waiting_of(request.user),
        "may_import": policies.may_import(request.user),
        "sees_everybody": sees_everybody(request.user),
    }
    if asked:
        context |= picture_of(request.user, asked)
    return render(request, "worklog/overview.html", context)


def picture_of(viewer: Member, asked: Asked) -> dict[str, Any]:
    found = split(viewer, asked.period)
    picture: dict[str, Any] = {
        "split": found,
        "finding": finding(found),
        "rows": pictures.butterfly(found, everybody=False),
    }
    picture["course"] = pictures.agency_course(found)
    if not found.sees_everybody:
        week = week_of(viewer, viewer, monday_of(asked.period.last))
        picture |= {"week": week, "beside": pictures.weeks_beside(week, asked.known)}
    return picture
