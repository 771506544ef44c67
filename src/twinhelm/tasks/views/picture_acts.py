"""What is done on board and timeline: each answers what to draw now, or the sentence of a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.actions.depending import add_dependency, remove_dependency
from twinhelm.tasks.actions.following import follow, would_follow
from twinhelm.tasks.actions.placing import place
from twinhelm.tasks.actions.undoing import undo
from twinhelm.tasks.forms.pictures import DaysForm, LinkForm
from twinhelm.tasks.models import Act, Dependency, Task
from twinhelm.tasks.views.pictures import FEEDS, asked_by

Said = dict[str, Any]
MOST = 500


def answering(view: Callable[..., Said]) -> Callable[..., HttpResponse]:
    """With the picture anew, narrowed as the address says; a refusal stores nothing."""

    @wraps(view)
    def answered(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = view(request, *args, **kwargs)
        except Refusal as refusal:
            return as_json({"reason": refusal.reason}, refusal.status)
        draw = FEEDS.get(request.GET.get("of", ""))
        return as_json(said | ({"feed": draw(asked_by(request))} if draw else {}))

    return answered


def as_json(said: Said, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(said), content_type="application/json", status=status)


def way_back(act: Act) -> Said:
    return {"undo": reverse("tasks:picture_undo", args=[act.pk]), "undo_label": _("Take back")}


def asked_task(request: MemberRequest, name: str = "task") -> Task:
    tasks = Task.objects.visible_to(request.user).select_related("project__client", "assignee")
    return get_object_or_404(tasks, pk=number_in(request.POST.get(name, "")) or 0)


@require_POST
@answering
def put(request: MemberRequest) -> Said:
    """Tasks into a column, below a card or at its top."""
    keys = [key for one in request.POST.get("tasks", "").split(",")[:MOST] if (key := number_in(one))]
    if not keys:
        raise Invalid(_("No card was chosen. Choose one and move it again."))
    after = asked_task(request, "after") if request.POST.get("after") else None
    act = place(keys, state=request.POST.get("state", ""), after=after, by=request.user, at=clock.now())
    return way_back(act)


@require_POST
@answering
def days(request: MemberRequest) -> Said:
    """From when to when a task runs."""
    task, form = asked_task(request), DaysForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("These are no days. Give them as year, month and day."))
    facts = {"starts_on": form.cleaned_data["starts_on"], "due_on": form.cleaned_data["due_on"]}
    version = form.cleaned_data["version"]
    versions = {task.pk: version} if version else None
    return way_back(change_tasks([task], versions=versions, by=request.user, at=clock.now(), **facts))


@require_POST
@answering
def tie(request: MemberRequest) -> Said:
    """One task waits for another from now on."""
    before, after, form = asked_task(request, "before"), asked_task(request, "after"), LinkForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The days between two tasks are a whole number from 0 to 365."))
    add_dependency(before, after, lag_days=form.cleaned_data["lag_days"] or 0, by=request.user, at=clock.now())
    return {}


@require_POST
@answering
def untie(request: MemberRequest, pk: int) -> Said:
    seen = Task.objects.visible_to(request.user).values("pk")
    line = get_object_or_404(Dependency.objects.filter(before__in=seen, after__in=seen), pk=pk)
    remove_dependency(line, by=request.user, at=clock.now())
    return {}


@require_POST
@answering
def look(request: MemberRequest) -> Said:
    """Which followers would move, and to when; nothing is written."""
    return {"moves": would_follow(asked_task(request), by=request.user)}


@require_POST
@answering
def move_followers(request: MemberRequest) -> Said:
    """Those that begin too early begin on the first day that fits."""
    act = follow(asked_task(request), by=request.user, at=clock.now())
    return way_back(act)


@require_POST
@answering
def take_back(request: MemberRequest, pk: int) -> Said:
    act = get_object_or_404(Act.objects.visible_to(request.user), pk=pk)
    undo(act, by=request.user, at=clock.now())
    return {"said": _("Taken back.")}
