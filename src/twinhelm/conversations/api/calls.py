"""Calls over JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions import calls as acts
from twinhelm.conversations.models import Call, Conversation
from twinhelm.conversations.queries import calls as queries
from twinhelm.conversations.schemas.calls import (
    CallAccount,
    CallChange,
    CallEnd,
    CallShown,
    CallStart,
    CallsWanted,
    PastCall,
)
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Id as Number
from twinhelm.foundation.api import Page, Paging, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility

router = Router(tags=["calls"])


@router.get("/calls", response=Page[CallShown], summary="Ended calls that you may see, newest first")
def list_calls(request: Asked, wanted: Query[CallsWanted]) -> dict[str, Any]:
    narrowed = queries.Wanted(
        words=wanted.q.replace("\0", ""),
        member=wanted.member_id,
        client=wanted.client_id,
        outcome=wanted.outcome or "",
        first=wanted.first_on,
        last=wanted.last_on,
    )
    calls = queries.wanted_calls(request.user, narrowed)
    rows, after = page_of(calls, queries.NEWEST_FIRST, Paging(after=wanted.after, limit=wanted.limit))
    return {"rows": [shown(call) for call in rows], "next": after}


@router.get("/calls/going-on", response=CallShown | None, summary="The call that you are in, if any")
def show_running_call(request: Asked) -> dict[str, Any] | None:
    call = queries.going_on(request.user)
    return shown(call) if call else None


@router.post("/calls/start", response={201: CallShown}, summary="Start the timer")
def start_call(request: Asked, wanted: CallStart) -> tuple[int, dict[str, Any]]:
    return 201, shown(acts.start(aim_of(wanted, request.user), by=request.user, at=clock.now()))


@router.post("/calls", response={201: CallShown}, summary="Log a call that nobody timed")
def log_call(request: Asked, wanted: PastCall) -> tuple[int, dict[str, Any]]:
    span = span_of(wanted.started_at, wanted.minutes)
    return 201, shown(acts.log_call(span, account_of(wanted, request.user), by=request.user, at=clock.now()))


@router.get("/calls/{call_id}", response=CallShown, summary="One call")
def show_call(request: Asked, call_id: Number) -> dict[str, Any]:
    return shown(found(request, call_id))


@router.put("/calls/{call_id}", response=CallShown, summary="Put right what is known of an ended call")
def change_call(request: Asked, call_id: Number, wanted: CallChange) -> dict[str, Any]:
    call = found(request, call_id)
    account, span = account_of(wanted, request.user), None
    if wanted.started_at or wanted.minutes:
        span = span_of(wanted.started_at or call.started_at, wanted.minutes or call.minutes or 1)
    return shown(acts.change(call, account, span=span, seen=wanted.version, by=request.user, at=clock.now()))


@router.post("/calls/{call_id}/end", response=CallShown, summary="Stop the timer")
def end_call(request: Asked, call_id: Number, wanted: CallEnd) -> dict[str, Any]:
    return shown(acts.end(found(request, call_id), minutes=wanted.minutes, by=request.user, at=clock.now()))


@router.post("/calls/{call_id}/settle-step", response=CallShown, summary="The next step is done")
def settle_call_step(request: Asked, call_id: Number) -> dict[str, Any]:
    return shown(acts.settle_step(found(request, call_id), by=request.user, at=clock.now()))


@router.post("/calls/{call_id}/reopen-step", response=CallShown, summary="The next step is not done after all")
def reopen_call_step(request: Asked, call_id: Number) -> dict[str, Any]:
    return shown(acts.reopen_step(found(request, call_id), by=request.user))


@router.delete("/calls/{call_id}", response={204: None}, summary="Delete a call; it can be put back")
def delete_call(request: Asked, call_id: Number) -> tuple[int, None]:
    acts.delete(found(request, call_id), by=request.user, at=clock.now())
    return 204, None


@router.post("/calls/{call_id}/put-back", response=CallShown, summary="Put a deleted call back")
def put_call_back(request: Asked, call_id: Number) -> dict[str, Any]:
    deleted = get_object_or_404(Call.objects.deleted_for(request.user).select_related("by"), pk=call_id)
    return shown(acts.put_back(deleted, by=request.user, at=clock.now()))


def found(request: Asked, call_id: int) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).with_names(), pk=call_id)


def span_of(started_at: datetime, minutes: int) -> acts.Span:
    """Raises Invalid where the calendar ends."""
    try:
        started_at + timedelta(minutes=minutes)
        return acts.Span(started_at.astimezone(UTC), minutes)
    except OverflowError:
        reason = _("There is no such moment.")
        raise Invalid(reason, started_at=reason) from None


def aim_of(wanted: CallStart, viewer: Member) -> acts.Aim:
    """Raises Invalid for what the caller doesn't see."""
    return acts.Aim(
        client=seen(Client.objects.visible_to(viewer), wanted.client_id, "client_id"),
        contact=seen(Contact.objects.visible_to(viewer).select_related("client"), wanted.contact_id, "contact_id"),
        project=seen(Project.objects.visible_to(viewer).select_related("client"), wanted.project_id, "project_id"),
        conversation=seen(
            Conversation.objects.visible_to(viewer).select_related("client"), wanted.conversation_id, "conversation_id"
        ),
        direction=wanted.direction,
    )


def account_of(wanted: CallAccount, viewer: Member) -> acts.Account:
    lines = Responsibility.objects.visible_to(viewer)
    return acts.Account(
        aim=aim_of(wanted, viewer),
        outcome=wanted.outcome,
        notes=wanted.notes.replace("\0", ""),
        next_step=wanted.next_step.replace("\0", "").strip(),
        next_step_on=wanted.next_step_on,
        responsibility=seen(lines, wanted.responsibility_id, "responsibility_id"),
        was_agreed=wanted.was_agreed,
    )


def seen(rows: QuerySet[Any], number: int | None, field: str) -> Any:
    if number is None:
        return None
    found_row = rows.filter(pk=number).first()
    if not found_row:
        reason = _("There is no such thing, or you may not see it.")
        raise Invalid(reason, **{field: reason})
    return found_row


def shown(call: Call) -> dict[str, Any]:
    return {
        "id": call.pk,
        "member_id": call.by_id,
        "client_id": call.client_id,
        "contact_id": call.contact_id,
        "project_id": call.project_id,
        "conversation_id": call.conversation_id,
        "direction": call.direction,
        "started_at": call.started_at,
        "ended_at": call.ended_at,
        "minutes": call.minutes,
        "outcome": call.outcome,
        "notes": call.notes,
        "next_step": call.next_step,
        "next_step_on": call.next_step_on,
        "next_step_done_at": call.next_step_done_at,
        "responsibility_id": call.responsibility_id,
        "version": call.version,
    }
