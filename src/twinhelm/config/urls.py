"""Every address of the product; each area brings its own."""

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path

from twinhelm.people.urls import sign_in

AREAS = ("worklog", "responsibilities", "people", "ui", "foundation")


def home(request: HttpRequest) -> HttpResponse:
    return redirect("people:people")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    *(path("", include(f"twinhelm.{area}.urls")) for area in AREAS if find_spec(f"twinhelm.{area}.urls")),
    path("", include(sign_in)),
]
handler429 = "twinhelm.people.views.doors.too_many_tries"
handler500 = "twinhelm.foundation.broken.server_error"
