"""Who is here; absences, working patterns and public holidays of one person."""

from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people import actions, policies, queries
from twinhelm.people.forms import AbsenceForm, HereFilter, PatternForm, RegionForm
from twinhelm.people.models import Absence, Member, WorkingPattern
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.people.views.people import about, found
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
def here(request: MemberRequest) -> HttpResponse:
    """Who is here in the next weeks."""
    narrowed, shown = narrowed_days(request)
    today = today_for(request.user)
    context = {
        "filter": narrowed,
        "shown": shown,
        "today": queries.today_of(shown, today),
        "this_day": today,
        "is_narrowed": bool(request.GET),
    }
    return render(request, "people/here.html", context)


@require_safe
def here_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_export_people(request.user))
    _narrowed, shown = narrowed_days(request)
    header, lines = queries.here_table(shown)
    return csv_answer("who-is-here", header, lines)


@require_POST
def enter_absence(request: MemberRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    require(policies.may_enter_absence(request.user, member))
    form = AbsenceForm(request.POST)
    if form.is_valid():
        try:
            actions.enter_absence(member, form.away(), by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect(f"{reverse('people:person', args=[pk])}#away")
    return render(request, "people/person.html", {**about(request, member), "absence_form": form}, status=422)


def change_absence(request: MemberRequest, pk: int) -> HttpResponse:
    absence = an_absence(request, pk)
    require(policies.may_enter_absence(request.user, absence.member))
    form = AbsenceForm(request.POST or None, initial=AbsenceForm.said_by(absence))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_absence(absence, form.away(), by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:person", absence.member_id)
    context = {"absence": absence, "member": absence.member, "form": form}
    return render(request, "people/absence.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back_absence(request: MemberRequest, pk: int) -> HttpResponse:
    absence = actions.take_back_absence(an_absence(request, pk), by=request.user, at=clock.now())
    toast(request, _("Taken back."), undo_url=reverse("people:put_back_absence", args=[pk]), undo_label=_("Put back"))
    return redirect("people:person", absence.member_id)


@require_POST
def put_back_absence(request: MemberRequest, pk: int) -> HttpResponse:
    absence = actions.put_back_absence(an_absence(request, pk), by=request.user, at=clock.now())
    return redirect("people:person", absence.member_id)


@require_POST
def agree_pattern(request: MemberRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    require(policies.may_set_working_time(request.user))
    form = PatternForm(request.POST)
    if form.is_valid():
        said = {"from_on": form.cleaned_data["from_on"], "minutes": form.minutes()}
        try:
            actions.agree_pattern(member, **said, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect(f"{reverse('people:person', args=[pk])}#time")
    return render(request, "people/person.html", {**about(request, member), "pattern_form": form}, status=422)


@require_POST
def drop_pattern(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_set_working_time(request.user))
    pattern = get_object_or_404(WorkingPattern.objects.visible_to(request.user).select_related("member"), pk=pk)
    actions.drop_pattern(pattern, by=request.user, at=clock.now())
    return redirect(f"{reverse('people:person', args=[pattern.member_id])}#time")


@require_POST
def set_region(request: MemberRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    require(policies.may_set_region(request.user, member))
    form = RegionForm(request.POST, initial={"country": member.country, "subdivision": member.subdivision})
    if not form.is_valid():
        return render(request, "people/person.html", {**about(request, member), "region_form": form}, status=422)
    actions.set_region(member, **form.cleaned_data, by=request.user, at=clock.now())
    return redirect("people:person", pk)


def narrowed_days(request: MemberRequest) -> tuple[HereFilter, queries.WhoIsHere]:
    """What nobody offers narrows nothing."""
    asked = HereFilter(request.GET)
    asked.is_valid()
    said = asked.cleaned_data
    first = clock.monday_of(said.get("first") or today_for(request.user))
    weeks, role = said.get("weeks") or 4, said.get("role", "")
    narrowed = HereFilter(initial={"first": first, "weeks": weeks, "role": role})
    return narrowed, queries.who_is_here(request.user, first=first, weeks=weeks, role=role)


def today_for(member: Member) -> date:
    return clock.day_in(member.zone, clock.now())


def an_absence(request: MemberRequest, pk: int) -> Absence:
    return get_object_or_404(Absence.objects.visible_to(request.user).select_related("member"), pk=pk)
