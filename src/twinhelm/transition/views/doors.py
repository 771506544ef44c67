"""Who comes in at all: for makers and finance there is no change of leads."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from twinhelm.clients.models import leads_work
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.models import Transition

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
PEOPLE = ("account", "production", "former_account", "former_production")


def for_leads(view: View[P]) -> View[P]:
    """The page isn't there for whoever leads no work."""

    @wraps(view)
    def checked(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not leads_work(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def find_transition(request: MemberRequest, pk: int) -> Transition:
    """With client, wave, programme and people. Raises Http404."""
    rows = Transition.objects.visible_to(request.user).select_related("client", "wave", "programme", *PEOPLE)
    return get_object_or_404(rows, pk=pk)
