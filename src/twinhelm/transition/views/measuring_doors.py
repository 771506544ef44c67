"""Who comes in: for makers and finance there is no change to look back at."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404
from django.http.response import HttpResponseBase

from twinhelm.clients.models import leads_work
from twinhelm.people.views.doors import MemberRequest

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
