"""The pages of upkeep."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.broken import RETRY_AFTER_SECONDS
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.upkeep import actions, policies, queries
from twinhelm.upkeep.forms import TrailFilter


@require_safe
def jobs(request: MemberRequest) -> HttpResponse:
    """The page, or the board alone when it refreshes itself."""
    require(policies.may_see_upkeep(request.user))
    template = "upkeep/_jobs.html" if request.headers.get("HX-Request") == "true" else "upkeep/jobs.html"
    return render(request, template, {"board": queries.job_board(request.user, at=clock.now())})


@require_POST
def cancel_job(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_change_upkeep(request.user))
    job = get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)
    actions.cancel(job, by=request.user, at=clock.now())
    return redirect("upkeep:jobs")


@require_POST
def retry_job(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_change_upkeep(request.user))
    job = get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)
    actions.retry(job, by=request.user, at=clock.now())
    return redirect("upkeep:jobs")


@require_safe
def outgoing_mail(request: MemberRequest) -> HttpResponse:
    require(policies.may_see_upkeep(request.user))
    return render(request, "upkeep/mail.html", {"board": queries.mail_board(request.user)})


@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_change_upkeep(request.user))
    mail = get_object_or_404(queries.mail_visible_to(request.user), pk=pk)
    actions.send_again(mail, by=request.user, at=clock.now())
    return redirect("upkeep:mail")


@require_POST
def confirm_arrival(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_change_upkeep(request.user))
    mail = get_object_or_404(queries.mail_visible_to(request.user), pk=pk)
    actions.confirm_arrival(mail, by=request.user, at=clock.now())
    return redirect("upkeep:mail")


@require_safe
def trail(request: MemberRequest) -> HttpResponse:
    require(policies.may_see_upkeep(request.user))
    wanted = TrailFilter(request.GET, member=request.user)
    chosen = wanted.chosen
    page = queries.trail(request.user, **chosen, before=wanted.cleaned_data.get("before"))
    context: dict[str, Any] = {"page": page, "filter": wanted, "is_narrowed": any(chosen.values())}
    return render(request, "upkeep/trail.html", context)


@require_safe
def trail_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_see_upkeep(request.user))
    rows = queries.trail_rows(request.user, **TrailFilter(request.GET, member=request.user).chosen)
    return csv_answer("trail", ["at", "by", "what", "subject", "subject_id", "facts"], rows)


@login_not_required
@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """For whoever watches the machine: says nothing but whether pages can be answered."""
    try:
        queries.database_answers()
    except (OperationalError, InterfaceError):
        return HttpResponse(
            "the database does not answer\n", "text/plain", 503, headers={"Retry-After": RETRY_AFTER_SECONDS}
        )
    return HttpResponse("ok\n", "text/plain")
