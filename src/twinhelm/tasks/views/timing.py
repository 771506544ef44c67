"""The timer: start, stop, say when it ended, discard."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.minutes import as_hours
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import timing
from twinhelm.tasks.forms.times import AboutForm, StopForm
from twinhelm.tasks.models import Timer
from twinhelm.tasks.rules.spans import is_forgotten
from twinhelm.ui.toasts import toast


@require_safe
def timer(request: MemberRequest) -> HttpResponse:
    """What runs, and when it ended if it was forgotten."""
    return show(request, StopForm(initial={"next": request.GET.get("next", "")}))


@require_POST
def start_timer(request: MemberRequest) -> HttpResponse:
    form = AboutForm(request.POST)
    aim = form.aim(request.user)
    key = form.cleaned_data.get("key") or get_random_string(24)
    try:
        timing.start(aim, key=key, by=request.user, at=clock.now())
    except timing.TimerForgotten as refusal:
        stop = StopForm(request.POST)
        stop.is_valid()
        say(stop, refusal)
        return show(request, stop, status=409)
    toast(request, _("The timer runs."))
    return back(request)


@require_POST
def stop_timer(request: MemberRequest) -> HttpResponse:
    form = StopForm(request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        ended_at: datetime | None = form.ended_at(request.user)
        made = timing.stop(key=form.cleaned_data["key"], ended_at=ended_at, by=request.user, at=clock.now())
    except timing.NoTimer as refusal:
        toast(request, refusal.reason)
        return back(request)
    except Refusal as refusal:
        say(form, refusal)
        return show(request, form, status=refusal.status)
    toast(request, _("%(time)s booked.") % {"time": as_hours(sum(one.minutes for one in made))})
    return back(request)


@require_POST
def discard_timer(request: MemberRequest) -> HttpResponse:
    timing.discard(key=request.POST.get("key", "")[:64], by=request.user, at=clock.now())
    toast(request, _("The timer is gone, and nothing of it kept."))
    return back(request)


def show(request: MemberRequest, form: StopForm, *, status: int = 200) -> HttpResponse:
    running = timing.running_of(request.user)
    page = {"timer": running, "form": form, "forgotten": is_past(running)}
    return render(request, "tasks/timer.html", page, status=status)


def is_past(running: Timer | None) -> bool:
    return running is not None and is_forgotten(running.started_at, clock.now())


def back(request: MemberRequest) -> HttpResponse:
    """To where the button stood, on this host only."""
    wanted = request.POST.get("next") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(reverse("tasks:timesheet"))
