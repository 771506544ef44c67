"""Ways in: a link that is opened with a button, and asking for a new one."""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.actions import access
from twinhelm.clients.queries.access import LinkFound, Standing, link_found, visit_shown
from twinhelm.foundation import clock
from twinhelm.people.rules.secrets import digest_of
from twinhelm.portal import jobs
from twinhelm.portal.forms import AskForm
from twinhelm.portal.views.doors import COOKIE, let_in, let_out, shut, spoken_to

BOTH = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(BOTH)
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking changes nothing, however often and whoever looks: scanners do. Only the button opens."""
    at = clock.now()
    if request.method == "POST" and not ratelimit.consume(request, action="for_you_open"):
        return too_many(request)
    found = link_found(secret, at)
    if found.link and is_here_already(request, found):
        return shut(redirect("portal:page"))
    if request.method == "POST" and found.standing == Standing.OPEN:
        try:
            opened = access.open_visit(secret, at=at)
        except access.LinkGone:
            found = LinkFound(Standing.OVER, found.link)
        else:
            return shut(let_in(redirect(first_page(opened.visit.link.purpose)), opened))
    return shown(request, found, secret)


def shown(request: HttpRequest, found: LinkFound, secret: str) -> HttpResponse:
    if found.link is None:
        return shut(render(request, "portal/nowhere.html", status=404))
    template = "portal/open.html" if found.standing == Standing.OPEN else "portal/over.html"
    status = 200 if found.standing == Standing.OPEN else 410
    contact = found.link.contact
    page = {"contact": contact, "client": contact.client, "secret": secret}
    return shut(spoken_to(contact, lambda: render(request, template, page, status=status)))


def is_here_already(request: HttpRequest, found: LinkFound) -> bool:
    """Whoever opens an old mail in the browser in which they came in needs no new link."""
    visit = visit_shown(request.COOKIES.get(COOKIE, ""), clock.now())
    return visit is not None and found.link is not None and visit.contact_id == found.link.contact_id


def first_page(purpose: str) -> str:
    """A purpose is the name of a page here: `page`, `pulse`."""
    try:
        return reverse(f"portal:{purpose}")
    except NoReverseMatch:
        return reverse("portal:page")


@login_not_required
@require_POST
def again(request: HttpRequest, secret: str) -> HttpResponse:
    """The same answer in the same time, whatever the link was; a job does the rest."""
    digest = digest_of(secret)
    found = link_found(secret, clock.now())
    if not ratelimit.consume(request, action="for_you", key=found.link.email if found.link else digest):
        return too_many(request)
    jobs.send_link_again.enqueue(digest=digest, origin=origin_of(request))
    return shut(redirect("portal:sent"))


@login_not_required
@require_http_methods(BOTH)
def ask(request: HttpRequest) -> HttpResponse:
    """The same answer in the same time, whoever has this address or nobody; a job does the rest."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="for_you", key=email):
            return too_many(request)
        jobs.send_links.enqueue(email=email, origin=origin_of(request))
        return shut(redirect("portal:sent"))
    return shut(render(request, "portal/ask.html", {"form": form}, status=422 if form.is_bound else 200))


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return shut(render(request, "portal/sent.html"))


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    if visit := visit_shown(request.COOKIES.get(COOKIE, ""), at):
        access.end_visit(visit, at=at)
    return shut(let_out(redirect("portal:ask")))


def too_many(request: HttpRequest) -> HttpResponse:
    response = shut(render(request, "portal/too_many.html", status=429))
    response.headers["Retry-After"] = "3600"
    return response


def origin_of(request: HttpRequest) -> str:
    """Where the request came from, past our own proxies only; empty when it is no address."""
    try:
        return str(ipaddress.ip_address(get_adapter().get_client_ip(request)))
    except ValueError:
        return ""
