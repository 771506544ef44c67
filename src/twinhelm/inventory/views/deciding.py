"""Deciding in a round: accepting one or many, asking first, choosing somebody else."""

from datetime import date
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.actions import asking
from twinhelm.inventory.actions import decisions as actions
from twinhelm.inventory.choices import Aim
from twinhelm.inventory.forms.decisions import ChosenForm, OtherwiseForm
from twinhelm.inventory.models import Acceptance, Assignment, Round
from twinhelm.inventory.queries.deciding import Chosen, open_assignments, would_decide
from twinhelm.inventory.views.decisions import say_accepted
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast

MOST_NAMED = 5000


@require_http_methods(["GET", "POST"])
@for_leads
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """What accepting would do, and doing it: the assignments named, or all that are open of the proposal."""
    of_round, today = find(request, pk), day(request)
    numbers = named(request, of_round)
    form = ChosenForm(request.POST) if request.method == "POST" else blank(of_round)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            say_accepted(request, accept(request, of_round, form.chosen(numbers, today), form))
            return redirect(address_of(of_round))
        except Refusal as problem:
            refusal = problem
    said = [Chosen(assignment_id=number) for number in numbers]
    context = {"round": of_round, "form": form, "refusal": refusal, "would": would_decide(of_round, said, on=today)}
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "inventory/decide.html", context, status=status)


@require_POST
@for_leads
def accept_one(request: MemberRequest, pk: int) -> HttpResponse:
    """The button beside one assignment: as recommended, with the reason that is known."""
    of_round, form = find(request, pk), ChosenForm(request.POST)
    numbers = named(request, of_round)
    if not form.is_valid():
        return redirect(f"{reverse('inventory:decide', args=[pk])}?{pages_of(numbers)}")
    say_accepted(request, accept(request, of_round, form.chosen(numbers, day(request)), form))
    return redirect(back(request, of_round))


@require_POST
@for_leads
def ask_both(request: MemberRequest, pk: int) -> HttpResponse:
    of_round, form = find(request, pk), ChosenForm(request.POST)
    numbers = named(request, of_round)
    if not form.is_valid():
        return redirect(f"{reverse('inventory:decide', args=[pk])}?{pages_of(numbers)}")
    chosen, version = form.chosen(numbers, day(request)), form.cleaned_data["version"]
    asked = asking.ask(of_round, chosen, version=version, by=request.user, at=clock.now())
    said = ngettext("%(n)d decision is out for comment.", "%(n)d decisions are out for comment.", len(asked))
    toast(request, said % {"n": len(asked)})
    return redirect(reverse("inventory:decision", args=[asked[0].pk]) if len(asked) == 1 else back(request, of_round))


@require_http_methods(["GET", "POST"])
@for_leads
def otherwise(request: MemberRequest, pk: int, assignment_id: int) -> HttpResponse:
    of_round, today = find(request, pk), day(request)
    rows = Assignment.objects.select_related("asked__client", "asked__project", "member", "runner_up", "before")
    row = get_object_or_404(rows, pk=assignment_id, proposal__round=of_round)
    first = {
        "version": of_round.version,
        "key": fresh_key(),
        "from_on": max(row.asked.from_on or of_round.from_on, today),
    }
    form = OtherwiseForm(request.POST or None, initial={**first, "member": row.runner_up_id})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            say_accepted(request, accept(request, of_round, [otherwise_of(form, row)], form))
            return redirect(address_of(of_round))
        except Refusal as problem:
            refusal = problem
    context = {"round": of_round, "row": row, "form": form, "refusal": refusal}
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "inventory/otherwise.html", context, status=status)


def otherwise_of(form: OtherwiseForm, row: Assignment) -> Chosen:
    said = form.cleaned_data
    more = {name: said[name] for name in ("member", "from_on", "why", "keeps_mode")}
    return Chosen(assignment_id=row.pk, **more)


def accept(
    request: MemberRequest, of_round: Round, chosen: list[Chosen], form: ChosenForm | OtherwiseForm
) -> Acceptance:
    version, key = form.cleaned_data["version"], form.cleaned_data["key"]
    return actions.accept(of_round, chosen, version=version, key=key, by=request.user, at=clock.now())


def find(request: MemberRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), pk=pk)


def named(request: MemberRequest, of_round: Round) -> list[int]:
    """Those whom the address or form names; none: all that are open of the proposal looked at."""
    given = [*request.POST.getlist("assignment"), *request.GET.getlist("assignment")][:MOST_NAMED]
    numbers = [number for one in given if (number := number_in(one))]
    if numbers:
        return list(dict.fromkeys(numbers))
    aim = request.POST.get("aim") or request.GET.get("aim") or of_round.looking_at
    proposal = of_round.proposals.filter(aim=aim if aim in Aim.values else of_round.looking_at).first()
    return [row.pk for row in open_assignments(proposal)] if proposal else []


def pages_of(numbers: list[int]) -> str:
    return "&".join(f"assignment={number}" for number in numbers)


def blank(of_round: Round) -> ChosenForm:
    return ChosenForm(initial={"version": of_round.version, "key": fresh_key()})


def fresh_key() -> str:
    return uuid4().hex


def day(request: MemberRequest) -> date:
    return clock.day_in(request.user.zone, clock.now())


def back(request: MemberRequest, of_round: Round) -> str:
    """To the page of ours that the button stood on."""
    asked = request.POST.get("next", "")
    return asked if asked.startswith("/inventory/") else address_of(of_round)


def address_of(of_round: Round) -> str:
    return reverse("inventory:round", args=[of_round.pk])
