"""The sign-in library's pages where ours differ: an invalid form is a 422, and what the page needs to know."""

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from twinhelm.people import queries


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
