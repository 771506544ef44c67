"""What a task waits for, and what keeps it from going on."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.numbers import number_in
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import blocking, depending
from twinhelm.tasks.models import Dependency, Task
from twinhelm.tasks.views.asked import asked
from twinhelm.tasks.views.task import page
from twinhelm.ui.toasts import toast


@require_POST
def add_link(request: MemberRequest, pk: int) -> HttpResponse:
    """`other` is a task's number, or part of its title; a ring is refused with its chain."""
    task = asked(request, pk)
    lag = number_in(request.POST.get("lag_days", "") or "0")
    try:
        other = meant(request.user, task, request.POST.get("other", ""))
        pair = (task, other) if request.POST.get("way") == "after" else (other, task)
        depending.add_dependency(*pair, lag_days=-1 if lag is None else lag, by=request.user, at=clock.now())
    except Refusal as refusal:
        return page(request, task, status=refusal.status, refusal=refusal.reason)
    return redirect("tasks:task", task.pk)


def meant(member: Member, task: Task, words: str) -> Task:
    """Raises Invalid when none is meant, or several are."""
    seen = Task.objects.visible_to(member).exclude(pk=task.pk)
    number = number_in(words.strip().removeprefix("#").split(" ")[0]) if words.strip() else None
    if number and (found := seen.filter(pk=number).first()):
        return found
    if not words.strip():
        raise Invalid(_("Say which task: its number, or a part of its title."))
    near = list(seen.filter(project=task.project_id, title__icontains=words.strip()[:300])[:6])
    if len(near) == 1:
        return near[0]
    if not near:
        raise Invalid(_("No task of this project is called “%(words)s”.") % {"words": words.strip()[:60]})
    told = ", ".join(f"{one.pk} “{one.title[:60]}”" for one in near[:5])
    raise Invalid(_("Several are called so: %(told)s. Give the number of the one you mean.") % {"told": told})


@require_POST
def remove_link(request: MemberRequest, pk: int, other_pk: int) -> HttpResponse:
    """Between the two, whichever waits."""
    task, other = asked(request, pk), asked(request, other_pk)
    link = Dependency.objects.filter(before__in=[task, other], after__in=[task, other]).first()
    if link is None:
        raise Http404
    depending.remove_dependency(link, by=request.user, at=clock.now())
    toast(request, _("It doesn’t wait any more."))
    return redirect("tasks:task", task.pk)


@require_POST
def block(request: MemberRequest, pk: int) -> HttpResponse:
    task = asked(request, pk)
    try:
        blocking.block(task, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return page(request, task, status=refusal.status, refusal=refusal.reason)
    return redirect("tasks:task", task.pk)


@require_POST
def unblock(request: MemberRequest, pk: int) -> HttpResponse:
    task = asked(request, pk)
    blocking.unblock(task, by=request.user, at=clock.now())
    toast(request, _("It can go on."))
    return redirect("tasks:task", task.pk)
