"""Proposals of a round: having them made, looking at one, moving by hand, taking back."""

from collections.abc import Callable

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.inventory.actions import moving, proposing
from twinhelm.inventory.actions import rounds as acts
from twinhelm.inventory.choices import Aim
from twinhelm.inventory.forms.rounds import AimForm, MemberForm, RowsForm, VersionForm, WayForm
from twinhelm.inventory.models import Assignment, Round, RoundChange
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.round_rows import narrowed, rows_of
from twinhelm.inventory.queries.round_table import header, line_of
from twinhelm.inventory.queries.takers import takers_of
from twinhelm.inventory.views.doors import for_leads
from twinhelm.inventory.views.round_page import find_to_change, show
from twinhelm.inventory.views.rounds import find
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

Act = Callable[[Round, VersionForm], object]


@require_POST
@for_leads
def propose(request: MemberRequest, pk: int) -> HttpResponse:
    def act(one: Round, form: VersionForm) -> object:
        return proposing.propose(one, version=form.cleaned_data["version"], by=request.user, at=clock.now())

    return work(request, pk, VersionForm(request.POST), act)


@require_POST
@for_leads
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    proposing.call_off(find_to_change(request, pk), by=request.user, at=clock.now())
    return redirect("inventory:round", pk)


@require_POST
@for_leads
def look_at(request: MemberRequest, pk: int) -> HttpResponse:
    one, form = find_to_change(request, pk), AimForm(request.POST)
    if not form.is_valid():
        return show(request, one, refusal=Invalid(_("There is no such proposal. Choose one of the three.")))
    try:
        acts.look_at(one, Aim(form.cleaned_data["aim"]), by=request.user, at=clock.now())
    except Refusal as refusal:
        return show(request, one, refusal=refusal)
    return redirect("inventory:round", pk)


@require_safe
@for_leads
def post(request: MemberRequest, pk: int, row_id: int) -> HttpResponse:
    """Who else could take it, and what each would cost."""
    one = find(request, pk)
    row = row_of(one, row_id)
    takers = takers_of(row)
    context = {
        "round": one,
        "row": row,
        "helm": {"account": "c", "production": "p"}.get(row.hat, "h"),
        "takers": takers,
        "any_over": any(taker.is_over for taker in takers),
        "may_change": may_change_round(request.user, one),
    }
    return render(request, "inventory/round_post.html", context)


@require_POST
@for_leads
def move(request: MemberRequest, pk: int, row_id: int) -> HttpResponse:
    def act(one: Round, form: VersionForm) -> object:
        said = form.cleaned_data
        row = row_of(one, row_id)
        return moving.move(row, said["member"], version=said["version"], by=request.user, at=clock.now())

    return work(request, pk, MemberForm(request.POST), act)


@require_POST
@for_leads
def unpin(request: MemberRequest, pk: int, row_id: int) -> HttpResponse:
    def act(one: Round, form: VersionForm) -> object:
        row = row_of(one, row_id)
        return moving.unpin(row, version=form.cleaned_data["version"], by=request.user, at=clock.now())

    return work(request, pk, VersionForm(request.POST), act)


@require_POST
@for_leads
def relax(request: MemberRequest, pk: int) -> HttpResponse:
    def act(one: Round, form: VersionForm) -> object:
        said = form.cleaned_data
        proposal = get_object_or_404(one.proposals.select_related("round"), aim=said["aim"])
        return moving.relax(proposal, said["way"], version=said["version"], by=request.user, at=clock.now())

    return work(request, pk, WayForm(request.POST), act)


@require_POST
@for_leads
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """The way back in a toast carries its version in the address."""

    def act(one: Round, form: VersionForm) -> RoundChange:
        return moving.undo(one, version=form.cleaned_data["version"], by=request.user, at=clock.now())

    sent = request.POST if "version" in request.POST else request.GET
    return work(request, pk, VersionForm(sent), act)


@require_safe
@for_leads
def assignments_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    """What the table shows, narrowed and ordered alike."""
    one = find(request, pk)
    aim = request.GET.get("aim", "")
    rows = rows_of(one, Aim(aim) if aim in Aim.values else Aim(one.looking_at))
    wanted = RowsForm(request.GET, of=one).wanted
    return csv_answer(f"round-{pk}", header(), (line_of(row) for row in narrowed(rows, wanted)))


def work(request: MemberRequest, pk: int, form: VersionForm, act: Act) -> HttpResponse:
    """Every change by hand: find, form, one action, and the round's page as it is now."""
    one = find_to_change(request, pk)
    if not form.is_valid():
        return show(request, one, refusal=Invalid(form.first_error))
    try:
        done = act(one, form)
    except Refusal as refusal:
        return show(request, one, refusal=refusal)
    if isinstance(done, RoundChange) and done.undone_at:
        toast(request, _("Taken back: what was proposed before stands again."))
    return redirect("inventory:round", pk)


def row_of(one: Round, row_id: int) -> Assignment:
    rows = Assignment.objects.filter(proposal__round=one)
    wanted = rows.select_related("proposal__round", "asked__client", "asked__project", "member", "before")
    return get_object_or_404(wanted, pk=row_id)
