"""Decisions: the list, one with what is said to it, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.inventory.actions import asking
from twinhelm.inventory.actions import decisions as actions
from twinhelm.inventory.choices import DecisionState, Shelf, Stance
from twinhelm.inventory.forms.decisions import ChangeForm, CommentForm, FilterForm, VersionForm, WhyForm
from twinhelm.inventory.models import Acceptance, Decision
from twinhelm.inventory.policies.decisions import may_comment
from twinhelm.inventory.queries import decisions as queries
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def decisions(request: MemberRequest) -> HttpResponse:
    form = FilterForm(request.GET, by=request.user)
    wanted, on = form.wanted, clock.day_in(request.user.zone, clock.now())
    counted = queries.counts(request.user, wanted, on=on)
    waiting = queries.mine_to_say(request.user).count()
    context = {
        "form": form,
        "wanted": wanted,
        "page": queries.page_wanted(request.user, wanted, request.GET.get("after", ""), on=on),
        "tabs": [(shelf, shelf.label, counted[shelf]) for shelf in Shelf],
        "lede": queries.lede(counted, waiting),
        "on": on,
        "is_first_page": "after" not in request.GET,
    }
    return render(request, "inventory/decisions.html", context)


@require_safe
@for_leads
def decisions_csv(request: MemberRequest) -> StreamingHttpResponse:
    on = clock.day_in(request.user.zone, clock.now())
    found = queries.wanted_decisions(request.user, FilterForm(request.GET, by=request.user).wanted, on=on)
    header = [_("Client"), _("Project"), _("Hat"), _("Who"), _("Before"), _("From"), _("Why"), _("State"), _("Round")]
    header += [_("Decided by"), _("Review on"), _("Fit"), _("Recommended")]
    rows = queries.rows_for_file(found.order_by("-asked_at", "-pk").iterator(chunk_size=500))
    return csv_answer("decisions", header, rows)


@require_safe
@for_leads
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk))


def find(request: MemberRequest, pk: int) -> Decision:
    rows = Decision.objects.visible_to(request.user).select_related(*queries.RELATED, "project__client")
    return get_object_or_404(rows, pk=pk)


def page(
    request: MemberRequest, found: Decision, refusal: Refusal | None = None, form: forms.Form | None = None
) -> HttpResponse:
    context = {
        "decision": found,
        "comments": queries.comments_of(found),
        "comment_form": form if isinstance(form, CommentForm) else CommentForm(),
        "change_form": form if isinstance(form, ChangeForm) else ChangeForm.of(found),
        "drop_form": form if isinstance(form, WhyForm) else WhyForm(),
        "is_asked": found.state == DecisionState.ASKED,
        "may_comment": may_comment(request.user, found),
        "fit": queries.shown(found.fit),
        "stances": [Stance.GLAD, Stance.WORRIED],
        "refusal": refusal,
    }
    status = refusal.status if refusal else 422 if form else 200
    return render(request, "inventory/decision.html", context, status=status)


def done(request: MemberRequest, found: Decision, form: forms.Form, act: Callable[[], Any]) -> HttpResponse:
    """The page again with what was typed when the form or the act says no."""
    if not form.is_valid():
        return page(request, found, form=form)
    try:
        act()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return page(request, find(request, found.pk), refusal, form)
    return redirect("inventory:decision", found.pk)


@require_POST
@for_leads
def comment_decision(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), CommentForm(request.POST)

    def act() -> None:
        stance = Stance(form.cleaned_data["stance"] or Stance.SAYS)
        asking.comment(found, stance, form.cleaned_data["text"], by=request.user, at=clock.now())

    return done(request, found, form, act)


@require_POST
@for_leads
def accept_decision(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), VersionForm(request.POST)

    def act() -> None:
        version = form.cleaned_data["version"]
        made = actions.accept_asked(found, version=version, by=request.user, at=clock.now())
        say_accepted(request, made)

    return done(request, found, form, act)


@require_POST
@for_leads
def change_decision(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), ChangeForm(request.POST)

    def act() -> None:
        chosen = dict(form.cleaned_data)
        asking.change(found, chosen.pop("member"), **chosen, by=request.user, at=clock.now())

    return done(request, found, form, act)


@require_POST
@for_leads
def drop_decision(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), WhyForm(request.POST)

    def act() -> None:
        asking.drop(found, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        toast(request, _("Dropped. Who leads stays as it is."))

    return done(request, found, form, act)


@require_POST
@for_leads
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    acceptance = get_object_or_404(Acceptance, pk=pk)
    actions.take_back(acceptance, by=request.user, at=clock.now())
    toast(request, _("Taken back. Who led before leads again."))
    if acceptance.round_id and not acceptance.round.deleted_at:  # type: ignore[union-attr]
        return redirect("inventory:round", acceptance.round_id)
    return redirect("inventory:decisions")


def say_accepted(request: MemberRequest, made: Acceptance) -> None:
    rows = list(made.decisions.select_related("member", "client", "project").order_by("pk")[:2])
    undo = reverse("inventory:take_back_acceptance", args=[made.pk])
    if len(rows) == 1:
        said = {"name": rows[0].member.name, "hat": rows[0].get_hat_display().lower(), "of": rows[0].name}
        toast(request, _("Decided: %(name)s is %(hat)s of %(of)s.") % said, undo_url=undo)
    else:
        toast(request, _("%(n)d decisions are made.") % {"n": made.decisions.count()}, undo_url=undo)
