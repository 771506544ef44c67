"""What is done to a task from its row in My work: done, begun, what is left, taken, timed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.minutes import as_hours
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import timing
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.rules.typed import minutes_of
from twinhelm.tasks.views.mine import shown
from twinhelm.ui.toasts import toast

STATES = {
    "done": (TaskState.DONE, gettext_lazy("“%(title)s” is done.")),
    "check": (TaskState.CHECKING, gettext_lazy("“%(title)s” is to be checked.")),
    "begin": (TaskState.DOING, gettext_lazy("“%(title)s” is in progress.")),
    "rest": (TaskState.TO_DO, gettext_lazy("“%(title)s” is to do again.")),
}


@require_POST
def change_mine(request: MemberRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    facts, said = wanted(request, task)
    act = change_tasks([task], by=request.user, at=clock.now(), **facts)
    toast(request, said, undo_url=way_back(act))
    return shown(request)


@require_POST
def time_mine(request: MemberRequest, pk: int) -> HttpResponse:
    """Starts the timer on a task; pressed again it stops and books."""
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    now, running = clock.now(), timing.running_of(request.user)
    if running and running.task_id == task.pk:
        made = timing.stop(key=running.key, by=request.user, at=now)
        toast(request, _("%(time)s booked.") % {"time": as_hours(sum(one.minutes for one in made))})
    else:
        timing.start(Aim(task=task), key=get_random_string(24), by=request.user, at=now)
        toast(request, _("The timer runs."))
    return shown(request)


def wanted(request: MemberRequest, task: Task) -> tuple[dict[str, Any], str]:
    """What shall change, and what is said of it. Raises Invalid."""
    asked, title = request.POST.get("act", ""), task.title[:60]
    if asked in STATES:
        state, said = STATES[asked]
        return {"state": state}, str(said) % {"title": title}
    if asked == "take":
        return {"assignee": request.user}, _("“%(title)s” is yours.") % {"title": title}
    if asked != "left":
        raise Invalid(_("This page is from another version. Load it again."))
    minutes = minutes_of(request.POST.get("left", "")[:20])
    if minutes is None:
        raise Invalid(_("What is left of “%(title)s” can’t be read. Type 1:30, 1.5 h or 90 min.") % {"title": title})
    return {"remaining_minutes": minutes}, _("%(time)s left of “%(title)s”.") % {
        "time": as_hours(minutes),
        "title": title,
    }


def way_back(act: Act) -> str:
    try:
        return reverse("tasks:undo", args=[act.pk]) + "?" + urlencode({"next": reverse("tasks:my_work")})
    except NoReverseMatch:
        return ""
