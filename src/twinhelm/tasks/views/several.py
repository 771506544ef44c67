"""Several tasks at once, deleting them, and taking an act back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.actions.removing import delete_tasks
from twinhelm.tasks.actions.undoing import undo as take_back
from twinhelm.tasks.forms.lists import SeveralForm
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.queries.removing import what_goes
from twinhelm.tasks.views.asked import back_to, chosen_ids
from twinhelm.tasks.views.telling import tell, tell_of
from twinhelm.ui.toasts import toast


@require_POST
def several(request: MemberRequest) -> HttpResponse:
    """All of them or none; a refusal names the rows."""
    keys = chosen_ids(request)
    if not keys:
        raise Invalid(_("No task is chosen. Tick some rows, or press X on them."))
    if request.POST.get("act") == "delete":
        wanted = urlencode([*(("pk", pk) for pk in keys), ("next", back_to(request))])
        return redirect(f"{reverse('tasks:delete')}?{wanted}")
    form = SeveralForm(request.POST, member=request.user)
    if not form.is_valid():
        raise Invalid(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    if not form.facts:
        raise Invalid(_("Nothing was chosen that the tasks could become."))
    act = change_tasks(keys, by=request.user, at=clock.now(), **form.facts)
    tell(request, act, list(Task.objects.filter(pk__in=keys)))
    return redirect(back_to(request))


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest) -> HttpResponse:
    """What goes is shown before."""
    keys = chosen_ids(request)
    if request.method == "POST":
        act = delete_tasks(keys, by=request.user, at=clock.now())
        count = act.changes.values("task").distinct().count()
        tell_of(request, act, ngettext("%(n)d task is deleted.", "%(n)d tasks are deleted.", count) % {"n": count})
        return redirect(back_to(request))
    tasks = list(Task.objects.visible_to(request.user).filter(pk__in=keys).select_related("project").order_by("pk"))
    if not tasks:
        raise Http404
    context = {"tasks": tasks, "preview": what_goes(tasks), "next": back_to(request)}
    return render(request, "tasks/delete.html", context)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    act = get_object_or_404(Act.objects.visible_to(request.user), pk=pk)
    take_back(act, by=request.user, at=clock.now())
    toast(request, _("It is as it was before."))
    return redirect(back_to(request))
