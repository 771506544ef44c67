"""What the shell itself answers: the palette's findings and the components' page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from twinhelm.ui import navigation
from twinhelm.ui.navigation import Found

MOST = 8


@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """Destinations always, things of the areas once something is typed."""
    query = request.GET.get("q", "").strip()[:80]
    found = [place(one) for one in navigation.open_to(request.user)]
    if query:
        found += [thing for finder in navigation.finders for thing in list(finder(request.user, query))[:MOST]]
    return JsonResponse({"found": [as_json(one) for one in found]})


def place(one: navigation.Destination) -> Found:
    return Found(str(one.name), reverse(one.url_name), one.icon, str(navigation.TITLES[one.group]), one.keys)


def as_json(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("name", "url", "icon", "kind", "keys")}


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEVELOPMENT:
        raise Http404
    return render(request, "ui/components.html")
