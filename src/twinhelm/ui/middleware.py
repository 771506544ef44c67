"""Hands toasts to answers that are fragments of a page."""

import json
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse

from twinhelm.ui.toasts import toast_of

REDIRECTS = range(300, 400)


class FragmentToasts:
    """A fragment has no toast region: its toasts travel in a header, and the page shows them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_fragment = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
        leaves = (
            response.status_code in REDIRECTS or response.has_header("HX-Redirect") or response.has_header("HX-Refresh")
        )
        if is_fragment and not leaves:
            self.add_toasts(request, response)
        return response

    def add_toasts(self, request: HttpRequest, response: HttpResponse) -> None:
        toasts = [toast_of(message).as_json() for message in get_messages(request)]
        if not toasts:
            return
        events = json.loads(response.headers.get("HX-Trigger", "") or "{}")
        response.headers["HX-Trigger"] = json.dumps({**events, "toasts": toasts})
