"""One measurement: the baseline as it was frozen, or how far it is; and asking for it."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import measuring as acts
from twinhelm.transition.forms.measuring import BaselineForm, PlaceForm
from twinhelm.transition.models import Measurement, Programme, Review
from twinhelm.transition.policies.measuring import may_measure
from twinhelm.transition.queries.measurement_page import FIGURES, figures_table, measurement_page
from twinhelm.transition.queries.measurements import progress_of
from twinhelm.transition.rules.measures import USUAL_WEEKS
from twinhelm.transition.views.measuring_doors import for_leads
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def measurement(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked by htmx while it is being measured, only the part that changes."""
    one = find(request.user, pk)
    wave = PlaceForm(request.GET).chosen("wave")
    page = measurement_page(one, request.user, wave, clock.now())
    context: dict[str, Any] = {
        "one": one,
        "page": page,
        "progress": None if page.is_done else progress_of(one.pk),
        "may_measure": may_measure(request.user),
    }
    is_part = request.headers.get("HX-Target") == "measurement"
    return render(request, "transition/_measurement.html" if is_part else "transition/measurement.html", context)


@require_safe
@for_leads
def measurement_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    one = find(request.user, pk)
    return csv_answer(_("baseline"), [str(head) for head in FIGURES], figures_table(one, request.user))


@require_POST
@for_leads
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require(may_measure(request.user))
    form = BaselineForm(request.POST)
    weeks = (form.cleaned_data["weeks"] or USUAL_WEEKS) if form.is_valid() else 0
    try:
        made = acts.ask_for_baseline(programme, weeks=weeks, by=request.user, at=clock.now())
    except Refusal as refusal:
        toast(request, refusal.reason)
        return redirect("transition:reviews")
    return redirect("transition:measurement", made.pk)


@require_POST
@for_leads
def again(request: MemberRequest, pk: int) -> HttpResponse:
    return act(request, pk, acts.measure_again)


@require_POST
@for_leads
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    return act(request, pk, acts.stop_measuring)


def act(request: MemberRequest, pk: int, does: Any) -> HttpResponse:
    """Back to where the measurement is looked at: its review, or its own page."""
    one = find(request.user, pk)
    require(may_measure(request.user))
    try:
        does(one, by=request.user, at=clock.now())
    except Refusal as refusal:
        toast(request, refusal.reason)
    review = Review.objects.filter(measurement=one).first()
    return redirect("transition:review", review.pk) if review else redirect("transition:measurement", one.pk)


def find(member: Member, pk: int) -> Measurement:
    return get_object_or_404(Measurement.objects.visible_to(member).select_related("programme", "wave"), pk=pk)
