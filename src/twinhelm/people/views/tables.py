"""People from a file: upload, what would happen, confirm or call off."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people import actions, policies, queries
from twinhelm.people.forms import TableForm
from twinhelm.people.models import DryRun
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


def bring_people(request: MemberRequest) -> HttpResponse:
    """Takes a file and shows what it would do."""
    require(policies.may_bring_people(request.user))
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.try_out(actions.PEOPLE, file.chunks(), name=file.name, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:dry_run", run.pk)
    context = {"form": form, "columns": actions.PEOPLE.columns}
    return render(request, "people/bring.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def dry_run(request: MemberRequest, pk: int) -> HttpResponse:
    run = a_run(request, pk)
    return render(request, "people/dry_run.html", {"run": run, "found": queries.findings_of(run)})


@require_POST
def confirm_people(request: MemberRequest, pk: int) -> HttpResponse:
    run = a_run(request, pk)
    try:
        run = actions.bring_in(actions.PEOPLE, run, by=request.user, at=clock.now())
    except actions.PlanChanged as refusal:
        run.refresh_from_db()
        context = {"run": run, "found": queries.findings_of(run), "refusal": refusal}
        return render(request, "people/dry_run.html", context, status=409)
    coming = queries.findings_of(run).coming
    toast(request, ngettext("%(n)s row came in.", "%(n)s rows came in.", coming) % {"n": coming})
    return redirect("people:people")


@require_POST
def drop_people(request: MemberRequest, pk: int) -> HttpResponse:
    actions.drop_table(a_run(request, pk), by=request.user, at=clock.now())
    toast(request, _("Called off. Nothing was stored."))
    return redirect("people:bring")


@require_safe
def faults_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    header, lines = queries.faults_table(a_run(request, pk))
    return csv_answer(f"left-out-{pk}", header, lines)


def a_run(request: MemberRequest, pk: int) -> DryRun:
    """Whoever may no longer bring people in doesn't read on in what they brought either."""
    require(policies.may_bring_people(request.user))
    return get_object_or_404(DryRun.objects.visible_to(request.user).of_kind(actions.PEOPLE.key), pk=pk)
