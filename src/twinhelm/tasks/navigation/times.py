"""In the shell and on other pages: timer, timesheet and weeks."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.actions.merging import moves
from twinhelm.foundation import clock
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.people.models import Member
from twinhelm.tasks.models import Task, TimeEntry, Timer
from twinhelm.tasks.policies.times import may_book, may_settle_weeks
from twinhelm.tasks.queries.handed import open_last_week
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, notifies, offer, register

LATEST = 5

moves("tasks.time", TimeEntry.objects.all())
moves("tasks.timer", Timer.objects.all())

register(
    Destination(_("Time"), "tasks:timesheet", "clock", Group.HOME, 20, keys="z"),
    Destination(
        _("Weeks"),
        "tasks:weeks",
        "calendar",
        Group.HOME,
        21,
        may=may_settle_weeks,
        under="tasks:timesheet",
    ),
    Destination(_("Hours"), "tasks:time_report", "list", Group.HOME, 22, under="tasks:timesheet"),
)
offer(
    Act(_("Start a timer"), "tasks:start_timer", "clock", may=may_book, is_post=True),
    Act(_("Stop the timer"), "tasks:stop_timer", "clock", may=may_book, is_post=True),
)


@panels.shows("shell.top", "tasks/_timer_top.html", position=5)
def what_is_timed(_request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    """The running timer on every page, or the button that starts one. Cost: one query."""
    if not isinstance(member, Member) or not may_book(member):
        return None
    try:
        found = Timer.objects.select_related("task", "project", "client", "meeting").filter(member=member).first()
    except DatabaseError:  # the page that says so must still come out
        return None
    return {"timer": found, "what": name_of(found) if found else ""}


def name_of(timer: Timer) -> str:
    thing = timer.task or timer.meeting or timer.project or timer.client
    return timer.text or (str(thing) if thing else gettext("Timer"))


@panels.shows("task.side", "tasks/_time_of_task.html", position=30)
def time_of_task(request: HttpRequest, task: Task) -> Mapping[str, Any] | None:
    """Cost: two queries."""
    member = request.user
    if not isinstance(member, Member):
        return None
    latest = TimeEntry.objects.visible_to(member).filter(task=task).select_related("member")
    over = task.spent_minutes - (task.estimated_minutes or 0)
    return {
        "task": task,
        "latest": latest.order_by("-on", "-pk")[:LATEST],
        "over": over if task.estimated_minutes and over > 0 else 0,
        "may_book": may_book(member),
        "is_running": Timer.objects.filter(member=member, task=task).exists(),
    }


@notifies
def open_week(member: Member) -> Iterator[Found]:
    """Last week's sheet, from Monday on, while it isn't handed in. Cost: two queries."""
    if not may_book(member):
        return
    monday = monday_of(day_in(member.zone, clock.now())) - timedelta(days=7)
    if open_last_week(member, monday):
        words = gettext("Your week from %(day)s isn’t handed in") % {"day": date_format(monday, "j F")}
        yield Found(words, f"{reverse('tasks:timesheet')}?week={monday.isoformat()}", "clock")
