"""The sign-in library's pages where ours differ: an invalid form is a 422, and what the page needs to know."""

import logging
from functools import wraps
from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

from twinhelm.people import queries
from twinhelm.people.adapters import no_answer
from twinhelm.people.views.doors import View

log = logging.getLogger(__name__)


class Unprocessable:
    """Answers 422 to a form that can't be taken."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(Unprocessable, LoginView):  # type: ignore[misc]
    """Sign-in; in an installation without an owner it leads to the first page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.needs_first_owner():
            return redirect("people:start")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "provider": queries.provider(), "agency": queries.agency()}


class Again(Unprocessable, ReauthenticateView):  # type: ignore[misc]
    """The password once more."""


class AgainByCode(Unprocessable, ReauthenticateByCodeView):  # type: ignore[misc]
    """A code once more."""


class SecondStep(Unprocessable, AuthenticateView):  # type: ignore[misc]
    """The code after the password."""


class SetUpAuthenticator(Unprocessable, ActivateTOTPView):  # type: ignore[misc]
    """The picture to scan and the first code."""


def answering(view: View) -> View:
    """The library expects the provider to be up; when it isn't, there is a sentence and not a broken page."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError) as fault:
            known = queries.provider()
            log.warning("The sign-in provider %s doesn't answer as it should: %r", known and known.issuer, fault)
            return no_answer(request, known.name if known else "")

    return guarded


begin_at_provider = answering(openid.login)
back_from_provider = answering(openid.callback)
