"""Pages of task templates: the list, one with its tasks, and its use on a project."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import templates as actions
from twinhelm.tasks.forms.templates import (
    LineForms,
    OfProjectForm,
    TemplateForm,
    UseForm,
    choices_for,
    initial_of,
    lines_of,
)
from twinhelm.tasks.models import TaskTemplate
from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.tasks.queries.arriving import members_to_match
from twinhelm.tasks.queries.templates import Planned, planned, templates_with_sums
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def templates(request: MemberRequest) -> HttpResponse:
    require(may_keep_shapes(request.user))
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.add_task_template(said["name"], summary=said["summary"], by=request.user, at=clock.now())
            return redirect("tasks:template", made.pk)
        except Refusal as refusal:
            say(form, refusal)
    return listed(request, form, OfProjectForm(member=request.user))


def listed(request: MemberRequest, form: TemplateForm, of_project: OfProjectForm) -> HttpResponse:
    context = {"rows": templates_with_sums(request.user), "form": form, "of_project": of_project}
    is_wrong = form.errors or of_project.errors
    return render(request, "tasks/templates.html", context, status=422 if is_wrong else 200)


@require_POST
def of_project(request: MemberRequest) -> HttpResponse:
    """Named anew, the tasks of a project are a template."""
    require(may_keep_shapes(request.user))
    form = OfProjectForm(request.POST, member=request.user)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.template_of_project(said["project"], said["name"], by=request.user, at=clock.now())
            return redirect("tasks:template", made.pk)
        except Refusal as refusal:
            say(form, refusal)
    return listed(request, TemplateForm(), form)


@require_safe
def templates_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(may_keep_shapes(request.user))
    header = [
        _("Template"),
        _("Number"),
        _("Task"),
        _("Skill"),
        _("Minutes"),
        _("Begins after days"),
        _("Due after days"),
    ]
    rows = TaskTemplate.objects.visible_to(request.user).by_name().prefetch_related("tasks__skill")
    return csv_answer(
        "task-templates",
        header,
        [
            [str(cell if cell is not None else "") for cell in cells_of(template, line)]
            for template in rows
            for line in sorted(template.tasks.all(), key=lambda one: one.number)
        ],
    )


def cells_of(template: TaskTemplate, line: Any) -> Sequence[object]:
    days = (line.starts_after_days, line.due_after_days)
    return (template.name, line.number, line.title, line.skill, line.estimated_minutes, *days)


@require_http_methods(BOTH)
def template(request: MemberRequest, pk: int) -> HttpResponse:
    found = asked(request, pk)
    form = TemplateForm(request.POST or None, initial={name: getattr(found, name) for name in TemplateForm.base_fields})
    tasks = initial_of(list(found.tasks.order_by("number")))
    with_choices = {"choices": choices_for(request.user)}
    lines = LineForms(request.POST or None, initial=tasks, prefix="t", form_kwargs=with_choices)
    if request.method == "POST" and form.is_valid() and lines.is_valid() and kept(request, found, form, lines):
        toast(request, _("“%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
        return redirect("tasks:template", pk)
    context = {"template": found, "form": form, "lines": lines, "n": len(tasks)}
    is_wrong = form.errors or (lines.is_bound and not lines.is_valid())
    return render(request, "tasks/template.html", context, status=422 if is_wrong else 200)


def kept(request: MemberRequest, found: TaskTemplate, form: TemplateForm, lines: Any) -> bool:
    said = form.cleaned_data
    try:
        actions.change_task_template(
            found,
            version=said["version"] or found.version,
            name=said["name"],
            summary=said["summary"],
            lines=lines_of(lines),
            by=request.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        say(form, refusal)
        return False
    return True


@require_http_methods(BOTH)
def use(request: MemberRequest, pk: int) -> HttpResponse:
    """A look shows the days and who would do what; only the second press makes tasks."""
    found, today = asked(request, pk), clock.day_in(request.user.zone, clock.now())
    start = {"project": request.GET.get("project"), "first_on": today, "key": get_random_string(24)}
    form = UseForm(request.POST or None, member=request.user, initial=start)
    if request.method != "POST" or not form.is_valid():
        return used_page(request, found, form)
    said = form.cleaned_data
    tasks = planned(found, said["project"], said["first_on"], today)
    members = {str(one.pk): one for one in members_to_match()}
    if "make" in request.POST and make(request, found, form, chosen_of(request.POST, tasks, members)):
        return redirect(f"{reverse('tasks:tasks')}?project={said['project'].pk}")
    return used_page(request, found, form, tasks=offered(tasks, request.POST), members=list(members.values()))


def make(request: MemberRequest, found: TaskTemplate, form: UseForm, people: Mapping[int, Member | None]) -> bool:
    said = form.cleaned_data
    how = actions.Use(first_on=said["first_on"], people=people, is_seating=said["is_seating"], key=said["key"])
    try:
        made = actions.use_template(found, said["project"], how, by=request.user, at=clock.now())
    except Refusal as refusal:
        say(form, refusal)
        return False
    words = ngettext("%(n)d task is on %(project)s now.", "%(n)d tasks are on %(project)s now.", len(made))
    toast(request, words % {"n": len(made), "project": said["project"].name})
    return True


def chosen_of(
    posted: Mapping[str, str], tasks: Sequence[Planned], members: Mapping[str, Member]
) -> dict[int, Member | None]:
    return {one.line.number: members.get(posted.get(f"who-{one.line.number}", "")) for one in tasks}


def offered(tasks: Sequence[Planned], posted: Mapping[str, str]) -> list[tuple[Planned, str]]:
    """Each with the key of whoever is chosen: as it was sent, else as it is proposed."""
    return [(one, posted.get(f"who-{one.line.number}", str(one.proposal.key or ""))) for one in tasks]


def used_page(request: MemberRequest, found: TaskTemplate, form: UseForm, **more: Any) -> HttpResponse:
    context = {"template": found, "form": form, **more}
    return render(request, "tasks/use_template.html", context, status=422 if form.errors else 200)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    found = asked(request, pk)
    actions.delete_task_template(found, by=request.user, at=clock.now())
    undo_url = reverse("tasks:put_template_back", args=[pk])
    toast(request, _("“%(name)s” is deleted. Its tasks stay.") % {"name": found.name}, undo_url=undo_url)
    return redirect("tasks:templates")


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    seen = TaskTemplate.objects.visible_to(request.user) | TaskTemplate.objects.deleted_for(request.user)
    found = get_object_or_404(seen, pk=pk)
    actions.put_task_template_back(found, by=request.user, at=clock.now())
    return redirect("tasks:template", pk)


def asked(request: MemberRequest, pk: int) -> TaskTemplate:
    return get_object_or_404(TaskTemplate.objects.visible_to(request.user), pk=pk)
