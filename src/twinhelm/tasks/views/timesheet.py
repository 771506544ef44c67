"""The timesheet of a week: cells, entries, suggestions, handing in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import suggesting, weeks
from twinhelm.tasks.actions.filling import Cell, fill
from twinhelm.tasks.actions.keeping import STANDING_STILL, why_still
from twinhelm.tasks.forms.times import EntryForm, NotDurations, typed_cells, week_in
from twinhelm.tasks.models import SuggestionAnswer, reads_everybodys_time
from twinhelm.tasks.policies.times import may_book
from twinhelm.tasks.queries.suggesting import Suggestion, suggestions
from twinhelm.tasks.queries.timesheet import Row, Week, empty_rows, keys_of_week, week_of
from twinhelm.tasks.rules.typed import minutes_of
from twinhelm.ui.toasts import toast


@require_safe
def timesheet(request: MemberRequest) -> HttpResponse:
    """Of the member, or of another for whoever reads everybody's time."""
    return render(request, "tasks/timesheet.html", sheet(request))


@require_POST
def fill_cells(request: MemberRequest) -> HttpResponse:
    """Every cell that was changed, or none."""
    monday = week_in(request.POST.get("week", ""), today_of(request.user))
    try:
        cells = [Cell(aim, on, minutes) for aim, on, minutes in typed_cells(request.POST, monday, request.user)]
        fill(cells, by=request.user, at=clock.now())
    except NotDurations as problem:
        return answer(request, monday, refusal=" ".join(problem.messages), status=422)
    except Refusal as refusal:
        return answer(request, monday, refusal=refusal.reason, status=refusal.status)
    return answer(request, monday)


def answer(request: MemberRequest, monday: date, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The sheet alone, into a page that stands; else the page."""
    page = sheet(request, monday=monday, refusal=refusal)
    if request.headers.get("HX-Request") == "true":
        return render(request, "tasks/_timesheet.html", page, status=status)
    if not refusal:
        return redirect(address(monday))
    return render(request, "tasks/timesheet.html", page, status=status)


def sheet(request: MemberRequest, *, monday: date | None = None, refusal: str = "") -> dict[str, Any]:
    whose = member_of(request)
    today = today_of(whose)
    monday = monday or week_in(request.GET.get("week", ""), today)
    is_own = whose.pk == request.user.pk
    week = week_of(whose, monday, more=wanted_rows(request, monday) if is_own else ())
    asked = suggestions(whose, monday, week.sunday, at=clock.now()) if is_own else []
    booked, there = week.booked_until(today)
    told = {
        "week": week,
        "is_own": is_own,
        "today": today,
        "booked_now": booked,
        "there_now": there,
        "refusal": refusal,
    }
    return {**told, **standing_of(request, week, is_own=is_own), **to_book(request, asked, today)}


def standing_of(request: MemberRequest, week: Week, *, is_own: bool) -> dict[str, Any]:
    """Whether the week stands still, and what may be done to it."""
    stands_still = week.sheet is not None and week.sheet.state in STANDING_STILL
    books = is_own and bool(may_book(request.user))
    return {
        "stands_still": stands_still,
        "why_still": why_still(week.sheet) if stands_still and week.sheet else "",
        "may_change": books and not stands_still,
        "may_hand_in": books and week.monday <= today_of(request.user),
    }


def to_book(request: MemberRequest, asked: Sequence[Suggestion], today: date) -> dict[str, Any]:
    return {
        "suggested": by_day(asked),
        "suggested_count": len(asked),
        "form": EntryForm(viewer=request.user, initial={"on": today, "is_billable": True}),
        "form_key": get_random_string(24),
        "row_keys": asked_rows(request),
        "lines": Responsibility.objects.current().in_order() if asked else (),
    }


def wanted_rows(request: MemberRequest, monday: date) -> Sequence[Row]:
    """Those in the address, and last week's if wanted."""
    asked = request.GET if request.method == "GET" else request.POST
    keys = asked.getlist("row")
    if asked.get("rows") == "last":
        keys = [*keys, *keys_of_week(request.user, week_before(monday))]
    return empty_rows(keys, request.user)


def asked_rows(request: MemberRequest) -> list[str]:
    asked = request.GET if request.method == "GET" else request.POST
    return asked.getlist("row")[:40]


def week_before(monday: date) -> date:
    return date.fromordinal(max(1, monday.toordinal() - 7))


def by_day(asked: Sequence[Suggestion]) -> list[tuple[date, list[Suggestion]]]:
    days: dict[date, list[Suggestion]] = {}
    for one in asked:
        days.setdefault(one.on, []).append(one)
    return list(days.items())


def member_of(request: MemberRequest) -> Member:
    """Somebody else's, where the address names them and the member may read it; else 404."""
    asked = request.GET.get("member", "")
    if not asked or asked == str(request.user.pk):
        return request.user
    seen = Member.objects.all() if reads_everybodys_time(request.user) else Member.objects.none()
    return get_object_or_404(seen, pk=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0)


@require_POST
def answer_suggestion(request: MemberRequest) -> HttpResponse:
    """Accepts one, with what was changed, or all of a day, or waves one away."""
    key = request.POST.get("key", "")[:80]
    on = day_of(key.rpartition(":")[2] or request.POST.get("day", ""))
    monday = week_in(on.isoformat() if on else "", today_of(request.user))
    try:
        if on:
            settle(request, key, on)
    except Refusal as refusal:
        return answer(request, monday, refusal=refusal.reason, status=refusal.status)
    return answer(request, monday)


def settle(request: MemberRequest, key: str, on: date) -> None:
    given, now = request.POST, clock.now()
    if given.get("do") == "day":
        suggesting.accept_day(on, by=request.user, at=now)
    elif given.get("do") == "away":
        said = suggesting.wave_away(key, on, by=request.user, at=now)
        toast(request, _("Waved away."), undo_url=reverse("tasks:ask_again", args=[said.pk]))
    else:
        line = given.get("line", "")
        found = (
            Responsibility.objects.current().filter(pk=int(line)).first()
            if line.isdecimal() and len(line) < 10
            else None
        )
        suggesting.accept(
            key, on, minutes=minutes_of(given.get("minutes", "")[:20]) or None, line=found, by=request.user, at=now
        )


@require_POST
def ask_again(request: MemberRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(SuggestionAnswer.objects.filter(member=request.user, entry=None), pk=pk)
    suggesting.ask_again(said, by=request.user)
    return redirect(address(clock.monday_of(said.on)))


@require_POST
@transaction.atomic
def hand_in(request: MemberRequest) -> HttpResponse:
    monday = week_in(request.POST.get("week", ""), today_of(request.user))
    try:
        weeks.hand_in(monday, by=request.user, at=clock.now())
    except Refusal as refusal:
        return answer(request, monday, refusal=refusal.reason, status=refusal.status)
    toast(request, _("The week is handed in."))
    return answer(request, monday)


@require_POST
def take_back(request: MemberRequest) -> HttpResponse:
    monday = week_in(request.POST.get("week", ""), today_of(request.user))
    try:
        weeks.take_back(monday, by=request.user, at=clock.now())
    except Refusal as refusal:
        return answer(request, monday, refusal=refusal.reason, status=refusal.status)
    toast(request, _("The week is yours again."))
    return answer(request, monday)


def today_of(member: Member) -> date:
    return day_in(member.zone, clock.now())


def day_of(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def address(monday: date) -> str:
    return f"{reverse('tasks:timesheet')}?week={monday.isoformat()}"


__all__ = ["Week", "answer_suggestion", "ask_again", "fill_cells", "hand_in", "take_back", "timesheet"]
