"""Who comes in to programmes at all, and what they find."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.forms import Form
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.models import Programme, Transition

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
PEOPLE = ("client", "wave", "programme", "account", "production", "former_account", "former_production")


def for_leads(view: View[P]) -> View[P]:
    """The page isn't there for whoever leads no work."""

    @wraps(view)
    def checked(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not leads_work(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def find_programme(request: MemberRequest, pk: int) -> Programme:
    """Raises Http404."""
    return get_object_or_404(Programme.objects.visible_to(request.user).select_related("round", "began_by"), pk=pk)


def find_transition(request: MemberRequest, pk: int) -> Transition:
    """With client, wave, programme and people. Raises Http404."""
    return get_object_or_404(Transition.objects.visible_to(request.user).select_related(*PEOPLE), pk=pk)


def tell(form: Form, refusal: Refusal) -> None:
    """At the field that it concerns; above the form where that one isn't seen."""
    hidden = {field.name for field in form.hidden_fields()}
    if hidden & set(refusal.fields):
        form.add_error(None, refusal.reason)
    else:
        say(form, refusal)
