"""One fact of a task, changed where it stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.choices import CLOSED, TaskState
from twinhelm.tasks.forms.lists import EDITABLE, FieldForm
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.work import may_change_task
from twinhelm.tasks.views.asked import asked, back_to, is_fragment
from twinhelm.tasks.views.telling import tell


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int, field: str) -> HttpResponse:
    """The text becomes a field; saved, it is text again."""
    if field not in EDITABLE:
        raise Http404
    task = asked(request, pk)
    require(may_change_task(request.user, task))
    if request.method != "POST":
        return shown(request, task, FieldForm(task=task, name=field))
    form = FieldForm(request.POST, task=task, name=field)
    if form.is_valid() and save(request, task, form):
        return redirect(back_to(request))
    return shown(request, task, form)


def save(request: MemberRequest, task: Task, form: FieldForm) -> bool:
    """A refusal stands at the field with what was typed; the next try goes over what was changed meanwhile."""
    version = form.cleaned_data["version"]
    versions = {task.pk: version} if version is not None else None
    try:
        act = change_tasks([task], versions=versions, by=request.user, at=clock.now(), **form.fact)
    except Refusal as refusal:
        form.data = {**form.data.dict(), "version": refusal.fields.get("version", str(task.version))}  # type: ignore[attr-defined]
        form.add_error(form.name, refusal.reason)
        return False
    tell(request, act, [task])
    return True


def shown(request: MemberRequest, task: Task, form: FieldForm) -> HttpResponse:
    """What came back wrong takes the place of its own form, not of the page or row that a kept one is drawn on."""
    context = {"task": task, "form": form, "field": form.name, "next": back_to(request)}
    template = "tasks/_edit.html" if is_fragment(request) else "tasks/edit.html"
    answer = render(request, template, context, status=422 if form.is_bound else 200)
    if form.is_bound:
        own = f"#edit-{task.pk}-{form.name}"
        for name, value in (("Retarget", own), ("Reselect", own), ("Reswap", "outerHTML")):
            answer[f"HX-{name}"] = value
    return answer


@require_POST
def check(request: MemberRequest, pk: int) -> HttpResponse:
    """Done, or to do again."""
    task = asked(request, pk)
    state = TaskState.TO_DO if task.state in CLOSED else TaskState.DONE
    act = change_tasks([task], by=request.user, at=clock.now(), state=state)
    tell(request, act, [task])
    return redirect(back_to(request))
