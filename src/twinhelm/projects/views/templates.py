"""Templates: what projects of one sort begin with."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.actions import ChangedMeanwhile
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.projects import policies
from twinhelm.projects.actions import templates as acts
from twinhelm.projects.forms.templates import LineForm, MakeTemplateForm, TemplateForm
from twinhelm.projects.models import ProjectTemplate
from twinhelm.projects.queries.templates import lines_of_template, templates_with_sums
from twinhelm.projects.views.one import find
from twinhelm.ui.toasts import toast

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def templates(request: MemberRequest) -> HttpResponse:
    """The list; a post adds an empty one."""
    require(policies.may_make_templates(request.user))
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.add_template(**form.cleaned_data, by=request.user, at=clock.now())
            return redirect("projects:template", made.pk)
        except Refusal as refusal:
            say(form, refusal)
    context = {"rows": templates_with_sums(request.user), "form": form}
    return render(request, "projects/templates.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(BOTH)
def make(request: MemberRequest, pk: int) -> HttpResponse:
    """From a project as it is."""
    project = find(request, pk)
    require(policies.may_make_templates(request.user))
    form = MakeTemplateForm(request.POST or None, initial={"name": project.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.make_template(project, name=form.cleaned_data["name"], by=request.user, at=clock.now())
            toast(request, _("“%(name)s” can begin other projects now.") % {"name": made.name})
            return redirect("projects:template", made.pk)
        except Refusal as refusal:
            say(form, refusal)
    context = {"form": form, "project": project}
    return render(request, "projects/make_template.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def template(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, found(request, pk))


def page(
    request: MemberRequest,
    template: ProjectTemplate,
    form: TemplateForm | None = None,
    *,
    why: str = "",
    version: str = "",
) -> HttpResponse:
    """`version`: of a form that comes back, the one that it now stands against."""
    shown = {"name": template.name, "kind": template.kind, "summary": template.summary}
    context = {
        "template": template,
        "groups": lines_of_template(template),
        "form": form or TemplateForm(initial=shown),
        "line_form": LineForm(auto_id="new_%s"),
        "why": why,
        "version": version or template.version,
    }
    return render(request, "projects/template.html", context, status=422 if form or why else 200)


@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    standing, form = found(request, pk), TemplateForm(request.POST)
    said = request.POST.get("version", "")
    if not form.is_valid():
        return page(request, standing, form, version=said)
    try:
        version = number_in(said)
        acts.change_template(standing, version=version, **form.cleaned_data, by=request.user, at=clock.now())
    except ChangedMeanwhile as refusal:
        return page(request, standing, form, why=refusal.reason, version=refusal.fields["version"])
    except Refusal as refusal:
        say(form, refusal)
        return page(request, standing, form, version=said)
    return redirect("projects:template", pk)


@require_POST
def add_line(request: MemberRequest, pk: int) -> HttpResponse:
    standing, form = found(request, pk), LineForm(request.POST)
    if not form.is_valid():
        return page(request, standing, why=form.first_problem)
    try:
        kind = form.cleaned_data["kind"]
        acts.add_template_line(standing, kind, **form.facts, by=request.user, at=clock.now())
    except Refusal as refusal:
        return page(request, standing, why=refusal.reason)
    return redirect(reverse("projects:template", args=[pk]) + f"#{kind}")


@require_POST
def change_line(request: MemberRequest, pk: int, line_id: int) -> HttpResponse:
    standing, form = found(request, pk), LineForm(request.POST)
    line = get_object_or_404(standing.lines.filter(deleted_at=None), pk=line_id)
    if not form.is_valid():
        return page(request, standing, why=form.first_problem)
    try:
        acts.change_template_line(line, **form.facts, by=request.user, at=clock.now())
    except Refusal as refusal:
        return page(request, standing, why=refusal.reason)
    return redirect(reverse("projects:template", args=[pk]) + f"#{line.kind}")


@require_POST
def remove_line(request: MemberRequest, pk: int, line_id: int) -> HttpResponse:
    line = get_object_or_404(found(request, pk).lines.all(), pk=line_id)
    acts.remove_template_line(line, by=request.user, at=clock.now())
    undo = reverse("projects:put_back_template_line", args=[pk, line.pk])
    toast(request, _("“%(name)s” is no longer in the template.") % {"name": line.name}, undo_url=undo)
    return redirect("projects:template", pk)


@require_POST
def put_back_line(request: MemberRequest, pk: int, line_id: int) -> HttpResponse:
    line = get_object_or_404(found(request, pk).lines.all(), pk=line_id)
    acts.put_back_template_line(line, by=request.user, at=clock.now())
    return redirect("projects:template", pk)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    gone = acts.delete_template(found(request, pk), by=request.user, at=clock.now())
    undo = reverse("projects:put_back_template", args=[pk])
    toast(request, _("The template “%(name)s” is deleted.") % {"name": gone.name}, undo_url=undo)
    return redirect("projects:templates")


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_make_templates(request.user))
    gone = get_object_or_404(ProjectTemplate.objects.deleted_for(request.user), pk=pk)
    acts.put_back_template(gone, by=request.user, at=clock.now())
    return redirect("projects:template", pk)


def found(request: MemberRequest, pk: int) -> ProjectTemplate:
    require(policies.may_make_templates(request.user))
    return get_object_or_404(ProjectTemplate.objects.visible_to(request.user), pk=pk)
