"""The first page of a new installation: start your agency."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people import actions, queries
from twinhelm.people.forms import StartForm
from twinhelm.people.rules import is_setup_code
from twinhelm.people.views.doors import let_in, limited, say


@login_not_required
@limited("setup")
def start(request: HttpRequest) -> HttpResponse:
    if not queries.needs_first_owner():
        return redirect("home")
    needs_code = not is_on_this_machine(request)
    form = StartForm(request.POST or None, initial={"time_zone": "Europe/Amsterdam"})
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            refuse_wrong_code(wanted.pop("code"), needed=needs_code)
            owner = actions.start_agency(**wanted, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return let_in(request, owner)
    status = 422 if form.is_bound else 200
    return render(request, "people/start.html", {"form": form, "needs_code": needs_code}, status=status)


def is_on_this_machine(request: HttpRequest) -> bool:
    """Only when the installation itself says that it serves this machine alone.

    Behind a proxy on the same machine everybody comes from 127.0.0.1, so the caller's address proves nothing there.
    """
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return (
        is_loopback(urlsplit(settings.SITE_URL).hostname or "")
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not forwarded
    )


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_wrong_code(code: str, *, needed: bool) -> None:
    if needed and not is_setup_code(code, settings.SECRET_KEY):
        reason = _("This isn’t the setup code of this installation.")
        raise actions.WrongSetupCode(reason, code=reason)
