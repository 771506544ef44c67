"""Programmes: the list, setting one up, one of them, starting and ending it."""

from collections.abc import Callable
from datetime import date, timedelta
from secrets import token_urlsafe

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import programmes as acts
from twinhelm.transition.choices import TransitionState
from twinhelm.transition.forms.programmes import SetupForm, terms_of
from twinhelm.transition.forms.scheduling import BlackoutForm
from twinhelm.transition.models import Programme
from twinhelm.transition.policies.programmes import may_steer
from twinhelm.transition.queries.planning import Plan, plan_for
from twinhelm.transition.queries.preview import lede, preview_rows
from twinhelm.transition.queries.programme_page import blackouts_of, plan_table, planned_rows, taken_out
from twinhelm.transition.queries.programmes import programme_rows, waves_of
from twinhelm.transition.queries.sources import Source, source_for
from twinhelm.transition.views.programme_doors import find_programme, for_leads, tell
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

MAKE = "make"
Act = Callable[..., Programme]


@require_safe
@for_leads
def programmes(request: MemberRequest) -> HttpResponse:
    return render(request, "transition/programmes.html", {"rows": programme_rows(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def new(request: MemberRequest) -> HttpResponse:
    """Nothing is stored until somebody has looked at the plan and makes it."""
    at = clock.now()
    source = source_for(request.user, clock.day_in(request.user.zone, at), request.GET.get("round", ""))
    form = SetupForm(
        request.POST or None, initial=initial(source, request), entries=source.entries, of_round=source.round
    )
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == MAKE:
                return made(request, form)
            setup = form.setup()
            acts.refuse_setup(setup, clock.day_in(request.user.zone, at))
            plan = plan_for(setup, by=request.user, at=at)
        except Refusal as refusal:
            tell(form, refusal)
    return setup_page(request, form, source, plan)


def made(request: MemberRequest, form: SetupForm) -> HttpResponse:
    said = form.cleaned_data
    one = acts.create(form.setup(), key=said["key"], digest=said["digest"], by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is planned. It begins when an owner starts it.") % {"name": one.name})
    return redirect("transition:programme", one.pk)


def setup_page(request: MemberRequest, form: SetupForm, source: Source, plan: Plan | None) -> HttpResponse:
    context = {
        "form": form,
        "source": source,
        "plan": plan,
        "rows": preview_rows(plan) if plan else (),
        "waves": range(1, len(form.first_days()) + 1) if plan else (),
        "lede": lede(plan) if plan else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "transition/programme_new.html", context, status=status)


def initial(source: Source, request: MemberRequest) -> dict[str, object]:
    today = clock.day_in(request.user.zone, clock.now())
    count = len(source.entries) if source.round else 12
    usual = {"waves": max(1, min(4, round(count / 12))), "weeks_between": 8, "first_on": next_monday(today)}
    return {**terms_of(None), "name": _("Two helms"), **usual, "key": token_urlsafe(24)}


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


@require_safe
@for_leads
def programme(request: MemberRequest, pk: int) -> HttpResponse:
    return programme_page(request, find_programme(request, pk))


def programme_page(request: MemberRequest, one: Programme, form: BlackoutForm | None = None) -> HttpResponse:
    rows = planned_rows(one, request.user, at=clock.now())
    context = {
        "programme": one,
        "rows": rows,
        "waves": waves_of(one),
        "through": sum(row.transition.state == TransitionState.THROUGH for row in rows),
        "waiting": sum(bool(row.in_the_way) for row in rows),
        "gone": [row for row in rows if row.gone_leads],
        "taken_out": taken_out(one, request.user),
        "blackouts": blackouts_of(one, request.user),
        "form": form or BlackoutForm(of=one),
        "may_steer": may_steer(request.user),
    }
    return render(request, "transition/programme.html", context, status=422 if form and form.errors else 200)


@require_safe
@for_leads
def programme_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    one = find_programme(request, pk)
    return csv_answer(_("plan"), *plan_table(planned_rows(one, request.user, at=clock.now())))


@require_POST
@for_leads
def start(request: MemberRequest, pk: int) -> HttpResponse:
    return steered(request, find_programme(request, pk), acts.start, _("“%(name)s” is under way."))


@require_POST
@for_leads
def end(request: MemberRequest, pk: int) -> HttpResponse:
    undo = reverse("transition:programme_again", args=[pk])
    return steered(request, find_programme(request, pk), acts.end, _("“%(name)s” has ended."), undo)


@require_POST
@for_leads
def take_up_again(request: MemberRequest, pk: int) -> HttpResponse:
    return steered(request, find_programme(request, pk), acts.take_up_again, _("“%(name)s” is under way again."))


@require_POST
@for_leads
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    one = acts.delete(find_programme(request, pk), by=request.user, at=clock.now())
    undo = reverse("transition:programme_put_back", args=[pk])
    toast(request, _("“%(name)s” is deleted; its clients are free.") % {"name": one.name}, undo_url=undo)
    return redirect("transition:programmes")


@require_POST
@for_leads
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Programme.objects.deleted_for(request.user), pk=pk)
    return steered(request, one, acts.put_back, _("“%(name)s” is back."))


def steered(request: MemberRequest, one: Programme, act: Act, said: str, undo: str = "") -> HttpResponseRedirect:
    """A refusal stands on the page of refusals, as everywhere."""
    done = act(one, by=request.user, at=clock.now())
    toast(request, said % {"name": done.name}, undo_url=undo)
    return redirect("transition:programme", done.pk)
