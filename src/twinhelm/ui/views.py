"""What the shell itself answers: the palette's findings and the components' page."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.ui import navigation, showroom
from twinhelm.ui.navigation import Found
from twinhelm.ui.shell import CHOICES

MOST = 8
A_YEAR = 365 * 24 * 3600


@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """Destinations and acts always, things of the areas once something is typed."""
    query = request.GET.get("q", "").strip()[:80]
    found = [place(one) for one in navigation.open_to(request.user)]
    found += [act(one) for one in navigation.acts if one.may(request.user)]
    if query:
        things = [thing for finder in navigation.finders for thing in list(finder(request.user, query))[:MOST]]
        found += [replace(thing, method="found") for thing in things]
    return JsonResponse({"found": [as_json(one) for one in found]})


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What waits for the member: into the bell of a page that stands already, else a page of its own."""
    found = [notice for source in navigation.notices for notice in source(request.user)]
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, "ui/_notices.html" if is_fragment else "ui/notices.html", {"notices": found})


def place(one: navigation.Destination) -> Found:
    return Found(str(one.name), reverse(one.url_name), one.icon, str(navigation.TITLES[one.group]), one.keys)


def act(one: navigation.Act) -> Found:
    method = "post" if one.is_post else "get"
    return Found(str(one.name), reverse(one.url_name), one.icon, str(_("Do")), method=method)


def as_json(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("name", "url", "icon", "kind", "keys", "method")}


@login_not_required
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """For browsers without script; with script the page sets the same cookies itself."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_ours else "/")
    for name, choices in CHOICES.items():
        wanted = request.POST.get(name, "")
        value = wanted if wanted in choices else "none"
        response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in development: what to copy from, and what axe looks at."""
    if not settings.DEVELOPMENT:
        raise Http404
    return render(request, "ui/components.html", showroom.context())
