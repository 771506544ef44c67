"""The page of one contact: who is there, and what they say to it."""

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.portal.forms import WorryForm
from twinhelm.portal.queries.page import page_for
from twinhelm.portal.views.doors import ContactRequest, for_contacts
from twinhelm.transition.actions import acknowledging, worries
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.told import told_transition


@for_contacts
@require_safe
def page(request: ContactRequest) -> HttpResponse:
    return shown(request, WorryForm(initial={"key": uuid4().hex}))


def shown(request: ContactRequest, form: WorryForm) -> HttpResponse:
    found = page_for(request.contact, clock.now())
    status = 422 if form.is_bound else 200
    return render(request, "portal/page.html", {"page": found, "form": form}, status=status)


@for_contacts
@require_POST
def acknowledge(request: ContactRequest) -> HttpResponse:
    acknowledging.acknowledge(told(request), request.contact, at=clock.now())
    return redirect("portal:page")


@for_contacts
@require_POST
def worry(request: ContactRequest) -> HttpResponse:
    form = WorryForm(request.POST)
    transition = told(request)
    if form.is_valid():
        key = form.cleaned_data["key"] or uuid4().hex
        try:
            worries.raise_worry(transition, request.contact, form.cleaned_data["text"], key=key, at=clock.now())
        except Invalid as refusal:
            form.add_sentence(refusal.fields or {"text": refusal.reason})
        else:
            return redirect("portal:page")
    return shown(request, form)


def told(request: ContactRequest) -> Transition:
    """What the contact knows of; nothing is said of what they don't."""
    found = told_transition(request.contact.client)
    if found is None:
        raise Http404
    return found
