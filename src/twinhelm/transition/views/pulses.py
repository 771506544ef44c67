"""Asking contacts how it goes, and reading what they answered."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions.pulses import ask_pulse
from twinhelm.transition.forms.afterwards import AskForm
from twinhelm.transition.models import Pulse
from twinhelm.transition.queries import pulses as queries
from twinhelm.transition.views.doors import find_transition, for_leads
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def pulses(request: MemberRequest, pk: int) -> HttpResponse:
    transition = find_transition(request, pk)
    contacts = queries.contacts_to_ask(transition)
    form = AskForm(request.POST or None, contacts=contacts)
    if request.method == "POST" and form.is_valid():
        try:
            said(request, ask_pulse(transition, form.cleaned_data["contact"], by=request.user, at=clock.now()))
            return redirect("transition:pulses", pk)
        except Refusal as refusal:
            say(form, refusal)
    asked = queries.asked_of([transition])[pk]
    context = {"transition": transition, "form": form, "asked": asked, "contacts": contacts}
    context |= {"next_on": queries.next_day(transition, asked), "may_ask": transition.handed_over_on is not None}
    return render(request, "transition/pulses.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@for_leads
def pulses_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    asked = queries.asked_of([find_transition(request, pk)])[pk]
    header = [_("Asked"), _("Contact"), _("Not asked because"), _("Answered"), _("Answer"), _("Words")]
    return csv_answer(_("pulses"), header, queries.table_of(asked, request.user.zone))


def said(request: MemberRequest, pulse: Pulse) -> None:
    why = queries.Asked(pulse, None).why_not
    toast(request, why or _("%(name)s is asked by mail.") % {"name": pulse.contact.name})
