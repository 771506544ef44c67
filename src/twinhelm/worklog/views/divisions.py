"""The proposed division: proposing it, working on it, sharing it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast
from twinhelm.worklog.actions import division_changes, divisions
from twinhelm.worklog.choices import Becomes
from twinhelm.worklog.forms.divisions import USUAL, ChangeForm, MemberForm, MoveForm, NameForm, ProposeForm, SeatForm
from twinhelm.worklog.models import Division, DivisionChange
from twinhelm.worklog.policies.divisions import may_change_division, may_propose_division
from twinhelm.worklog.queries.division_page import division_page
from twinhelm.worklog.queries.division_readiness import readiness
from twinhelm.worklog.queries.weeks import known_weeks
from twinhelm.worklog.views.asked import today_of

Act = Callable[[Division, ChangeForm], DivisionChange | None]
LISTED = 20


@require_safe
def current(request: MemberRequest) -> HttpResponse:
    """The newest division that the member may read, or how to come by one."""
    newest = Division.objects.visible_to(request.user).newest_first().first()
    if newest:
        return page(request, newest)
    form = ProposeForm()
    return render(request, "worklog/division_none.html", none_yet(request, form))


def none_yet(request: MemberRequest, form: ProposeForm, refusal: Refusal | None = None) -> dict[str, object]:
    known = known_weeks(request.user) if request.user.is_owner else None
    return {
        "form": form,
        "may_propose": may_propose_division(request.user),
        "missing": readiness(known.latest(USUAL, today_of(request))) if known else None,
        "is_empty": known is None,
        "refusal": refusal,
    }


@require_safe
def one(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk))


@require_POST
def propose(request: MemberRequest) -> HttpResponse:
    require(may_propose_division(request.user))
    form, known = ProposeForm(request.POST), known_weeks(request.user)
    if not known or not form.is_valid():
        return render(request, "worklog/division_none.html", none_yet(request, form), status=422)
    try:
        division = divisions.propose(
            form.period(known, today_of(request)), name=form.cleaned_data["name"], by=request.user, at=clock.now()
        )
    except divisions.TooLittleToDivide as refusal:
        return render(request, "worklog/division_none.html", none_yet(request, form, refusal), status=refusal.status)
    return redirect("worklog:division", division.pk)


@require_POST
def seat(request: MemberRequest, pk: int) -> HttpResponse:
    def act(division: Division, form: ChangeForm) -> DivisionChange | None:
        wanted = form.cleaned_data
        becomes = Becomes(wanted["becomes"])
        return divisions.seat(
            division, wanted["member"], becomes, version=wanted["version"], by=request.user, at=clock.now()
        )

    return change(request, pk, SeatForm, act)


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    def act(division: Division, form: ChangeForm) -> DivisionChange:
        wanted = form.cleaned_data
        portion = divisions.Portion(wanted["line"], wanted["giver"], wanted["taker"], wanted["hours"])
        return divisions.move(division, portion, version=wanted["version"], by=request.user, at=clock.now())

    return change(request, pk, MoveForm, act)


@require_POST
def pin(request: MemberRequest, pk: int) -> HttpResponse:
    return change(request, pk, MemberForm, with_member(request, divisions.pin))


@require_POST
def unpin(request: MemberRequest, pk: int) -> HttpResponse:
    return change(request, pk, MemberForm, with_member(request, divisions.unpin))


def with_member(request: MemberRequest, verb: Callable[..., DivisionChange | None]) -> Act:
    def act(division: Division, form: ChangeForm) -> DivisionChange | None:
        wanted = form.cleaned_data
        member: Member = wanted["member"]
        return verb(division, member, version=wanted["version"], by=request.user, at=clock.now())

    return act


@require_POST
def repropose(request: MemberRequest, pk: int) -> HttpResponse:
    return change(request, pk, ChangeForm, with_nothing(request, divisions.repropose))


@require_POST
def reset(request: MemberRequest, pk: int) -> HttpResponse:
    return change(request, pk, ChangeForm, with_nothing(request, divisions.reset))


def with_nothing(request: MemberRequest, verb: Callable[..., DivisionChange | None]) -> Act:
    def act(division: Division, form: ChangeForm) -> DivisionChange | None:
        return verb(division, version=form.cleaned_data["version"], by=request.user, at=clock.now())

    return act


@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    def act(division: Division, form: ChangeForm) -> DivisionChange | None:
        wanted = form.cleaned_data
        return divisions.rename(division, wanted["name"], version=wanted["version"], by=request.user, at=clock.now())

    return change(request, pk, NameForm, act)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """The way back in a toast carries its version in the address."""
    division = find(request, pk)
    require(may_change_division(request.user, division))
    form = ChangeForm(request.POST if "version" in request.POST else request.GET, division=division)
    if not form.is_valid():
        return no(request, division, Invalid(form.first_error))
    try:
        undone = division_changes.undo(division, version=form.cleaned_data["version"], by=request.user, at=clock.now())
    except Refusal as refusal:
        return no(request, division, refusal)
    toast(request, _("Taken back: %(sentence)s") % {"sentence": undone.sentence})
    return done(request, division)


@require_POST
def share(request: MemberRequest, pk: int) -> HttpResponse:
    division = divisions.share(find(request, pk), by=request.user, at=clock.now())
    toast(
        request,
        _("Everybody who sits in it can read it now."),
        undo_url=reverse("worklog:division_take_back", args=[pk]),
    )
    return redirect("worklog:division", division.pk)


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    division = divisions.take_back(find(request, pk), by=request.user, at=clock.now())
    toast(request, _("Only owners read it again."))
    return redirect("worklog:division", division.pk)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    division = divisions.delete(find(request, pk), by=request.user, at=clock.now())
    said = _("“%(name)s” is deleted.") % {"name": division.name}
    toast(request, said, undo_url=reverse("worklog:division_put_back", args=[pk]))
    return redirect("worklog:divisions")


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    deleted = get_object_or_404(Division.objects.deleted_for(request.user), pk=pk)
    division = divisions.put_back(deleted, by=request.user, at=clock.now())
    return redirect("worklog:division", division.pk)


def find(request: MemberRequest, pk: int) -> Division:
    return get_object_or_404(Division.objects.visible_to(request.user), pk=pk)


def change(request: MemberRequest, pk: int, shape: type[ChangeForm], act: Act) -> HttpResponse:
    """Every change by hand: find, form, one action, and the page's own piece as it is now."""
    division = find(request, pk)
    require(may_change_division(request.user, division))
    form = shape(request.POST, division=division)
    if not form.is_valid():
        return no(request, division, Invalid(form.first_error))
    try:
        changed = act(division, form)
    except Refusal as refusal:
        return no(request, division, refusal)
    if changed:
        way_back = reverse("worklog:division_undo", args=[pk])
        toast(request, changed.sentence, undo_url=f"{way_back}?version={changed.version}")
    return done(request, division)


def done(request: MemberRequest, division: Division) -> HttpResponse:
    return piece(request, division) if request.headers.get("HX-Request") else redirect("worklog:division", division.pk)


def no(request: MemberRequest, division: Division, refusal: Refusal) -> HttpResponse:
    """The division as it is now, with the sentence above it."""
    if request.headers.get("HX-Request"):
        return piece(request, division, refusal, status=422)
    return page(request, division, refusal, status=refusal.status)


def piece(
    request: MemberRequest, division: Division, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "worklog/_division.html", context_of(request, division, refusal), status=status)


def page(request: MemberRequest, division: Division, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    context = context_of(request, division, refusal)
    others = Division.objects.visible_to(request.user).exclude(pk=division.pk).newest_first()[:LISTED]
    context |= {"others": list(others), "form": ProposeForm(), "name_form": NameForm(division=division)}
    return render(request, "worklog/division.html", context, status=status)


def context_of(request: MemberRequest, division: Division, refusal: Refusal | None) -> dict[str, object]:
    division = Division.objects.select_related("made_by").get(pk=division.pk)
    may_change = may_change_division(request.user, division)
    return {
        "page": division_page(division, request.user),
        "division": division,
        "refusal": refusal,
        "may_change": may_change,
        "becomes": Becomes.choices,
    }
