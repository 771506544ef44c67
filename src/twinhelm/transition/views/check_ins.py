"""Checking in with a client, in confidence."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import check_ins as actions
from twinhelm.transition.forms.afterwards import CheckInForm
from twinhelm.transition.models import CheckIn
from twinhelm.transition.policies.afterwards import may_check_in
from twinhelm.transition.queries import check_ins as queries
from twinhelm.transition.views.doors import find_transition, for_leads
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def check_in(request: MemberRequest, pk: int) -> HttpResponse:
    transition = find_transition(request, pk)
    answer = may_check_in(request.user, transition)
    form = CheckInForm(request.POST or None, transition=transition)
    if request.method == "POST":
        require(answer)
        if form.is_valid():
            try:
                actions.check_in(transition, **form.cleaned_data, by=request.user, at=clock.now())
                toast(request, _("Noted. Only you and owners read what was said."))
                return redirect("transition:check_in", pk)
            except Refusal as refusal:
                say(form, refusal)
    noted, asked = queries.noted_of(transition, request.user), queries.asked_to(transition)
    context = {"transition": transition, "form": form, "noted": noted, "asked": asked, "answer": answer}
    return render(request, "transition/check_in.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@for_leads
def check_ins_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    noted = queries.noted_of(find_transition(request, pk), request.user)
    header = [_("When"), _("Who asked"), _("Whom"), _("Mood"), _("What they said")]
    return csv_answer(_("check-ins"), header, queries.table_of(noted, request.user.zone))


@require_POST
@for_leads
def take_back_check_in(request: MemberRequest, pk: int) -> HttpResponse:
    noted = get_object_or_404(CheckIn.objects.visible_to(request.user).select_related("transition"), pk=pk)
    actions.take_back_check_in(noted, by=request.user, at=clock.now())
    toast(request, _("Taken back. Nothing of it is kept."))
    return redirect("transition:check_in", noted.transition_id)
