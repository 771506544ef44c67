"""Passing doors: who is asking, whether they signed in just now, how often they may try."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """A request that passed the door: somebody is signed in."""

    user: Member


def step_up(view: View) -> View:
    """Asks for the password or passkey again unless that was in the last five minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        methods = get_adapter().get_reauthentication_methods(request.user)
        again = methods[0]["url"] if methods else reverse("account_login")
        back = request.path if request.method == "GET" else reverse("people:security")
        return HttpResponseRedirect(f"{again}?{urlencode({'next': back})}")

    return guarded


def limited(action: str) -> Callable[[View], View]:
    """Counts posts against the limit of settings with this name."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not ratelimit.consume(request, action=action):
                return too_many_tries(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many_tries(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = render(request, "people/too_many_tries.html", status=429)
    response.headers["Retry-After"] = "900"
    return response


def unreferred(response: HttpResponse) -> HttpResponse:
    """For pages whose address is a secret: no link or picture on them tells it to anybody.

    `no-referrer` would go further than is good: browsers then send forms without their origin, and those are refused.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def let_in(request: HttpRequest, member: Member) -> HttpResponse:
    """Signs somebody in who has just proved who they are; a second step, if they have one, still comes."""
    record_authentication(request, member, method="password")
    response: HttpResponse = perform_login(request, member, redirect_url=reverse("home"))
    return response


def say(form: Any, refusal: Refusal) -> None:
    """Puts a refusal's sentences where the form shows them."""
    known = {name: sentence for name, sentence in refusal.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, sentence)
    if not known:
        form.add_error(None, refusal.reason)
