"""What happens around every page: who may come in, in which time zone and language, and how a no is said."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people import actions, queries
from twinhelm.people.models import Member

PRESENCE_SECONDS = 300
WAY_TO_SECOND_STEP = {
    "people:second_step",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
LOADS_BY_ITSELF = "ui:notices"
"""Asked for by every page, also by those on the way: leading it away would load them for ever."""
PAGE_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class FormsOnly:
    """Pages know the methods of forms; only the API knows more. What nobody offers can't be forgotten in a check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in PAGE_METHODS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(PAGE_METHODS)
        return self.get_response(request)


class MembersOnly(LoginRequiredMiddleware):
    """Whoever isn't signed in sees nothing but what is explicitly public; the API answers for itself.

    Whoever owes a second step sees nothing but the way to it.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        member, here = request.user, request.resolver_match
        if refused or not getattr(view_func, "login_required", True) or not isinstance(member, Member):
            return refused
        if (here and here.view_name in WAY_TO_SECOND_STEP) or not queries.owes_second_step(member, request.session):
            return None
        if here and here.view_name == LOADS_BY_ITSELF:
            return HttpResponse(status=204)
        return leading_to(redirect("people:second_step"), request)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:  # type: ignore[override]
        return leading_to(super().handle_no_permission(request, view_func), request)


def leading_to(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """A redirect that moves the whole page, also when only a fragment was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


class Settled:
    """The member's zone and language; a note that they were here; no copy of their pages left in any cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = request.user
        if not isinstance(member, Member):
            response = self.get_response(request)
            if "text/html" in response.get("Content-Type", ""):
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        self.note_presence(member, request.session.session_key or "")
        with timezone.override(member.zone), translation.override(language_of(member)):
            response = self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def note_presence(self, member: Member, session_key: str) -> None:
        if caches["process"].add(f"here:{session_key}", 1, PRESENCE_SECONDS):
            actions.note_presence(member, session_key, at=clock.now())


class Refusals:
    """Says a refusal in the way that the asker understands: page, fragment or problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("HX-Request") == "true":
            # htmx shows what comes back with 422; any other status it would drop.
            status = 422 if exception.status in (409, 410) else exception.status
            return render(request, "people/_refusal.html", {"refusal": exception}, status=status)
        title = _("This isn’t yours to do") if exception.status == 403 else _("That can’t be done")
        page = {"title": title, "reason": exception.reason, "url": exception.url}
        return render(request, "ui/refused.html", page, status=exception.status)


def language_of(member: Member) -> str:
    spoken = [code for code, _name in settings.LANGUAGES]
    return member.language if member.language in spoken else translation.get_language() or settings.LANGUAGE_CODE
