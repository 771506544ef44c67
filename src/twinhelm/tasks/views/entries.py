"""Single time entries: log, change, delete, put back, split, copy; all of them as CSV."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import entering
from twinhelm.tasks.actions.aiming import THINGS, Aim
from twinhelm.tasks.actions.entering import RELATED, Spent
from twinhelm.tasks.forms.times import AboutForm, EntryForm
from twinhelm.tasks.models import TimeEntry
from twinhelm.tasks.policies import times as policies
from twinhelm.tasks.rules.typed import minutes_of
from twinhelm.tasks.views.timesheet import address
from twinhelm.ui.toasts import toast


@require_POST
def log_time(request: MemberRequest) -> HttpResponse:
    require(policies.may_book(request.user))
    form, about = EntryForm(request.POST, viewer=request.user), AboutForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        aim = entering.replace_aim(about.aim(request.user), said["text"], said["responsibility"], said["is_billable"])
        try:
            [made, *_more] = entering.log_time(
                aim, spent_of(said), key=about.cleaned_data["key"], by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Booked."))
            return redirect(address(made.week))
    return render(request, "tasks/time_entry.html", {"form": form, "entry": None}, status=422)


def time_entry(request: MemberRequest, pk: int) -> HttpResponse:
    entry = found(request, pk)
    may_change = policies.may_change_time(request.user, entry)
    if request.method != "POST":
        return show(request, entry, EntryForm(viewer=request.user, entry=entry))
    require(may_change)
    form = EntryForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            [first, *_more] = entering.change_time(
                entry, by=request.user, at=clock.now(), **facts_of(form.cleaned_data, entry, aim_in(request))
            )
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Changed."))
            return redirect(address(first.week))
    return show(request, entry, form, status=422)


def show(request: MemberRequest, entry: TimeEntry, form: EntryForm, *, status: int = 200) -> HttpResponse:
    may_change = policies.may_change_time(request.user, entry)
    page = {"entry": entry, "form": form, "may_change": may_change, "next_day": entry.on + timedelta(days=1)}
    return render(request, "tasks/time_entry.html", page, status=status)


@require_POST
def delete_time(request: MemberRequest, pk: int) -> HttpResponse:
    entry = found(request, pk)
    entering.delete_time(entry, by=request.user, at=clock.now())
    toast(request, _("Deleted."), undo_url=reverse("tasks:put_time_back", args=[pk]))
    return redirect(address(entry.week))


@require_POST
def put_time_back(request: MemberRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(TimeEntry.objects.deleted_for(request.user).select_related("member"), pk=pk)
    entering.put_time_back(entry, by=request.user, at=clock.now())
    toast(request, _("It is back."))
    return redirect(address(entry.week))


@require_POST
def split_time(request: MemberRequest, pk: int) -> HttpResponse:
    entry = found(request, pk)
    require(policies.may_change_time(request.user, entry))
    minutes = minutes_of(request.POST.get("minutes", "")[:20]) or 0
    entering.split_time(entry, minutes, by=request.user, at=clock.now())
    toast(request, _("These are two now."))
    return redirect(address(entry.week))


@require_POST
def copy_time(request: MemberRequest, pk: int) -> HttpResponse:
    """To the day after, by the same person alone."""
    entry = found(request, pk)
    require(policies.may_change_time(request.user, entry))
    [made] = entering.copy_time(
        entry, entry.on + timedelta(days=1), key=request.POST.get("key", "")[:40], by=request.user, at=clock.now()
    )
    toast(request, _("Copied to the next day."), undo_url=reverse("tasks:delete_time", args=[made.pk]))
    return redirect(address(made.week))


def found(request: MemberRequest, pk: int) -> TimeEntry:
    return get_object_or_404(TimeEntry.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def spent_of(said: dict[str, Any]) -> Spent:
    if said.get("began_at") and said.get("ended_at"):
        return Spent(started_at=said["began_at"], ended_at=said["ended_at"])
    return Spent(said["on"], said["minutes"])


def aim_in(request: MemberRequest) -> Aim:
    """What was chosen instead; nothing, and the entry stays where it is."""
    return AboutForm(request.POST).aim(request.user)


def facts_of(said: dict[str, Any], entry: TimeEntry, aim: Aim) -> Any:
    """Booked on something else, it counts as that does, unless another line was chosen with it."""
    facts = {name: said[name] for name in ("text", "responsibility", "is_billable", "version")}
    other = {name: thing for name in THINGS if (thing := getattr(aim, name))}
    if other and said["responsibility"] == entry.responsibility:
        facts["responsibility"] = None
    return {"spent": spent_of(said), **facts, **other}
