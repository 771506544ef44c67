"""How needs are reckoned: weights, the period, and what another choice would change."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.actions import reckoning as actions
from twinhelm.inventory.forms.reckoning import ReckoningForm
from twinhelm.inventory.policies.needs import may_change_reckoning
from twinhelm.inventory.queries.counting import counting_now, weighings
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.queries.reckoning import changes_shown, foresight
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def show(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, ReckoningForm.showing(settings(), weighings()))
    require(may_change_reckoning(request.user))
    form = ReckoningForm(request.POST, weighed=weighings())
    if not form.is_valid():
        return page(request, form)
    try:
        change = actions.change_reckoning(
            form.wanted, version=form.cleaned_data["version"], by=request.user, at=clock.now()
        )
    except Refusal as refusal:
        return refused(request, form, refusal)
    undo_url = f"{reverse('inventory:undo_reckoning')}?version={change.version}" if change else ""
    words = _("Saved; needs are being counted anew.") if change else _("Everything is as it was.")
    toast(request, words, undo_url=undo_url)
    return redirect("inventory:reckoning")


@require_POST
@for_leads
def preview(request: MemberRequest) -> HttpResponse:
    """What would change, before anything is saved."""
    require(may_change_reckoning(request.user))
    form = ReckoningForm(request.POST, weighed=weighings())
    if not form.is_valid():
        return render(request, "inventory/_foresight.html", {"form": form}, status=422)
    wanted = form.wanted
    is_new_period = wanted.weeks != settings().weeks
    found = foresight(request.user, wanted.weights, middle=wanted.middle, is_new_period=is_new_period)
    return render(request, "inventory/_foresight.html", {"foresight": found})


@require_POST
@for_leads
def undo(request: MemberRequest) -> HttpResponse:
    require(may_change_reckoning(request.user))
    version = number_in(request.POST.get("version", "") or request.GET.get("version", "")) or 0
    try:
        actions.undo_reckoning(version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        return page(request, ReckoningForm.showing(settings(), weighings()), refusal)
    toast(request, _("Taken back; needs are being counted anew."))
    return redirect("inventory:reckoning")


def refused(request: MemberRequest, form: ReckoningForm, refusal: Refusal) -> HttpResponse:
    if isinstance(refusal, actions.ReckonedMeanwhile):
        form.show_version(refusal.fields["version"])
    say(form, refusal)
    return page(request, form)


def page(request: MemberRequest, form: ReckoningForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "settings": settings(),
        "weighed": weighings(),
        "counting": counting_now(),
        "changes": changes_shown(),
        "may_change": may_change_reckoning(request.user),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "inventory/reckoning.html", context, status=status)
