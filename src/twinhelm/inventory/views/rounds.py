"""Rounds: the list, setting one up, closing and deleting it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.actions import rounds as acts
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.forms.rounds import SetupForm, VersionForm, initial_of, initial_of_new, usual_name
from twinhelm.inventory.models import Round
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.round_setup import choices_for
from twinhelm.inventory.queries.rounds import round_rows
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def rounds(request: MemberRequest) -> HttpResponse:
    rows, after = round_rows(request.user, before=number_in(request.GET.get("before", "")))
    context = {"rows": rows, "after": after, "open": [row for row in rows if row.round.state != "closed"]}
    return render(request, "inventory/rounds.html", context)


@for_leads
def new(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    today, which = clock.day_in(request.user.zone, at), request.GET.get("which", "")
    choices = choices_for(request.user, today)
    initial = initial_of_new(choices, which, usual_name(today), first_of_next_month(today))
    if named := number_in(request.GET.get("client", "")):
        initial["clients"] = [named]
    form = SetupForm(request.POST or None, initial=initial, by=request.user, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.start(form.setup(), by=request.user, at=at)
            return redirect("inventory:round", made.pk)
        except Refusal as refusal:
            say(form, refusal)
    return setup_page(request, form, which=which)


@for_leads
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    one, at = find(request, pk), clock.now()
    require(may_change_round(request.user, one))
    choices = choices_for(request.user, clock.day_in(request.user.zone, at), also=one)
    form = SetupForm(request.POST or None, initial=initial_of(one), by=request.user, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            acts.change(one, form.setup(), version=version, by=request.user, at=at)
            return redirect("inventory:round", pk)
        except Refusal as refusal:
            say(form, refusal)
    return setup_page(request, form, one=one)


def setup_page(request: MemberRequest, form: SetupForm, *, one: Round | None = None, which: str = "") -> HttpResponse:
    context = {
        "form": form,
        "round": one,
        "which": which,
        "rows": form.candidate_rows(),
        "people": form.taker_rows(),
        "quarters": Quarter.choices,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "inventory/round_setup.html", context, status=status)


@require_POST
@for_leads
def close(request: MemberRequest, pk: int) -> HttpResponse:
    one, form = find(request, pk), VersionForm(request.POST)
    require(may_change_round(request.user, one))
    version = form.cleaned_data["version"] if form.is_valid() else 0
    closed = acts.close(one, version=version, by=request.user, at=clock.now())
    said = _("“%(name)s” is closed and kept.") % {"name": closed.name}
    toast(request, said, undo_url=reverse("inventory:round_reopen", args=[pk]))
    return redirect("inventory:rounds")


@require_POST
@for_leads
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    one = acts.reopen(find(request, pk), by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is open again.") % {"name": one.name})
    return redirect("inventory:round", pk)


@require_POST
@for_leads
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    one = acts.delete(find(request, pk), by=request.user, at=clock.now())
    said = _("“%(name)s” is deleted.") % {"name": one.name}
    toast(request, said, undo_url=reverse("inventory:round_put_back", args=[pk]))
    return redirect("inventory:rounds")


@require_POST
@for_leads
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    deleted = get_object_or_404(Round.objects.deleted_for(request.user), pk=pk)
    one = acts.put_back(deleted, by=request.user, at=clock.now())
    return redirect("inventory:round", one.pk)


def find(request: MemberRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("opened_by"), pk=pk)


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
