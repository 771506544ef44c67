"""The first page of owners."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.insights.queries.home import home_of
from twinhelm.people.views.doors import MemberRequest
from twinhelm.worklog.policies import may_import
from twinhelm.worklog.queries.waiting import waiting_of


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    found = home_of(request.user, at=clock.now())
    context = {"home": found, "now": clock.now()}
    if found.is_empty or found.work is None:
        context |= {"waiting": waiting_of(request.user), "may_import": may_import(request.user), "sees_everybody": True}
    return render(request, "insights/empty.html" if found.is_empty else "insights/home.html", context)
