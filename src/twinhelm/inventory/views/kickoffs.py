"""New projects: who leads them, and which of them nobody has decided about."""

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.inventory.actions import kickoffs as actions
from twinhelm.inventory.forms.kickoffs import KickoffForm, WaiveForm
from twinhelm.inventory.policies.kickoffs import may_waive_kickoff
from twinhelm.inventory.queries import kickoffs as queries
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.projects.actions import change_state
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


def find(request: MemberRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client"), pk=pk)


@require_safe
@for_leads
def kickoffs(request: MemberRequest) -> HttpResponse:
    context = {
        "questions": queries.open_questions(request.user, at=clock.now()),
        "waived": queries.waived(request.user),
    }
    return render(request, "inventory/kickoffs.html", context)


@require_safe
@for_leads
def kickoffs_csv(request: MemberRequest) -> StreamingHttpResponse:
    rows = queries.open_questions(request.user, at=clock.now())
    header = [_("Project"), _("Client"), _("State"), _("Asked on"), _("Account lead"), _("Production lead")]
    return csv_answer(_("kick-offs"), header, queries.table_of(rows, request.user.zone))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def kickoff(request: MemberRequest, pk: int) -> HttpResponse:
    """One question with everybody who could lead; posting decides it."""
    project = find(request, pk)
    question = queries.question_about(project, viewer=request.user, at=clock.now())
    form = KickoffForm(request.POST or None, project=project, initial=question.recommended)
    if request.method == "POST" and form.is_valid():
        try:
            return decide(request, project, form)
        except Refusal as refusal:
            say(form, refusal)
    context = {"form": form, "question": question, "project": project, "may_waive": may_waive_kickoff(request.user)}
    return render(request, "inventory/kickoff.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@for_leads
def kickoff_card(request: MemberRequest, pk: int) -> HttpResponse:
    """The question on a project's page, with whom is recommended; empty once it is settled."""
    project = find(request, pk)
    question = queries.question_about(project, viewer=request.user, at=clock.now())
    if not question.is_open:
        return HttpResponse()
    context = {"question": question, "project": project, "may_waive": may_waive_kickoff(request.user)}
    return render(request, "inventory/_kickoff_card.html", context)


def decide(request: MemberRequest, project: Project, form: KickoffForm) -> HttpResponse:
    at, chosen = clock.now(), form.cleaned_data
    with transaction.atomic():
        kickoff = actions.decide_kickoff(project, **chosen, by=request.user, at=at)
        if request.POST.get("then") == ProjectState.ACTIVE:
            change_state(project, ProjectState.ACTIVE, reason=kickoff.reason, by=request.user, at=at)
    said = {"account": chosen["account"].get_short_name(), "production": chosen["production"].get_short_name()}
    if chosen["account"] == chosen["production"]:
        toast(request, _("%(account)s has both hats.") % said)
    else:
        toast(request, _("%(account)s has the account, %(production)s the production.") % said)
    return redirect("projects:project", project.pk)


@require_POST
@for_leads
def waive_kickoff(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), WaiveForm(request.POST)
    require(may_waive_kickoff(request.user))
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.waive_kickoff(project, why=why, by=request.user, at=clock.now())
    toast(request, _("“%(name)s” may go ahead undecided.") % {"name": project.name})
    return redirect("projects:project", pk)
