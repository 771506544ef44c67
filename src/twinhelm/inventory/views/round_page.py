"""One round: its page, and its limits."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.inventory.actions import round_limits
from twinhelm.inventory.actions import rounds as acts
from twinhelm.inventory.choices import RoundState
from twinhelm.inventory.forms.rounds import LaterForm, LimitForm, RowsForm, VersionForm
from twinhelm.inventory.models import Round, RoundLimit
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.proposing import progress_of
from twinhelm.inventory.queries.round_page import round_page
from twinhelm.inventory.queries.round_rows import PAGE
from twinhelm.inventory.views.doors import for_leads
from twinhelm.inventory.views.rounds import find
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def one_round(request: MemberRequest, pk: int) -> HttpResponse:
    return show(request, find(request, pk))


@require_POST
@for_leads
def limit(request: MemberRequest, pk: int) -> HttpResponse:
    one = find_to_change(request, pk)
    form = LimitForm(request.POST, of=one)
    if not form.is_valid():
        return show(request, one, limit_form=form, refusal=Invalid(form.first_error))
    try:
        version = form.cleaned_data["version"]
        round_limits.limit(one, form.limit(), version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        return show(request, one, limit_form=form, refusal=refusal)
    return redirect("inventory:round", pk)


@require_POST
@for_leads
def lift(request: MemberRequest, pk: int, limit_id: int) -> HttpResponse:
    one = find_to_change(request, pk)
    standing = get_object_or_404(RoundLimit.objects.select_related("round"), pk=limit_id, round=one)
    form = VersionForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        round_limits.lift(standing, version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        return show(request, one, refusal=refusal)
    toast(request, _("The limit is lifted."))
    return redirect("inventory:round", pk)


@require_POST
@for_leads
def later(request: MemberRequest, pk: int) -> HttpResponse:
    """A later day for one client; without a day, the round's again."""
    one = find_to_change(request, pk)
    form = LaterForm(request.POST, of=one)
    if not form.is_valid():
        return show(request, one, later_form=form, refusal=Invalid(form.first_error))
    said = form.cleaned_data
    try:
        acts.postpone(said["asked"], said["from_on"], version=said["version"], by=request.user, at=clock.now())
    except Refusal as refusal:
        return show(request, one, later_form=form, refusal=refusal)
    return redirect("inventory:round", pk)


def find_to_change(request: MemberRequest, pk: int) -> Round:
    """A no comes before whatever else may be wrong with the request."""
    one = find(request, pk)
    require(may_change_round(request.user, one))
    return one


def show(
    request: MemberRequest,
    one: Round,
    *,
    limit_form: LimitForm | None = None,
    later_form: LaterForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Asked by htmx while proposals are made, only the part that changes."""
    one = Round.objects.select_related("opened_by").get(pk=one.pk)
    rows_form = RowsForm(request.GET, of=one)
    page = round_page(one, clock.day_in(request.user.zone, clock.now()), rows_form.wanted)
    first = rows_form.first
    context = {
        "round": one,
        "page": page,
        "rows": page.rows[first : first + PAGE],
        "next": first + PAGE if len(page.rows) > first + PAGE else None,
        "rows_form": rows_form,
        "may_change": may_change_round(request.user, one),
        "is_proposing": one.state == RoundState.PROPOSING,
        "progress": progress_of(one.pk) if one.state == RoundState.PROPOSING else None,
        "limit_form": limit_form or LimitForm(of=one),
        "later_form": later_form or LaterForm(of=one),
        "refusal": refusal,
    }
    is_part = request.headers.get("HX-Target") == "round"
    template = "inventory/_round.html" if is_part else "inventory/round.html"
    return render(request, template, context, status=refusal.status if refusal else 200)
