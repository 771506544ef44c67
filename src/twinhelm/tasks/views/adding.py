"""Adding tasks: one, or several lines after a look."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions.adding import NewTask, add_task, add_tasks
from twinhelm.tasks.forms.lists import NewForm
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.policies.work import may_add_task
from twinhelm.tasks.views.asked import asked, back_to
from twinhelm.tasks.views.telling import tell_of

REMEMBERED = "project_of_new_task"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    require(may_add_task(request.user))
    if request.method != "POST":
        project = request.GET.get("project") or request.session.get(REMEMBERED)
        first = {"project": project, "key": uuid4().hex, "titles": request.GET.get("titles", "")}
        return form_page(request, NewForm(member=request.user, initial=first), 200)
    form = NewForm(request.POST, member=request.user)
    if not form.is_valid():
        return form_page(request, form, 422)
    request.session[REMEMBERED] = form.cleaned_data["project"].pk
    if not form.is_seen:
        return form_page(request, form, 200)
    try:
        added = add(request, form)
    except Refusal as refusal:
        say(form, refusal)
        return form_page(request, form, refusal.status)
    tell_added(request, added)
    return redirect(back_to(request))


def add(request: MemberRequest, form: NewForm) -> list[Task]:
    """A second click finds what the first one made."""
    said, at = form.cleaned_data, clock.now()
    if len(said["titles"]) == 1:
        [title] = said["titles"]
        return [add_task(said["project"], title=title, key=said["key"], by=request.user, at=at, **form.facts)]
    keys = [f"{said['key']}:{n}" if said["key"] else "" for n in range(len(said["titles"]))]
    if made := list(Task.objects.filter(project=said["project"], source="", source_key__in=filter(None, keys))):
        return made
    rows = [
        NewTask(project=said["project"], title=title, source_key=key, facts=form.facts)  # type: ignore[arg-type]
        for title, key in zip(said["titles"], keys, strict=True)
    ]
    return add_tasks(rows, by=request.user, at=at)


def tell_added(request: MemberRequest, added: list[Task]) -> None:
    act = Act.objects.filter(changes__task=added[0]).order_by("pk").first()
    words = {"title": added[0].title[:60], "count": len(added)}
    if act:
        tell_of(request, act, ngettext("“%(title)s” is added.", "%(count)d tasks are added.", len(added)) % words)


def form_page(request: MemberRequest, form: NewForm, status: int) -> HttpResponse:
    lines = form.cleaned_data.get("titles", []) if form.is_bound and form.is_valid() else []
    context = {"form": form, "lines": lines if len(lines) > 1 else [], "next": back_to(request)}
    return render(request, "tasks/new.html", context, status=status)


@require_POST
def add_subtask(request: MemberRequest, pk: int) -> HttpResponse:
    task = asked(request, pk)
    key = request.POST.get("key", "")
    title = request.POST.get("title", "")
    made = add_task(task.project, title=title, key=key, parent=task, by=request.user, at=clock.now())
    tell_added(request, [made])
    return redirect(reverse("tasks:task", args=[task.pk]) + "#task-subtasks")
