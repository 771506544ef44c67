"""The plan of one client: its days, its wave, who leads instead, and what stands in the way."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.clients.choices import Part
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import blackouts, replanning, scheduling
from twinhelm.transition.forms.scheduling import DayForm, LeadForm, OutForm, OverruleForm, WaveForm
from twinhelm.transition.models import Transition, Wave
from twinhelm.transition.queries.in_the_way import in_the_way
from twinhelm.transition.queries.programme_page import gone_leads
from twinhelm.transition.views.programme_doors import find_transition, for_leads, tell
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    return plan_page(request, find_transition(request, pk))


def plan_page(
    request: MemberRequest, one: Transition, *, status: int = 200, **bound: forms.Form | Mapping[str, Any]
) -> HttpResponse:
    version = {"version": one.version}
    context = {
        "transition": one,
        "stages": list(one.stages.select_related("owner").order_by("due_on", "pk")),
        "blocks": in_the_way(one, at=clock.now()),
        "gone": gone_leads(one),
        "day_form": DayForm(of=one, initial=version),
        "wave_form": WaveForm(of=one, initial=version | {"wave": one.wave_id}),
        "lead_form": LeadForm(initial=version),
        "out_form": OutForm(initial=version),
        **bound,
    }
    return render(request, "transition/plan.html", context, status=status)


@require_POST
@for_leads
def reschedule(request: MemberRequest, pk: int) -> HttpResponse:
    one = find_transition(request, pk)
    form = DayForm(request.POST, of=one)
    if not form.is_valid():
        return plan_page(request, one, status=422, day_form=form)
    try:
        version = form.cleaned_data["version"]
        done = scheduling.reschedule(one, form.wish, version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return plan_page(request, one, status=refusal.status, day_form=form)
    toast(request, moved_words(done, form.wish))
    return redirect("transition:plan", pk)


def moved_words(done: Transition, wish: scheduling.Wish) -> str:
    said = {"name": done.client.name, "day": date_format(wish.day, "j F Y")}
    if wish.step == scheduling.EFFECTIVE:
        return _("%(name)s is handed over on %(day)s. If they were told another day, write to them.") % said
    return _("That is due on %(day)s now.") % said


@require_POST
@for_leads
def move(request: MemberRequest, pk: int) -> HttpResponse:
    one = find_transition(request, pk)
    form = WaveForm(request.POST, of=one)
    if not form.is_valid():
        return plan_page(request, one, status=422, wave_form=form)
    try:
        said = form.cleaned_data
        done = replanning.move_to_wave(one, said["wave"], version=said["version"], by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return plan_page(request, one, status=refusal.status, wave_form=form)
    undo = reverse("transition:move_back", args=[pk, one.wave.number, done.version])
    toast(request, _("%(name)s changes with its new wave.") % {"name": one.client.name}, undo_url=undo)
    return redirect("transition:plan", pk)


@require_POST
@for_leads
def move_back(request: MemberRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Takes back that a client was moved, as long as nothing happened since."""
    one = find_transition(request, pk)
    wave = get_object_or_404(Wave.objects.filter(programme=one.programme_id), number=number)
    replanning.move_to_wave(one, wave, version=version, by=request.user, at=clock.now())
    return redirect("transition:plan", pk)


@require_POST
@for_leads
def replace_lead(request: MemberRequest, pk: int) -> HttpResponse:
    one, form = find_transition(request, pk), LeadForm(request.POST)
    if not form.is_valid():
        return plan_page(request, one, status=422, lead_form=form)
    said = form.cleaned_data
    try:
        how = {"why": said["why"], "version": said["version"]}
        scheduling.replace_lead(one, Part(said["part"]), said["member"], **how, by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return plan_page(request, one, status=refusal.status, lead_form=form)
    toast(request, _("%(who)s leads %(name)s instead.") % {"who": said["member"].name, "name": one.client.name})
    return redirect("transition:plan", pk)


@require_POST
@for_leads
def take_out(request: MemberRequest, pk: int) -> HttpResponse:
    one, form = find_transition(request, pk), OutForm(request.POST)
    if not form.is_valid():
        return plan_page(request, one, status=422, out_form=form)
    try:
        said = form.cleaned_data
        replanning.take_out(one, why=said["why"], version=said["version"], by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return plan_page(request, one, status=refusal.status, out_form=form)
    undo = reverse("transition:put_back_in", args=[pk])
    toast(request, _("%(name)s is taken out; nothing else changes for it.") % {"name": one.client.name}, undo_url=undo)
    return redirect("transition:programme", one.programme_id)


@require_POST
@for_leads
def put_back_in(request: MemberRequest, pk: int) -> HttpResponse:
    one = replanning.put_back_in(find_transition(request, pk), by=request.user, at=clock.now())
    return redirect("transition:plan", one.pk)


@require_POST
@for_leads
def overrule(request: MemberRequest, pk: int) -> HttpResponse:
    one, form = find_transition(request, pk), OverruleForm(request.POST)
    if not form.is_valid():
        return plan_page(request, one, status=422, overrule_form=form)
    try:
        said = form.cleaned_data
        blackouts.overrule(one, said["key"], why=said["why"], by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return plan_page(request, one, status=refusal.status, overrule_form=form)
    toast(request, _("%(name)s goes ahead all the same.") % {"name": one.client.name})
    return redirect("transition:transition", pk)


@require_POST
@for_leads
def take_back_overrule(request: MemberRequest, pk: int) -> HttpResponse:
    one = find_transition(request, pk)
    blackouts.take_back_overrule(one, request.POST.get("key", "")[:80], by=request.user, at=clock.now())
    toast(request, _("Those days count again for %(name)s.") % {"name": one.client.name})
    return redirect("transition:transition", pk)
