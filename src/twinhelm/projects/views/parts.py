"""The pieces of a project: who leads and works on it, its scope, milestones and technical facts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.clients.choices import Mode
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.projects import actions, policies
from twinhelm.projects.forms import DayForm, FactForm, LeadForm, MilestoneForm, ModeForm, OrderForm, ScopeForm, SeatForm
from twinhelm.projects.models import Project
from twinhelm.projects.views.one import find, page
from twinhelm.ui.toasts import toast

Act = Callable[[], Any]


def done(request: MemberRequest, project: Project, form: forms.Form, act: Act) -> HttpResponse:
    """The page again with what was typed when the form or the act says no."""
    if not form.is_valid():
        return page(request, project, refused=form)
    try:
        act()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return page(request, project, refusal, refused=form)
    return redirect("projects:project", project.pk)


@require_POST
def set_lead(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), LeadForm(request.POST)
    require(policies.may_set_lead(request.user))
    return done(
        request,
        project,
        form,
        lambda: actions.set_lead(project, **form.cleaned_data, by=request.user, at=clock.now()),
    )


@require_POST
def take_back_lead(request: MemberRequest, pk: int, lead_id: int) -> HttpResponse:
    project = find(request, pk)
    lead = get_object_or_404(project.leads.all(), pk=lead_id)
    actions.take_back_lead(lead, by=request.user, at=clock.now())
    toast(request, _("That decision no longer counts."))
    return redirect("projects:project", pk)


@require_POST
def set_mode(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), ModeForm(request.POST)
    require(policies.may_set_lead(request.user))

    def act() -> None:
        chosen = form.cleaned_data
        mode, day = Mode(chosen["mode"]), chosen["from_on"]
        actions.set_mode(project, mode, from_on=day, reason=chosen["why"], by=request.user, at=clock.now())

    return done(request, project, form, act)


@require_POST
def take_back_mode(request: MemberRequest, pk: int, mode_id: int) -> HttpResponse:
    project = find(request, pk)
    row = get_object_or_404(project.modes.all(), pk=mode_id)
    actions.take_back_mode(row, by=request.user, at=clock.now())
    toast(request, _("That decision no longer counts."))
    return redirect("projects:project", pk)


@require_POST
def take_seat(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), SeatForm(request.POST)
    require(policies.may_change_project(request.user))

    def act() -> None:
        since_on = form.cleaned_data["since_on"] or clock.day_in(request.user.zone, clock.now())
        actions.take_seat(project, form.cleaned_data["member"], since_on=since_on, by=request.user, at=clock.now())

    return done(request, project, form, act)


@require_POST
def leave_seat(request: MemberRequest, pk: int, seat_id: int) -> HttpResponse:
    project, at = find(request, pk), clock.now()
    seat = get_object_or_404(project.seats.all(), pk=seat_id)
    actions.leave_seat(seat, on=clock.day_in(request.user.zone, at), by=request.user, at=at)
    return redirect("projects:project", pk)


@require_POST
def add_scope_item(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), ScopeForm(request.POST)
    require(policies.may_change_project(request.user))
    return done(
        request, project, form, lambda: actions.add_scope_item(project, by=request.user, at=clock.now(), **form.facts)
    )


@require_POST
def change_scope_item(request: MemberRequest, pk: int, scope_item_id: int) -> HttpResponse:
    project, form = find(request, pk), ScopeForm(request.POST)
    row = get_object_or_404(project.scope_items.filter(deleted_at=None), pk=scope_item_id)
    require(policies.may_change_project(request.user))
    return done(
        request, project, form, lambda: actions.change_scope_item(row, by=request.user, at=clock.now(), **form.facts)
    )


@require_POST
def order_scope(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), OrderForm(request.POST)
    require(policies.may_change_project(request.user))
    return done(request, project, form, lambda: actions.order_scope(project, form.ids, by=request.user, at=clock.now()))


@require_POST
def delete_scope_item(request: MemberRequest, pk: int, scope_item_id: int) -> HttpResponse:
    project = find(request, pk)
    row = get_object_or_404(project.scope_items.all(), pk=scope_item_id)
    actions.delete_scope_item(row, by=request.user, at=clock.now())
    undo = reverse("projects:put_back_scope_item", args=[pk, row.pk])
    toast(request, _("“%(name)s” is no longer in the scope.") % {"name": row.name}, undo_url=undo)
    return redirect("projects:project", pk)


@require_POST
def put_back_scope_item(request: MemberRequest, pk: int, scope_item_id: int) -> HttpResponse:
    row = get_object_or_404(find(request, pk).scope_items.all(), pk=scope_item_id)
    actions.put_back_scope_item(row, by=request.user, at=clock.now())
    return redirect("projects:project", pk)


@require_POST
def add_milestone(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), MilestoneForm(request.POST)
    require(policies.may_change_project(request.user))
    return done(
        request,
        project,
        form,
        lambda: actions.add_milestone(project, **form.cleaned_data, by=request.user, at=clock.now()),
    )


@require_POST
def move_milestone(request: MemberRequest, pk: int, milestone_id: int) -> HttpResponse:
    project, form = find(request, pk), DayForm(request.POST)
    row = get_object_or_404(project.milestones.all(), pk=milestone_id)
    require(policies.may_change_project(request.user))
    return done(
        request,
        project,
        form,
        lambda: actions.move_milestone(row, **form.cleaned_data, by=request.user, at=clock.now()),
    )


@require_POST
def reach_milestone(request: MemberRequest, pk: int, milestone_id: int) -> HttpResponse:
    at = clock.now()
    row = get_object_or_404(find(request, pk).milestones.all(), pk=milestone_id)
    actions.reach_milestone(row, on=clock.day_in(request.user.zone, at), by=request.user, at=at)
    undo = reverse("projects:reopen_milestone", args=[pk, row.pk])
    toast(request, _("“%(name)s” is reached.") % {"name": row.name}, undo_url=undo)
    return redirect("projects:project", pk)


@require_POST
def reopen_milestone(request: MemberRequest, pk: int, milestone_id: int) -> HttpResponse:
    row = get_object_or_404(find(request, pk).milestones.all(), pk=milestone_id)
    actions.reopen_milestone(row, by=request.user, at=clock.now())
    return redirect("projects:project", pk)


@require_POST
def remove_milestone(request: MemberRequest, pk: int, milestone_id: int) -> HttpResponse:
    row = get_object_or_404(find(request, pk).milestones.all(), pk=milestone_id)
    actions.remove_milestone(row, by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is no longer a milestone.") % {"name": row.name})
    return redirect("projects:project", pk)


@require_POST
def note_fact(request: MemberRequest, pk: int) -> HttpResponse:
    project, form = find(request, pk), FactForm(request.POST)
    require(policies.may_change_project(request.user))
    return done(
        request,
        project,
        form,
        lambda: actions.note_technical_fact(project, **form.cleaned_data, by=request.user, at=clock.now()),
    )


@require_POST
def drop_fact(request: MemberRequest, pk: int, fact_id: int) -> HttpResponse:
    row = get_object_or_404(find(request, pk).technical_facts.all(), pk=fact_id)
    actions.drop_technical_fact(row, by=request.user, at=clock.now())
    return redirect("projects:project", pk)
