"""Meetings: the list by day, one meeting, and everything that is done with it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.clients.models import Client
from twinhelm.conversations.actions import meeting_answers, meeting_ends
from twinhelm.conversations.actions import meetings as acts
from twinhelm.conversations.choices import GuestAnswer
from twinhelm.conversations.forms.meetings import AnswerForm, ClientForm, MeetingForm, MeetingsForm, NotesForm
from twinhelm.conversations.jobs.calendars import ask_for_sync
from twinhelm.conversations.models import Meeting
from twinhelm.conversations.policies import calendars as policies
from twinhelm.conversations.queries import meetings as queries
from twinhelm.conversations.queries.senders import mailbox_of
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest, limited, say
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    at, member = clock.now(), request.user
    today = day_in(member.zone, at)
    form = MeetingsForm(request.GET, viewer=member)
    wanted = form.wanted(today)
    rows = list(queries.with_people(queries.wanted_meetings(member, wanted)).soonest_first()[: queries.MOST_SHOWN])
    context = {
        "form": form,
        "wanted": wanted,
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "at": at,
        "days": queries.days_of(rows, member.zone),
        "rows": rows,
        "waiting": list(queries.with_people(queries.unanswered(member, at=at))[:10]),
        "may_plan": policies.may_plan_meeting(member),
        **pages(request, wanted),
    }
    return render(request, "conversations/meetings.html", context)


def pages(request: MemberRequest, wanted: queries.Wanted) -> dict[str, str]:
    """The two weeks before, those after, and the same as a file."""
    kept = {name: value for name, value in request.GET.items() if name != "first" and value}
    step = timedelta(days=queries.DAYS_SHOWN)
    return {
        "earlier": "?" + urlencode(kept | {"first": str(wanted.first - step)}),
        "later": "?" + urlencode(kept | {"first": str(wanted.first + step)}),
        "as_file": "?" + urlencode(kept | {"first": str(wanted.first)}),
    }


@require_safe
def meetings_csv(request: MemberRequest) -> StreamingHttpResponse:
    member = request.user
    wanted = MeetingsForm(request.GET, viewer=member).wanted(day_in(member.zone, clock.now()))
    header = [_("starts"), _("minutes"), _("title"), _("client"), _("guests"), _("place"), _("state"), _("next step")]
    found = queries.with_people(queries.wanted_meetings(member, wanted)).soonest_first()
    rows = (
        [
            one.starts_at.astimezone(member.zone),
            one.minutes,
            one.title,
            one.client.name if one.client else "",
            ", ".join(guest.name or guest.address for guest in one.guests.all()),
            one.place or one.link,
            one.get_state_display(),
            one.next_step,
        ]
        for one in found.iterator(chunk_size=500)
    )
    return csv_answer("meetings", header, rows)


@limited("meetings")
def new_meeting(request: MemberRequest) -> HttpResponse:
    """First the client, then the rest."""
    require(policies.may_plan_meeting(request.user))
    number = number_in(request.GET.get("client", ""))
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=number) if number else None
    form = MeetingForm(request.POST or None, viewer=request.user, client=client)
    if request.method == "POST" and form.is_valid() and (meeting := planned(request, form, client)):
        tell(request, _("Planned."), _("Its guests are asked."))
        return redirect("conversations:meeting", meeting.pk)
    context = {
        "form": form,
        "client": client,
        "clients": ClientForm(viewer=request.user),
        "mailbox": mailbox_of(request.user),
    }
    return render(request, "conversations/new_meeting.html", context, status=422 if form.is_bound else 200)


def planned(request: MemberRequest, form: MeetingForm, client: Client | None) -> Meeting | None:
    key, calendar = form.cleaned_data["key"] or form.initial["key"], form.calendar_chosen
    try:
        return acts.plan(form.plan(), client=client, calendar=calendar, key=key, by=request.user, at=clock.now())
    except Refusal as refusal:
        say(form, refusal)
        return None


@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    return shown(request, found(request, pk))


def shown(request: MemberRequest, meeting: Meeting, notes: NotesForm | None = None) -> HttpResponse:
    guests = list(meeting.guests.all())
    mine = next((one for one in guests if one.member_id == request.user.pk), None)
    at = clock.now()
    context: dict[str, Any] = {
        "meeting": meeting,
        "at": at,
        "has_begun": meeting.starts_at <= at,
        "guests": guests,
        "answers": queries.answers_of(guests),
        "mine": mine,
        "choices": [one for one in GuestAnswer if one != GuestAnswer.WAITING],
        "their_zone": queries.their_zone(meeting, request.user.zone),
        "notes_form": notes or NotesForm(meeting=meeting),
        "clients": ClientForm(viewer=request.user, initial={"client": meeting.client_id}),
        "may_change": policies.may_change_meeting(request.user, meeting),
        "may_write_down": policies.may_write_down(request.user, meeting),
        "may_answer": policies.may_answer_meeting(request.user, mine) and meeting.by_id != request.user.pk,
    }
    return render(request, "conversations/meeting.html", context, status=422 if notes else 200)


@limited("meetings")
def move_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = found(request, pk)
    require(policies.may_change_meeting(request.user, meeting))
    form = MeetingForm(request.POST or None, viewer=request.user, client=meeting.client, meeting=meeting)
    if request.method == "POST" and form.is_valid() and moved(request, meeting, form):
        tell(request, _("Changed."), _("Its guests are told."))
        return redirect("conversations:meeting", pk)
    context = {"form": form, "meeting": meeting}
    return render(request, "conversations/move_meeting.html", context, status=422 if form.is_bound else 200)


def moved(request: MemberRequest, meeting: Meeting, form: MeetingForm) -> Meeting | None:
    version = form.cleaned_data["version"] or 0
    try:
        return acts.move(meeting, form.plan(), version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        if meeting.calendar:
            ask_for_sync(meeting.calendar)
        say(form, refusal)
        return None


def tell(request: MemberRequest, done: str, guests: str) -> None:
    """What was done, and about the guests: letters leave only when a mailbox can send them."""
    alone = _("No mailbox of yours can send, so tell its guests yourself.")
    toast(request, f"{done} {guests if mailbox_of(request.user) else alone}")


@require_POST
def cancel_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    acts.cancel(found(request, pk), by=request.user, at=clock.now())
    tell(request, _("Called off."), _("Its guests are told."))
    return redirect("conversations:meeting", pk)


@require_POST
def answer_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = found(request, pk)
    form = AnswerForm(request.POST)
    said = GuestAnswer(form.cleaned_data["answer"]) if form.is_valid() else GuestAnswer.WAITING
    words = form.cleaned_data.get("words", "")
    meeting_answers.answer(meeting, said, words=words, by=request.user, at=clock.now())
    toast(request, _("Your answer is in the calendar, and the organiser hears of it."))
    return redirect("conversations:meeting", pk)


@require_POST
def write_down(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = found(request, pk)
    require(policies.may_write_down(request.user, meeting))
    form = NotesForm(request.POST, meeting=meeting)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            meeting_ends.write_down(meeting, form.written(), seen=seen, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Written down."))
            return redirect("conversations:meeting", pk)
    return shown(request, meeting, form)


@require_POST
def say_held(request: MemberRequest, pk: int) -> HttpResponse:
    is_held = request.POST.get("held") == "yes"
    meeting_ends.say_held(found(request, pk), is_held=is_held, by=request.user, at=clock.now())
    return redirect("conversations:meeting", pk)


@require_POST
def file_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = found(request, pk)
    form = ClientForm(request.POST, viewer=request.user)
    filed = acts.file_under(meeting, form.chosen, by=request.user, at=clock.now())
    toast(
        request,
        _("It belongs to %(client)s.") % {"client": filed.client} if filed.client else _("It belongs to no client."),
    )
    return redirect("conversations:meeting", pk)


def found(request: MemberRequest, pk: int) -> Meeting:
    seen = queries.with_people(Meeting.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("calendar", "responsibility"), pk=pk)
