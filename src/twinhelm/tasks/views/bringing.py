"""Pages of bringing tasks in: upload, what would happen and what is what, confirm, call off, take back."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.models import DryRun
from twinhelm.people.queries import faults_table, findings_of
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import bringing as actions
from twinhelm.tasks.forms.bringing import BoardForm, ChoicesForm
from twinhelm.tasks.jobs.bringing import bring_in_tasks, key_of, progress_of
from twinhelm.tasks.models import TaskImport
from twinhelm.tasks.policies.work import may_bring_tasks
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """Takes a file and shows what it would do."""
    require(may_bring_tasks(request.user))
    is_sent = request.method == "POST"
    form = BoardForm(request.POST or None, request.FILES or None, member=request.user)
    if is_sent and form.is_valid():
        sent, by, at = form.cleaned_data["file"], request.user, clock.now()
        try:
            project = form.cleaned_data["project"]
            run = actions.try_out(sent.chunks(), name=sent.name, project=project, by=by, at=at)
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("tasks:bring_run", run.pk)
    context = {"form": form, "project": request.GET.get("project", ""), "last": last_ones(request)}
    return render(request, "tasks/bring.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_run(request: MemberRequest, pk: int) -> HttpResponse:
    """What would happen; by POST, under other choices."""
    run = a_run(request, pk)
    is_sent = request.method == "POST"
    form = ChoicesForm(request.POST if is_sent else None, run=run, member=request.user)
    if not is_sent or not form.is_valid():
        return page(request, run, form=form, status=422 if is_sent else 200)
    try:
        actions.choose(run, form.choices(), by=request.user)
    except Refusal as refusal:
        return page(request, run, refusal=refusal, form=form, status=refusal.status)
    return redirect("tasks:bring_run", pk)


@require_POST
def confirm_bringing(request: MemberRequest, pk: int) -> HttpResponse:
    """Few rows at once; many in the background, with progress on the page."""
    run, by, at = a_run(request, pk), request.user, clock.now()
    try:
        if findings_of(run).coming > actions.MANY:
            actions.ask_for(run, lambda key: bring_in_tasks.enqueue(key=key_of(key), run_id=key), by=by, at=at)
            return redirect("tasks:bring_run", pk)
        made = actions.bring_in(run, by=by, at=at)
    except Refusal as refusal:
        run.refresh_from_db()
        return page(request, run, refusal=refusal, status=refusal.status)
    said = ngettext("%(n)s task came in.", "%(n)s tasks came in.", made.added) % {"n": made.added}
    toast(request, said, undo_url=reverse("tasks:take_out", args=[made.pk]))
    return redirect("tasks:bring_run", pk)


@require_POST
def drop_bringing(request: MemberRequest, pk: int) -> HttpResponse:
    actions.drop_table(a_run(request, pk), by=request.user, at=clock.now())
    toast(request, _("Called off: nothing was stored."))
    return redirect("tasks:bring")


@require_safe
def bringing_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    header, lines = faults_table(a_run(request, pk))
    return csv_answer(f"left-out-{pk}", header, lines)


@require_POST
def take_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back all that one file brought."""
    made = get_object_or_404(TaskImport, pk=pk, by=request.user)
    actions.take_out(made, by=request.user, at=clock.now())
    toast(request, _("Taken back: what “%(name)s” brought is gone again.") % {"name": made.name})
    return redirect("tasks:bring")


def page(
    request: MemberRequest,
    run: DryRun,
    *,
    refusal: Refusal | None = None,
    form: ChoicesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_asked = run.is_waiting and bool(run.findings.get("asked_at"))
    made = TaskImport.objects.select_related("project__client").filter(pk=run.findings.get("import")).first()
    context = {
        "run": run,
        "found": findings_of(run),
        "form": form or ChoicesForm(run=run, member=request.user),
        "made": made,
        "refusal": refusal,
        "job": progress_of(run.pk) if is_asked else None,
        "is_asked": is_asked,
    }
    return render(request, "tasks/bring_run.html", context, status=status)


def a_run(request: MemberRequest, pk: int) -> DryRun:
    """Whoever may no longer bring tasks in doesn't read on in what they brought either."""
    require(may_bring_tasks(request.user))
    return get_object_or_404(DryRun.objects.visible_to(request.user).of_kind(actions.KIND), pk=pk)


def last_ones(request: MemberRequest) -> list[TaskImport]:
    """What this member brought in last. Cost: one query."""
    mine = TaskImport.objects.filter(by=request.user).select_related("project__client", "act")
    return list(mine.order_by("-pk")[:5])
