"""Projects from a spreadsheet: looked at first, then brought in."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people import actions as tables
from twinhelm.people.models import DryRun
from twinhelm.people.queries import faults_table, findings_of
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.projects import policies
from twinhelm.projects.actions.bringing import PROJECTS_TABLE
from twinhelm.projects.forms.templates import TableForm
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    require(policies.may_add_project(request.user))
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            run = tables.try_out(PROJECTS_TABLE, sent.chunks(), name=sent.name, by=request.user, at=clock.now())
            return redirect("projects:table", run.pk)
        except Refusal as refusal:
            say(form, refusal)
    context = {"form": form, "columns": [column.name for column in PROJECTS_TABLE.columns]}
    return render(request, "projects/bring.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def table(request: MemberRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk)
    return render(request, "projects/table.html", {"run": run, "found": findings_of(run)})


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk)
    try:
        run = tables.bring_in(PROJECTS_TABLE, run, by=request.user, at=clock.now())
    except Refusal as refusal:
        run.refresh_from_db()
        context = {"run": run, "found": findings_of(run), "refusal": refusal}
        return render(request, "projects/table.html", context, status=refusal.status)
    toast(request, _("“%(name)s” is in.") % {"name": run.name})
    return redirect("projects:table", pk)


@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    tables.drop_table(found_run(request, pk), by=request.user, at=clock.now())
    toast(request, _("Called off: nothing was stored."))
    return redirect("projects:bring")


@require_safe
def problems_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    header, lines = faults_table(found_run(request, pk))
    return csv_answer("rows to put right", header, lines)


def found_run(request: MemberRequest, pk: int) -> DryRun:
    """Whoever may no longer bring projects in doesn't read on in what they brought either."""
    require(policies.may_add_project(request.user))
    return get_object_or_404(DryRun.objects.visible_to(request.user).of_kind(PROJECTS_TABLE.key), pk=pk)
