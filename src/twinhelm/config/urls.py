"""Every address of the product; each area brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from twinhelm.config.api import api, nothing_here
from twinhelm.config.areas import AREAS
from twinhelm.insights.urls import first_page
from twinhelm.people.urls import sign_in
from twinhelm.worklog.urls import first_page as overview


def api_doors() -> list[URLPattern | URLResolver]:
    """The API says itself who may come in; its documentation is for members."""
    patterns, _app, _space = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            vars(pattern.callback)["login_required"] = pattern.name == "openapi-view"
    kept = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
    root = path("", require_safe(RedirectView.as_view(pattern_name="api:openapi-view")), name="api-root")
    return [root, *kept, path("<path:rest>", nothing_here, name="nothing_here")]


urlpatterns: list[URLPattern | URLResolver] = [
    first_page(others=overview),
    *(path("", include(f"twinhelm.{area}.urls")) for area in AREAS if find_spec(f"twinhelm.{area}.urls")),
    path("", include(sign_in)),
    path("api/", include((api_doors(), "ninja"), namespace="api")),
]
handler429 = "twinhelm.people.views.doors.too_many_tries"
handler500 = "twinhelm.foundation.broken.server_error"
