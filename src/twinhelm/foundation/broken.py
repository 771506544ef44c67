"""What is answered when the product itself can't."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = "5"


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with a time to come back while the database is away, 500 otherwise. Django calls it inside the exception."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return come_back_later(request)
    return page(request, 500, _("Something broke on our side. It has been written down; try again in a moment."))


def come_back_later(request: HttpRequest) -> HttpResponse:
    response = page(request, 503, _("The database does not answer right now. Try again in a few seconds."))
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """A page must come out even if its template is what broke."""
    try:
        html = render_to_string(f"{status}.html", {"sentence": sentence}, request=request)
    except Exception:
        log.exception("the page for %s can't be shown", status)
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(html, status=status)
