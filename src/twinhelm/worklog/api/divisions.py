"""Divisions over JSON."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import division_changes, divisions
from twinhelm.worklog.models import Division
from twinhelm.worklog.policies.divisions import may_change_division, may_propose_division
from twinhelm.worklog.queries.division_page import Chip, Row, division_page
from twinhelm.worklog.queries.weeks import known_weeks
from twinhelm.worklog.schemas.divisions import (
    Change,
    DivisionInFull,
    DivisionShown,
    MoveChange,
    NameChange,
    NewDivision,
    SeatChange,
    SeatedMember,
)

router = Router(tags=["divisions"])


@router.get("/divisions", response=Page[DivisionShown], summary="Divisions that you may read")
def list_divisions(request: Asked, paging: Pages) -> dict[str, Any]:
    found = Division.objects.visible_to(request.user)
    rows, after = page_of(found, [Key("made_at", is_falling=True), Key("pk", is_falling=True)], paging)
    return {"rows": rows, "next": after}


@router.post("/divisions", response={201: DivisionInFull}, summary="Propose a division")
def propose_division(request: Asked, wanted: NewDivision) -> tuple[int, dict[str, Any]]:
    require(may_propose_division(request.user))
    at, known = clock.now(), known_weeks(request.user)
    today = clock.day_in(request.user.zone, at)
    period = known.latest(wanted.weeks, today) if known else whole_weeks_before(today, wanted.weeks)
    return 201, shown(divisions.propose(period, name=wanted.name, by=request.user, at=at), request.user)


@router.get("/divisions/{division_id}", response=DivisionInFull, summary="One division")
def read_division(request: Asked, division_id: Id) -> dict[str, Any]:
    return shown(find(request, division_id), request.user)


@router.post("/divisions/{division_id}/seat", response=DivisionInFull, summary="Seat a member")
def seat_member(request: Asked, division_id: Id, wanted: SeatChange) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    member = member_of(request, wanted.member_id)
    divisions.seat(division, member, wanted.becomes, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/move", response=DivisionInFull, summary="Move a line to somebody else")
def move_line(request: Asked, division_id: Id, wanted: MoveChange) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    line = get_object_or_404(Responsibility.objects.visible_to(request.user), key=wanted.responsibility)
    giver, taker = member_of(request, wanted.giver_id), member_of(request, wanted.taker_id)
    portion = divisions.Portion(line, giver, taker, wanted.minutes)
    divisions.move(division, portion, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/pin", response=DivisionInFull, summary="Pin a member")
def pin_member(request: Asked, division_id: Id, wanted: SeatedMember) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    member = member_of(request, wanted.member_id)
    divisions.pin(division, member, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/unpin", response=DivisionInFull, summary="Let go of a pin")
def unpin_member(request: Asked, division_id: Id, wanted: SeatedMember) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    member = member_of(request, wanted.member_id)
    divisions.unpin(division, member, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/again", response=DivisionInFull, summary="Propose again around the pins")
def propose_again(request: Asked, division_id: Id, wanted: Change) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    divisions.repropose(division, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/reset", response=DivisionInFull, summary="Back to the proposal")
def reset_division(request: Asked, division_id: Id, wanted: Change) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    divisions.reset(division, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/rename", response=DivisionInFull, summary="Rename a division")
def rename_division(request: Asked, division_id: Id, wanted: NameChange) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    divisions.rename(division, wanted.name, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/undo", response=DivisionInFull, summary="Take the last change back")
def undo_change(request: Asked, division_id: Id, wanted: Change) -> dict[str, Any]:
    division = find_to_change(request, division_id)
    division_changes.undo(division, version=wanted.version, by=request.user, at=clock.now())
    return shown(division, request.user)


@router.post("/divisions/{division_id}/share", response=DivisionInFull, summary="Share with who sits in it")
def share_division(request: Asked, division_id: Id) -> dict[str, Any]:
    return shown(divisions.share(find_to_change(request, division_id), by=request.user, at=clock.now()), request.user)


@router.post("/divisions/{division_id}/take-back", response=DivisionInFull, summary="Stop sharing")
def take_back_division(request: Asked, division_id: Id) -> dict[str, Any]:
    return shown(
        divisions.take_back(find_to_change(request, division_id), by=request.user, at=clock.now()), request.user
    )


@router.delete("/divisions/{division_id}", response={204: None}, summary="Delete a division")
def delete_division(request: Asked, division_id: Id) -> tuple[int, None]:
    divisions.delete(find_to_change(request, division_id), by=request.user, at=clock.now())
    return 204, None


@router.post("/divisions/{division_id}/put-back", response=DivisionInFull, summary="Put a deleted one back")
def put_back_division(request: Asked, division_id: Id) -> dict[str, Any]:
    deleted = get_object_or_404(Division.objects.deleted_for(request.user), pk=division_id)
    return shown(divisions.put_back(deleted, by=request.user, at=clock.now()), request.user)


def find(request: Asked, pk: int) -> Division:
    return get_object_or_404(Division.objects.visible_to(request.user), pk=pk)


def find_to_change(request: Asked, pk: int) -> Division:
    """A no comes before whatever else may be wrong with the request."""
    division = find(request, pk)
    require(may_change_division(request.user, division))
    return division


def member_of(request: Asked, pk: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user), pk=pk)


def shown(division: Division, viewer: Member) -> dict[str, Any]:
    division.refresh_from_db()
    page = division_page(division, viewer)
    return {
        **{name: getattr(division, name) for name in DivisionShown.model_fields},
        "finding": page.plain_lede,
        "switches_saved_each": page.now.saved_each,
        "handoffs_created": page.now.handoffs,
        "moved_minutes": page.now.moved,
        "is_as_proposed": page.is_as_proposed,
        "seats": [seat_shown(row) for row in page.rows],
    }


def seat_shown(row: Row) -> dict[str, Any]:
    one = row.figures
    return {
        "member_id": row.member.pk,
        "name": row.member.name,
        "becomes": row.seat.becomes,
        "is_pinned": row.seat.is_pinned,
        "agreed_minutes": one.agreed,
        "minutes_today": one.before,
        "minutes": one.after,
        "switches_today": one.switches_before,
        "switches": one.switches_after,
        "moves": row.moves,
        "reasons": list(row.reasons),
        "lines": [line_shown(chip) for chip in row.every],
    }


def line_shown(chip: Chip) -> dict[str, Any]:
    return {
        "responsibility": chip.responsibility.key,
        "family": chip.responsibility.family,
        "minutes_today": chip.today,
        "minutes_proposed": chip.proposed,
        "minutes": chip.minutes,
    }
