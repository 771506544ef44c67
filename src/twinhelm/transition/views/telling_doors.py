"""Who comes in where clients are told, and the two answers that every act there gives."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.models import Education
from twinhelm.transition.queries.telling_words import PEOPLE
from twinhelm.ui.toasts import toast

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def for_leads(view: View[P]) -> View[P]:
    """The page isn't there for whoever leads no work."""

    @wraps(view)
    def checked(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not leads_work(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def find(request: MemberRequest, pk: int) -> Education:
    """With its people loaded."""
    rows = Education.objects.visible_to(request.user).select_related(*PEOPLE)
    found: Education = get_object_or_404(rows, pk=pk)
    return found


def done(request: MemberRequest, education: Education, words: str, *, undo_url: str = "") -> HttpResponse:
    toast(request, words, undo_url=undo_url)
    return redirect("transition:letter", pk=education.pk)


Show = Callable[..., HttpResponse]


def attempted(show: Show) -> Callable[[View[P]], View[P]]:
    """A refusal of an act is shown on the page that it was asked on, with the refusal's own status."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def tried(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Refusal as refusal:
                return show(request, kwargs["pk"], refusal=refusal)

        return tried

    return decorate
