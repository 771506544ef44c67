"""Doors that open with a letter: joining, and a new password."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people import actions, jobs, queries
from twinhelm.people.forms import EmailForm, JoinForm, NewPasswordForm
from twinhelm.people.views.doors import let_in, limited, say, too_many_tries, unreferred


@login_not_required
@limited("join")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking changes nothing, however often; only the form takes the seat."""
    invitation = queries.open_invitation(secret, at=clock.now())
    if invitation is None:
        return render(request, "people/link_gone.html", {"kind": "join"}, status=410)
    form = JoinForm(request.POST or None, initial={"name": invitation.member.name})
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.accept_invitation(secret, **form.cleaned_data, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return let_in(request, member)
    context = {"form": form, "invitation": invitation, "agency": queries.agency()}
    status = 422 if form.is_bound else 200
    return unreferred(render(request, "people/join.html", context, status=status))


@login_not_required
def forgot(request: HttpRequest) -> HttpResponse:
    """The same answer in the same time, whoever has this address or nobody: a job does the rest."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="reset_password", key=email):
            return too_many_tries(request)
        jobs.send_password_link.enqueue(email=email)
        return redirect("people:forgot_sent")
    return render(request, "people/forgot.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def forgot_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/forgot_sent.html")


@login_not_required
@limited("reset_password_from_key")
def new_password(request: HttpRequest, secret: str) -> HttpResponse:
    if not queries.is_open_link(secret, at=clock.now()):
        return render(request, "people/link_gone.html", {"kind": "password"}, status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_new_password(secret, password=form.cleaned_data["password"], at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:new_password_set")
    status = 422 if form.is_bound else 200
    return unreferred(render(request, "people/new_password.html", {"form": form}, status=status))


@login_not_required
@require_safe
def new_password_set(request: HttpRequest) -> HttpResponse:
    return render(request, "people/new_password_set.html")


@login_not_required
@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    return render(request, "people/by_invitation.html")
