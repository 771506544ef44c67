"""One's own profile, sign-in, sessions and access tokens; the agency's settings."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.minutes import as_hours
from twinhelm.people import actions, policies, queries
from twinhelm.people.choices import Scope
from twinhelm.people.forms import (
    AgencyForm,
    ChangePasswordForm,
    EmailForm,
    OpeningForm,
    ProfileForm,
    TokenForm,
)
from twinhelm.people.models import AccessToken, Agency
from twinhelm.people.views.doors import MemberRequest, limited, say, step_up, unreferred


def profile(request: MemberRequest) -> HttpResponse:
    member = request.user
    form = ProfileForm(request.POST or None, initial={name: getattr(member, name) for name in ProfileForm.base_fields})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        look = actions.Look(*(wanted.pop(name) for name in ("theme", "contrast", "density", "portrait")))
        try:
            actions.change_profile(**wanted, look=look, by=member, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:profile")
    status = 422 if form.is_bound else 200
    return render(
        request, "people/profile.html", {"form": form, "weekly_hours": as_hours(member.weekly_minutes)}, status=status
    )


@require_safe
def second_step(request: MemberRequest) -> HttpResponse:
    """Where owners and finance are led when the agency asks for a second step and they have none."""
    if not queries.owes_second_step(request.user, request.session):
        return redirect("people:security")
    return render(request, "people/second_step.html")


@require_safe
def security(request: MemberRequest) -> HttpResponse:
    context = {
        "sessions": queries.sessions_of(request.user, request.session.session_key or ""),
        "ways": queries.ways_in(request.user),
        "provider": queries.provider(),
    }
    return render(request, "people/security.html", context)


def password(request: MemberRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not get_adapter().reauthenticate(request.user, form.cleaned_data["current"]):
                raise get_adapter().validation_error("incorrect_password")
            member = actions.change_password(password=form.cleaned_data["password"], by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error("current", error)
        except Refusal as refusal:
            say(form, refusal)
        else:
            update_session_auth_hash(request, member)
            return redirect("people:security")
    return render(request, "people/password.html", {"form": form}, status=422 if form.is_bound else 200)


@step_up
@limited("letters")
def email(request: MemberRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_new_email(email=form.cleaned_data["email"], by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return render(request, "people/email_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "people/email.html", {"form": form}, status=422 if form.is_bound else 200)


def confirm_email(request: MemberRequest, secret: str) -> HttpResponse:
    if request.method == "POST":
        actions.change_email(secret, by=request.user, at=clock.now())
        return redirect("people:security")
    return unreferred(render(request, "people/confirm_email.html"))


@require_POST
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    sessions = queries.sessions_of(request.user, request.session.session_key or "")
    chosen = next((session for session in sessions if session.row.pk == pk), None)
    if chosen is None:
        raise Http404
    actions.end_session(chosen, by=request.user, at=clock.now())
    return redirect("people:security")


@require_POST
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    sessions = queries.sessions_of(request.user, request.session.session_key or "")
    actions.end_other_sessions(sessions, by=request.user, at=clock.now())
    return redirect("people:security")


@step_up
def tokens(request: MemberRequest) -> HttpResponse:
    """Lists tokens; a new one is shown in the answer to the form, and never again."""
    form, shown = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        lasts = timedelta(days=wanted["lasts_days"])
        try:
            _token, shown = actions.make_token(
                name=wanted["name"], scope=Scope(wanted["scope"]), lasts=lasts, by=request.user, at=clock.now()
            )
            form = TokenForm()
        except Refusal as refusal:
            say(form, refusal)
    rows = AccessToken.objects.visible_to(request.user).current(clock.now())
    status = 422 if form.errors else 200
    context = {"form": form, "tokens": rows, "shown": shown, "docs": "/api/docs"}
    return render(request, "people/tokens.html", context, status=status)


@require_POST
@step_up
def unlink(request: MemberRequest) -> HttpResponse:
    actions.unlink(by=request.user, at=clock.now())
    return redirect("people:security")


@require_POST
def revoke_token(request: MemberRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(AccessToken.objects.visible_to(request.user), pk=pk)
    actions.revoke_token(token, by=request.user, at=clock.now())
    return redirect("people:tokens")


def agency(request: MemberRequest) -> HttpResponse:
    require(policies.may_change_agency(request.user))
    row = get_object_or_404(Agency)
    form = AgencyForm(request.POST or None, initial={name: getattr(row, name) for name in AgencyForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_agency(**form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:agency")
    context = {**about_agency(row), "form": form}
    return render(request, "people/agency.html", context, status=422 if form.is_bound else 200)


@require_POST
def opening(request: MemberRequest) -> HttpResponse:
    """When the agency is open, which public holidays it keeps, how soon it promises to answer."""
    require(policies.may_change_agency(request.user))
    row = get_object_or_404(Agency)
    form = OpeningForm(request.POST, initial=OpeningForm.said_by(row))
    if form.is_valid():
        try:
            actions.change_opening(form.wanted(), by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect(f"{reverse('people:agency')}#opening")
    return render(request, "people/agency.html", {**about_agency(row), "opening_form": form}, status=422)


def about_agency(row: Agency) -> dict[str, object]:
    today = clock.day_in(ZoneInfo(row.time_zone), clock.now())
    return {
        "form": AgencyForm(initial={name: getattr(row, name) for name in AgencyForm.base_fields}),
        "opening_form": OpeningForm(initial=OpeningForm.said_by(row)),
        "holidays": queries.next_holidays(queries.Region(row.country, row.subdivision), today),
        "region": queries.region_name(row.country, row.subdivision),
        "provider": queries.provider(),
    }
