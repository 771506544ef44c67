"""Who comes in to the change, and where one goes back to."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from twinhelm.clients.models import leads_work
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.chosen import LOADED

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


def find_transition(request: MemberRequest, pk: int) -> Transition:
    return get_object_or_404(Transition.objects.visible_to(request.user).select_related(*LOADED), pk=pk)


def back_to(request: MemberRequest, transition: Transition) -> str:
    """Where it was asked for: the board or the client's own page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted else reverse("transition:transition", args=[transition.pk])
