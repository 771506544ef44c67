"""A programme that stands changes: its terms, its clients, and days that are closed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import blackouts, replanning
from twinhelm.transition.forms.programmes import ChangeForm, terms_of
from twinhelm.transition.forms.scheduling import AddForm, BlackoutForm
from twinhelm.transition.models import Blackout, Programme
from twinhelm.transition.queries.candidates import into_waves
from twinhelm.transition.queries.planning import Plan
from twinhelm.transition.queries.preview import lede, preview_rows
from twinhelm.transition.queries.programmes import waves_of
from twinhelm.transition.queries.sources import free_clients
from twinhelm.transition.views.programme_doors import find_programme, for_leads, tell
from twinhelm.transition.views.programmes import MAKE, programme_page
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """What would move is shown before it does."""
    one, plan = find_programme(request, pk), None
    form = ChangeForm(request.POST or None, initial=initial(one))
    if request.method == "POST" and form.is_valid():
        said, changed = form.cleaned_data, replanning.Changed(form.terms, form.cleaned_data["waves"])
        try:
            if request.POST.get("act") == MAKE:
                how = {"version": said["version"], "digest": said["digest"]}
                done = replanning.change(one, changed, **how, by=request.user, at=clock.now())
                toast(request, _("“%(name)s” is changed.") % {"name": done.name})
                return redirect("transition:programme", pk)
            plan = looked(request, one, changed)
        except Refusal as refusal:
            tell(form, refusal)
    return edit_page(request, one, form, plan)


def looked(request: MemberRequest, one: Programme, changed: replanning.Changed) -> Plan:
    at = clock.now()
    replanning.refuse_change(one, changed, clock.day_in(request.user.zone, at))
    return replanning.plan_of_change(one, changed, by=request.user, at=at)


def edit_page(request: MemberRequest, one: Programme, form: ChangeForm, plan: Plan | None) -> HttpResponse:
    context = {
        "programme": one,
        "form": form,
        "plan": plan,
        "rows": preview_rows(plan) if plan else (),
        "lede": lede(plan) if plan and plan.rows else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "transition/programme_edit.html", context, status=status)


def initial(one: Programme) -> dict[str, object]:
    days = "\n".join(wave.first_on.isoformat() for wave in waves_of(one))
    return {**terms_of(one), "version": one.version, "waves": days}


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """Clients that are in no programme join this one."""
    one, at = find_programme(request, pk), clock.now()
    free = free_clients(request.user, clock.day_in(request.user.zone, at))
    ticked = {number_in(word) for word in request.POST.getlist("clients")}
    form = AddForm(request.POST or None, of=one, initial={"wave": waves_of(one)[-1:] and waves_of(one)[-1]})
    if request.method == "POST" and form.is_valid():
        chosen = [entry for entry in free if entry.client.pk in ticked]
        wave = form.cleaned_data["wave"]
        try:
            entries = into_waves(chosen, {entry.client.pk: wave.number if wave else 1 for entry in chosen})
            new_wave_on = None if wave else form.cleaned_data["new_wave_on"]
            made = replanning.add_clients(one, entries, new_wave_on=new_wave_on, by=request.user, at=at)
            toast(request, ngettext("%(n)d client is added.", "%(n)d clients are added.", len(made)) % {"n": len(made)})
            return redirect("transition:programme", pk)
        except Refusal as refusal:
            tell(form, refusal)
    context = {"programme": one, "form": form, "entries": free, "ticked": ticked}
    return render(request, "transition/programme_add.html", context, status=422 if form.errors else 200)


@require_POST
@for_leads
def add_blackout(request: MemberRequest, pk: int) -> HttpResponse:
    one = find_programme(request, pk)
    form = BlackoutForm(request.POST, of=one)
    if not form.is_valid():
        return programme_page(request, one, form)
    try:
        made = blackouts.add_blackout(one, form.days, why=form.cleaned_data["why"], by=request.user, at=clock.now())
    except Refusal as refusal:
        tell(form, refusal)
        return programme_page(request, one, form)
    said = _("Nothing changes from %(from)s to %(to)s.")
    days = {"from": date_format(made.from_on, "j F"), "to": date_format(made.to_on, "j F")}
    toast(request, said % days, undo_url=reverse("transition:blackout_lift", args=[made.pk]))
    return redirect("transition:programme", pk)


@require_POST
@for_leads
def lift_blackout(request: MemberRequest, pk: int) -> HttpResponse:
    """Said by a person, taken back by a person."""
    rows = Blackout.objects.visible_to(request.user).filter(programme__deleted_at=None)
    done = blackouts.lift_blackout(get_object_or_404(rows, pk=pk), by=request.user, at=clock.now())
    toast(request, _("Those days are open again."), undo_url=reverse("transition:blackout_again", args=[pk]))
    return redirect("transition:programme", done.programme_id)


@require_POST
@for_leads
def say_blackout_again(request: MemberRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Blackout.objects.filter(programme__deleted_at=None), pk=pk)
    done = blackouts.say_again(one, by=request.user, at=clock.now())
    return redirect("transition:programme", done.programme_id)
