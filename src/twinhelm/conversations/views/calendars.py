"""A member's calendars: connecting them, and how they are doing."""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.conversations.actions import calendars as acts
from twinhelm.conversations.actions.calendars import Account
from twinhelm.conversations.forms.calendars import AccountForm, AddressForm, ChooseForm, FileForm
from twinhelm.conversations.jobs.calendars import ask_for_sync
from twinhelm.conversations.models import Calendar
from twinhelm.conversations.policies.calendars import may_change_calendar
from twinhelm.conversations.queries.calendars import calendars_of
from twinhelm.diaries.caldav import Place
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.secrecy import seal, unseal
from twinhelm.people.views.doors import MemberRequest, limited, say
from twinhelm.ui.toasts import toast

OFFER = "calendars found"
"""What a server offered, between asking it and choosing; the password sealed."""


@require_safe
def calendars(request: MemberRequest) -> HttpResponse:
    return shown(request)


def shown(request: MemberRequest, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "found": calendars_of(request.user, at=clock.now()),
        "address_form": AddressForm(),
        "file_form": FileForm(),
    }
    return render(request, "conversations/calendars.html", context | forms, status=status)


@limited("calendars")
def connect(request: MemberRequest) -> HttpResponse:
    """Asks the server which calendars there are."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            places = acts.offered(Account(**form.cleaned_data), by=request.user)
        except Refusal as refusal:
            say(form, refusal)
        else:
            remember(request.session, form.cleaned_data, places)
            return redirect("conversations:choose_calendars")
    return render(request, "conversations/connect_calendar.html", {"form": form}, status=422 if form.is_bound else 200)


def choose(request: MemberRequest) -> HttpResponse:
    """Which of the calendars found are connected."""
    offer = request.session.get(OFFER)
    if not offer:
        return redirect("conversations:connect_calendar")
    places = [Place(**one) for one in offer["places"]]
    form = ChooseForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in places if one.url in form.cleaned_data["chosen"]]
        account = Account(offer["address"], offer["user"], unseal(offer["password"]))
        for calendar in acts.connect(account, chosen, by=request.user, at=clock.now()):
            ask_for_sync(calendar)
        del request.session[OFFER]
        toast(request, _("Connected. The first look takes a moment."))
        return redirect("conversations:calendars")
    context = {"form": form, "user": offer["user"]}
    return render(request, "conversations/choose_calendars.html", context, status=422 if form.is_bound else 200)


def remember(session: SessionBase, account: dict[str, str], places: list[Place]) -> None:
    session[OFFER] = {
        "address": account["address"],
        "user": account["user"],
        "password": seal(account["password"]),
        "places": [
            {"url": one.url, "name": one.name, "may_write": one.may_write} for one in places[: acts.MOST_CALENDARS]
        ],
    }


@require_POST
@limited("calendars")
def connect_address(request: MemberRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            calendar = acts.connect_address(**form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            ask_for_sync(calendar)
            toast(request, _("Connected. The first look takes a moment."))
            return redirect("conversations:calendars")
    return shown(request, 422, address_form=form)


@require_POST
def bring_file(request: MemberRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            acts.import_file(name=file.name or "", content=file.read(), by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Brought in. Meetings with clients stand on their pages."))
            return redirect("conversations:calendars")
    return shown(request, 422, file_form=form)


@require_POST
def look(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = found(request, pk)
    require(may_change_calendar(request.user, calendar))
    ask_for_sync(calendar)
    toast(request, _("It is looked at now."))
    return redirect("conversations:calendars")


@require_POST
def make_main(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = acts.make_main(found(request, pk), by=request.user, at=clock.now())
    toast(request, _("New meetings are written into “%(name)s”.") % {"name": calendar.name})
    return redirect("conversations:calendars")


@require_POST
def pause(request: MemberRequest, pk: int) -> HttpResponse:
    acts.pause(found(request, pk), by=request.user, at=clock.now())
    return redirect("conversations:calendars")


@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    ask_for_sync(acts.resume(found(request, pk), by=request.user, at=clock.now()))
    return redirect("conversations:calendars")


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = acts.remove(found(request, pk), by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is not read any more. On its server nothing changed.") % {"name": calendar.name})
    return redirect("conversations:calendars")


def found(request: MemberRequest, pk: int) -> Calendar:
    return get_object_or_404(Calendar.objects.visible_to(request.user), pk=pk)
