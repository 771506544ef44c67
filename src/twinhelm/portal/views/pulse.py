"""One question to a contact, and the one click that answers it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.portal.views.doors import ContactRequest, for_contacts
from twinhelm.transition.actions.pulses import answer_pulse
from twinhelm.transition.queries.pulses import ANSWERS, QUESTION, pulse_for


@for_contacts
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: ContactRequest) -> HttpResponse:
    """Looking answers nothing."""
    found, sentence = pulse_for(request.contact, clock.now()), ""
    if request.method == "POST" and found:
        score, words = request.POST.get("score", ""), request.POST.get("words", "")
        try:
            answer_pulse(found, request.contact, score=number_in(score), words=words, at=clock.now())
            return redirect("portal:pulse")
        except Refusal as refusal:
            sentence = refusal.reason
    context: dict[str, Any] = {"pulse": found, "contact": request.contact, "question": QUESTION, "sentence": sentence}
    context["answers"] = sorted(ANSWERS.items(), reverse=True)
    return render(request, "portal/pulse.html", context, status=422 if sentence else 200)


def number_in(score: str) -> int:
    """Nothing that is one of the answers, where it is no number."""
    return int(score) if score in {str(one) for one in ANSWERS} else 0
