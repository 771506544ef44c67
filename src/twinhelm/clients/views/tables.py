"""Clients and contacts from a spreadsheet: looked at first, then brought in."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients import policies
from twinhelm.clients.actions import CLIENTS_TABLE
from twinhelm.clients.forms.one import FileForm
from twinhelm.clients.views.doors import is_done
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people import actions as people_actions
from twinhelm.people.models import DryRun
from twinhelm.people.queries import faults_table, findings_of
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_http_methods(BOTH)
def bring(request: MemberRequest) -> HttpResponse:
    require(policies.may_import_clients(request.user))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    made: list[DryRun] = []
    if request.method == "POST" and is_done(form, lambda: made.append(looked_at(request, form))):
        return redirect("clients:table", made[0].pk)
    hidden = set() if policies.may_see_revenue(request.user) else {"yearly"}
    columns = [column.name for column in CLIENTS_TABLE.columns if column.key not in hidden]
    context = {"form": form, "columns": columns}
    return render(request, "clients/bring.html", context, status=422 if form.is_bound else 200)


def looked_at(request: MemberRequest, form: FileForm) -> DryRun:
    sent = form.cleaned_data["file"]
    by, at = request.user, clock.now()
    return people_actions.try_out(CLIENTS_TABLE, sent.chunks(), name=sent.name, by=by, at=at)


@require_safe
def table(request: MemberRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk)
    return render(request, "clients/table.html", {"run": run, "found": findings_of(run)})


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk)
    try:
        run = people_actions.bring_in(CLIENTS_TABLE, run, by=request.user, at=clock.now())
    except Refusal as refusal:
        run.refresh_from_db()
        context = {"run": run, "found": findings_of(run), "refusal": refusal}
        return render(request, "clients/table.html", context, status=refusal.status)
    toast(request, _("“%(name)s” is in.") % {"name": run.name})
    return redirect("clients:table", pk)


@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    people_actions.drop_table(found_run(request, pk), by=request.user, at=clock.now())
    toast(request, _("Called off: nothing was stored."))
    return redirect("clients:bring")


@require_safe
def problems_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    header, lines = faults_table(found_run(request, pk))
    return csv_answer("rows to put right", header, lines)


def found_run(request: MemberRequest, pk: int) -> DryRun:
    runs = DryRun.objects.visible_to(request.user).of_kind(CLIENTS_TABLE.key)
    return get_object_or_404(runs, pk=pk)
