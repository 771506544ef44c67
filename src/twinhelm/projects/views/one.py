"""The joint page of a project, and what changes the project itself."""

from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.projects import actions, policies
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.forms import (
    FactForm,
    LeadForm,
    MilestoneForm,
    ModeForm,
    NewProjectForm,
    ProjectForm,
    ScopeForm,
    SeatForm,
    StateForm,
)
from twinhelm.projects.models import Project, ProjectTemplate
from twinhelm.projects.queries.one import project_page
from twinhelm.ui.toasts import toast

FORMS: dict[str, type[forms.Form]] = {
    "lead": LeadForm,
    "mode": ModeForm,
    "seat": SeatForm,
    "scope": ScopeForm,
    "milestone": MilestoneForm,
    "fact": FactForm,
}
"""The forms on the joint page; a refused one comes back as it was typed."""


def find(request: MemberRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client", "goal"), pk=pk)


def forms_of(refused_name: str, refused: forms.Form | None, today: date) -> dict[str, forms.Form]:
    """Each under ids of its own, because they stand on one page."""
    shown = {}
    for name, kind in FORMS.items():
        form = refused if refused and name == refused_name else kind(initial={"from_on": today, "since_on": today})
        form.auto_id = f"{name}_%s"
        shown[f"{name}_form"] = form
    return shown


@require_safe
def project(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk))


def page(
    request: MemberRequest, found: Project, refusal: Refusal | None = None, *, refused: forms.Form | None = None
) -> HttpResponse:
    at = clock.now()
    name = next((name for name, kind in FORMS.items() if refused and type(refused) is kind), "")
    shown = project_page(found, request.user, at=at)
    context = {
        "page": shown,
        "project": found,
        "refusal": refusal,
        "refused": name,
        "may_change": policies.may_change_project(request.user),
        "may_set_lead": policies.may_set_lead(request.user),
        "may_waive": [one for one in shown.obstacles if one.may_waive(request.user)],
        "may_delete": policies.may_delete_project(request.user),
        "states": dict(ProjectState.choices),
    }
    context |= forms_of(name, refused, clock.day_in(request.user.zone, at))
    return render(request, "projects/project.html", context, status=422 if refusal or refused else 200)


def new(request: MemberRequest) -> HttpResponse:
    require(policies.may_add_project(request.user))
    client = chosen_client(request)
    initial = {"client": client, "kind": "fixed", **begun_from(request)}
    form = NewProjectForm(request.POST or None, by=request.user, client=client, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = begin(request, form)
            toast(request, _("“%(name)s” is proposed.") % {"name": made.name})
            return redirect("projects:project", made.pk)
        except Refusal as problem:
            refusal = problem
    status = 422 if request.method == "POST" else 200
    return render(request, "projects/new.html", {"form": form, "refusal": refusal}, status=status)


def begun_from(request: MemberRequest) -> dict[str, object]:
    """What the form says at first when the address names a template."""
    number = number_in(request.GET.get("template", ""))
    template = ProjectTemplate.objects.visible_to(request.user).filter(pk=number).first() if number else None
    return {"template": template, "kind": template.kind, "summary": template.summary} if template else {}


def begin(request: MemberRequest, form: NewProjectForm) -> Project:
    client, template = form.cleaned_data["client"], form.cleaned_data["template"]
    if template:
        return actions.begin_project(client, template, by=request.user, at=clock.now(), **form.facts)
    return actions.add_project(client, by=request.user, at=clock.now(), **form.facts)


def chosen_client(request: MemberRequest) -> Client | None:
    """The one that the form or the address names, if the member sees it."""
    number = number_in(request.POST.get("client", request.GET.get("client", "")))
    return Client.objects.visible_to(request.user).filter(pk=number).first() if number else None


def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found, refusal = find(request, pk), None
    require(policies.may_change_project(request.user))
    form = ProjectForm(request.POST, client=found.client) if request.method == "POST" else ProjectForm.of(found)
    version = number_in(request.POST.get("version", "")) or found.version
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_project(found, version=version, by=request.user, at=clock.now(), **form.facts)
            return redirect("projects:project", pk)
        except Refusal as problem:
            refusal = problem
            version = number_in(problem.fields.get("version", "")) or version
    context = {"form": form, "project": found, "refusal": refusal, "version": version}
    return render(request, "projects/edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def change_state(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), StateForm(request.POST)
    require(policies.may_change_project(request.user))
    if not form.is_valid():
        return page(request, found, refused=form)
    before = found.state
    try:
        changed = actions.change_state(found, **form.cleaned_data, by=request.user, at=clock.now())
    except actions.NotDecided as refusal:
        return page(request, found, refusal)
    if changed.state != before:
        said = {"name": changed.name, "state": changed.get_state_display().lower()}
        toast(request, _("“%(name)s” is %(state)s now.") % said)
    return redirect("projects:project", pk)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    gone = actions.delete_project(find(request, pk), by=request.user, at=clock.now())
    undo = reverse("projects:put_back", args=[gone.pk])
    toast(request, _("“%(name)s” is deleted.") % {"name": gone.name}, undo_url=undo)
    return redirect("projects:projects")


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    gone = get_object_or_404(Project.objects.deleted_for(request.user), pk=pk)
    actions.put_back_project(gone, by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is back.") % {"name": gone.name})
    return redirect("projects:project", pk)
