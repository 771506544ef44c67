"""Who comes in here: a contact in a browser of theirs, never a member."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from twinhelm.clients.actions import access
from twinhelm.clients.models import Contact, ContactVisit
from twinhelm.clients.queries.access import visit_shown
from twinhelm.clients.rules.access import VISIT_LASTS
from twinhelm.foundation import clock
from twinhelm.portal.queries.speaking import language_for, zone_for

COOKIE = "__Host-for-you" if settings.IS_HTTPS else "for-you"
View = Callable[..., HttpResponse]


class ContactRequest(HttpRequest):
    """A request that passed the door: one contact asks, in a visit that is good at this moment."""

    contact: Contact
    visit: ContactVisit


def for_contacts(view: View) -> View:
    """Looks the visit up anew with each request; without one, the page that sends a link.

    Whoever is signed in as a member is nobody here. In the contact's language and time zone.
    """

    @wraps(view)
    def guarded(request: ContactRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = clock.now()
        visit = visit_shown(request.COOKIES.get(COOKIE, ""), at)
        if visit is None:
            return shut(redirect("portal:ask"))
        request.visit, request.contact = visit, visit.contact
        access.note_visit(visit, at=at)
        return shut(spoken_to(visit.contact, lambda: view(request, *args, **kwargs)))

    return login_not_required(guarded)


def spoken_to(contact: Contact, answer: Callable[[], HttpResponse]) -> HttpResponse:
    language = language_for(contact)
    with translation.override(language), timezone.override(zone_for(contact)):
        response = answer()
    response.headers["Content-Language"] = language
    return response


def shut(response: HttpResponse) -> HttpResponse:
    """No cache keeps it, no search engine lists it, and no other site learns its address.

    `no-referrer` would go further than is good: browsers then send forms without their origin, and those are refused.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def let_in(response: HttpResponse, opened: access.Opened) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=VISIT_LASTS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response
