"""Over JSON: timer, timesheet and weeks."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from ninja import Query, Router

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Id, Key, Page, Paging, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import entering, timing, weeks
from twinhelm.tasks.actions.aiming import THINGS, Aim
from twinhelm.tasks.actions.entering import RELATED, Spent
from twinhelm.tasks.models import TimeEntry, WeekSheet
from twinhelm.tasks.queries.timesheet import seen
from twinhelm.tasks.schemas.times import (
    AboutSaid,
    TimeChange,
    TimeEntryShown,
    TimerShown,
    TimerStart,
    TimerStop,
    TimeSaid,
    TimeWanted,
    WeekNote,
    WeekSaid,
    WeeksChosen,
    WeekSheetShown,
)

router = Router(tags=["time"])
NEWEST = (Key("on", is_falling=True), Key("id", is_falling=True))


@router.get("/time-entries", response=Page[TimeEntryShown], summary="Booked time that you may read, newest first")
def list_time_entries(request: Asked, wanted: Query[TimeWanted]) -> dict[str, Any]:
    found = TimeEntry.objects.visible_to(request.user)
    asked = {
        "member": wanted.member_id,
        "project": wanted.project_id,
        "client": wanted.client_id,
        "task": wanted.task_id,
        "is_billable": wanted.is_billable,
        "on__gte": wanted.first_on,
        "on__lte": wanted.last_on,
    }
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    rows, after = page_of(found, NEWEST, Paging(after=wanted.after, limit=wanted.limit))
    return {"rows": rows, "next": after}


@router.post("/time-entries", response={201: list[TimeEntryShown]}, summary="Book time; two entries over midnight")
def log_time(request: Asked, said: TimeSaid) -> tuple[int, list[TimeEntry]]:
    spent = Spent(said.on, said.minutes, said.started_at, said.ended_at)
    return 201, entering.log_time(aim_of(said, request.user), spent, key=said.key, by=request.user, at=clock.now())


@router.get("/time-entries/{entry_id}", response=TimeEntryShown, summary="One entry")
def show_time_entry(request: Asked, entry_id: Id) -> TimeEntry:
    return found(request, entry_id)


@router.patch("/time-entries/{entry_id}", response=list[TimeEntryShown], summary="Put an entry right")
def change_time_entry(request: Asked, entry_id: Id, said: TimeChange) -> list[TimeEntry]:
    entry = found(request, entry_id)
    given = said.model_dump(exclude_unset=True)
    facts: dict[str, Any] = {name: given[name] for name in ("text", "is_billable") if given.get(name) is not None}
    things = {name: f"{name}_id" for name in ("task", "project", "client") if f"{name}_id" in given}
    facts |= {name: one_seen(name, given[key], request.user) for name, key in things.items()}
    if "responsibility_id" in given:
        facts["responsibility"] = line_of(said.responsibility_id)
    if {"on", "minutes", "started_at", "ended_at"} & set(given):
        facts["spent"] = Spent(said.on or entry.on, said.minutes or entry.minutes, said.started_at, said.ended_at)
    return entering.change_time(entry, version=said.version, by=request.user, at=clock.now(), **facts)


@router.delete("/time-entries/{entry_id}", response={204: None}, summary="Delete an entry; it can be put back")
def delete_time_entry(request: Asked, entry_id: Id) -> tuple[int, None]:
    entering.delete_time(found(request, entry_id), by=request.user, at=clock.now())
    return 204, None


@router.post("/time-entries/{entry_id}/put-back", response=TimeEntryShown, summary="Put a deleted entry back")
def put_time_entry_back(request: Asked, entry_id: Id) -> TimeEntry:
    deleted = TimeEntry.objects.deleted_for(request.user).select_related("member")
    return entering.put_time_back(get_object_or_404(deleted, pk=entry_id), by=request.user, at=clock.now())


@router.get("/timer", response=TimerShown | None, summary="What you are timing, if anything")
def show_timer(request: Asked) -> Any:
    return timing.running_of(request.user)


@router.post("/timer", response={201: TimerShown}, summary="Start the timer; what ran before is stopped and kept")
def start_timer(request: Asked, said: TimerStart) -> tuple[int, Any]:
    key = said.key or get_random_string(24)
    return 201, timing.start(aim_of(said, request.user), key=key, by=request.user, at=clock.now())


@router.post("/timer/stop", response=list[TimeEntryShown], summary="Stop the timer")
def stop_timer(request: Asked, said: TimerStop) -> list[TimeEntry]:
    return timing.stop(key=said.key, ended_at=said.ended_at, by=request.user, at=clock.now())


@router.delete("/timer", response={204: None}, summary="Keep nothing of the timer")
def discard_timer(request: Asked) -> tuple[int, None]:
    timing.discard(by=request.user, at=clock.now())
    return 204, None


@router.get(
    "/time-weeks", response=Page[WeekSheetShown], summary="Weeks that were handed in, as far as you may read them"
)
def list_weeks(request: Asked, paging: Query[Paging]) -> dict[str, Any]:
    keys = (Key("week", is_falling=True), Key("id", is_falling=True))
    rows, after = page_of(WeekSheet.objects.visible_to(request.user), keys, paging)
    return {"rows": rows, "next": after}


@router.post("/time-weeks/hand-in", response=WeekSheetShown, summary="Hand in your week")
def hand_week_in(request: Asked, said: WeekSaid) -> WeekSheet:
    return weeks.hand_in(clock.monday_of(said.week), by=request.user, at=clock.now())


@router.post("/time-weeks/take-back", response=WeekSheetShown, summary="Take your week back before it is approved")
def take_week_back(request: Asked, said: WeekSaid) -> WeekSheet:
    return weeks.take_back(clock.monday_of(said.week), by=request.user, at=clock.now())


@router.post("/time-weeks/approve", response=list[WeekSheetShown], summary="Approve weeks, all or none")
def approve_weeks(request: Asked, said: WeeksChosen) -> list[WeekSheet]:
    sheets = WeekSheet.objects.visible_to(request.user).filter(pk__in=said.sheet_ids)
    return weeks.approve(sheets, by=request.user, at=clock.now())


@router.post("/time-weeks/{sheet_id}/send-back", response=WeekSheetShown, summary="Send a week back with a sentence")
def send_week_back(request: Asked, sheet_id: Id, said: WeekNote) -> WeekSheet:
    sheet = get_object_or_404(WeekSheet.objects.visible_to(request.user), pk=sheet_id)
    return weeks.send_back(sheet, said.note, by=request.user, at=clock.now())


@router.post("/time-weeks/{sheet_id}/open", response=WeekSheetShown, summary="Open an approved week again")
def open_week(request: Asked, sheet_id: Id, said: WeekNote) -> WeekSheet:
    sheet = get_object_or_404(WeekSheet.objects.visible_to(request.user), pk=sheet_id)
    return weeks.open_again(sheet, said.note, by=request.user, at=clock.now())


def found(request: Asked, entry_id: int) -> TimeEntry:
    return get_object_or_404(TimeEntry.objects.visible_to(request.user).select_related(*RELATED), pk=entry_id)


def aim_of(said: AboutSaid, member: Member) -> Aim:
    """Raises Invalid for what the member doesn't see."""
    things: dict[str, Any] = {}
    for name in THINGS:
        if (pk := getattr(said, f"{name}_id")) is not None:
            things[name] = one_seen(name, pk, member)
    line = line_of(said.responsibility_id)
    return Aim(**things, responsibility=line, text=said.text, is_billable=said.is_billable)


def one_seen(name: str, pk: int | None, member: Member) -> Any:
    """Raises Invalid for what the member doesn't see."""
    thing = seen(name, pk, member) if pk is not None else None
    if pk is not None and thing is None:
        reason = _("There is nothing of this number that you see.")
        raise Invalid(reason, **{f"{name}_id": reason})
    return thing


def line_of(pk: int | None) -> Responsibility | None:
    """Raises Invalid."""
    if pk is None:
        return None
    line = Responsibility.objects.filter(pk=pk).first()
    if line is None:
        reason = _("There is no responsibility of this number.")
        raise Invalid(reason, responsibility_id=reason)
    return line
