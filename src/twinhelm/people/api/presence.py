"""Working patterns, absences and availability over JSON."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.foundation.periods import EARLIEST, LATEST
from twinhelm.people import actions, policies, queries
from twinhelm.people.api.doors import Asked, find_member
from twinhelm.people.models import Absence, Member, WorkingPattern
from twinhelm.people.rules import Span
from twinhelm.people.schemas import (
    AbsenceSaid,
    AbsenceShown,
    MemberDays,
    PatternAgreedOn,
    PatternShown,
    RegionSaid,
)

router = Router(tags=["people"])
LONGEST_SPAN = timedelta(days=92)
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


@router.get("/availability", response=list[MemberDays], summary="Who is here on which days")
def list_availability(request: Asked, first_on: Day, last_on: Day, member_id: Id | None = None) -> list[dict[str, Any]]:
    """Active members, at most 92 days."""
    if not timedelta() <= last_on - first_on <= LONGEST_SPAN:
        reason = _("Ask for 92 days at most, and let the last one not lie before the first.")
        raise Invalid(reason, last_on=reason)
    members = Member.objects.visible_to(request.user).active().by_name().prefetch_related("role_grants")
    asked_about = list(members.filter(pk=member_id) if member_id else members)
    found = queries.days_of(asked_about, first_on, last_on)
    return [days_shown(member, found[member.pk], request.user) for member in asked_about]


@router.get("/members/{member_id}/working-patterns", response=list[PatternShown], summary="Agreed weeks, latest first")
def list_patterns(request: Asked, member_id: Id) -> QuerySet[WorkingPattern]:
    member = find_member(request, member_id)
    require(policies.may_see_working_time(request.user, member))
    return WorkingPattern.objects.visible_to(request.user).filter(member=member).newest_first()


@router.put("/members/{member_id}/working-patterns/{from_on}", response=PatternShown, summary="Agree on a week")
def agree_pattern(request: Asked, member_id: Id, from_on: Day, wanted: PatternAgreedOn) -> WorkingPattern:
    member, at = find_member(request, member_id), clock.now()
    return actions.agree_pattern(member, from_on=from_on, minutes=wanted.minutes, by=request.user, at=at)


@router.put("/members/{member_id}/region", response={204: None}, summary="Whose public holidays somebody keeps")
def set_region(request: Asked, member_id: Id, wanted: RegionSaid) -> Status[None]:
    actions.set_region(find_member(request, member_id), **wanted.dict(), by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/absences", response=Page[AbsenceShown], summary="Who is away, and when")
def list_absences(
    request: Asked, paging: Pages, first_on: Day = EARLIEST, last_on: Day = LATEST, member_id: Id | None = None
) -> dict[str, Any]:
    found = Absence.objects.visible_to(request.user).standing().touching(first_on, last_on)
    found = found.filter(member=member_id) if member_id else found
    rows, after = page_of(found, [Key("pk")], paging)
    return {"rows": [absence_shown(one, request.user) for one in rows], "next": after}


@router.post("/members/{member_id}/absences", response={201: AbsenceShown}, summary="Enter an absence")
def enter_absence(request: Asked, member_id: Id, wanted: AbsenceSaid) -> Status[dict[str, Any]]:
    member = find_member(request, member_id)
    absence = actions.enter_absence(member, away(wanted), by=request.user, at=clock.now())
    return Status(201, absence_shown(absence, request.user))


@router.put("/absences/{absence_id}", response=AbsenceShown, summary="Change an absence")
def change_absence(request: Asked, absence_id: Id, wanted: AbsenceSaid) -> dict[str, Any]:
    absence = find_absence(request, absence_id)
    absence = actions.change_absence(absence, away(wanted), by=request.user, at=clock.now())
    return absence_shown(absence, request.user)


@router.delete("/absences/{absence_id}", response={204: None}, summary="Take an absence back")
def take_back_absence(request: Asked, absence_id: Id) -> Status[None]:
    actions.take_back_absence(find_absence(request, absence_id), by=request.user, at=clock.now())
    return Status(204, None)


def find_absence(request: Asked, absence_id: int) -> Absence:
    return get_object_or_404(Absence.objects.visible_to(request.user).select_related("member"), pk=absence_id)


def away(said: AbsenceSaid) -> actions.Away:
    span = Span(said.first_on, said.last_on, said.starts_at_midday, said.ends_at_midday)
    return actions.Away(said.kind, span, said.reason)


def absence_shown(absence: Absence, by: Member) -> dict[str, Any]:
    may_see = by.is_owner or by.pk == absence.member_id
    return {
        "id": absence.pk,
        "member_id": absence.member_id,
        "first_on": absence.first_on,
        "last_on": absence.last_on,
        "starts_at_midday": absence.starts_at_midday,
        "ends_at_midday": absence.ends_at_midday,
        "kind": absence.kind if may_see else None,
        "reason": absence.reason if may_see else None,
        "entered_at": absence.entered_at,
    }


def days_shown(member: Member, days: list[queries.Day], by: Member) -> dict[str, Any]:
    may_see = bool(policies.may_see_working_time(by, member))
    shown = [
        {"on": day.on, "presence": day.presence, "holiday": day.holiday, "minutes": day.minutes if may_see else None}
        for day in days
    ]
    return {"member_id": member.pk, "name": member.name, "days": shown}
