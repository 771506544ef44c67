"""Rounds and proposals over JSON."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.inventory.actions import moving, proposing, round_limits, rounds
from twinhelm.inventory.api.doors import refuse_strangers
from twinhelm.inventory.choices import Aim, LimitKind
from twinhelm.inventory.models import Assignment, Round, RoundLimit
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.load import room_of
from twinhelm.inventory.queries.round_documents import in_full, proposals_of
from twinhelm.inventory.schemas.rounds import (
    LookInput,
    MoveInput,
    ProposalShown,
    RelaxInput,
    RoundChangeInput,
    RoundInFull,
    RoundInput,
    RoundLimitInput,
    RoundShown,
    RoundVersion,
)
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

router = Router(tags=["rounds"])


@router.get("/rounds", response=Page[RoundShown], summary="Rounds, the newest first")
def list_rounds(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    rows, after = page_of(Round.objects.visible_to(request.user), [Key("pk", is_falling=True)], paging)
    return {"rows": rows, "next": after}


@router.post("/rounds", response={201: RoundInFull}, summary="Start a round")
def start_round(request: Asked, wanted: RoundInput) -> Status[dict[str, Any]]:
    refuse_strangers(request.user)
    made = rounds.start(setup_of(request, wanted), by=request.user, at=clock.now())
    return Status(201, shown(request, made.pk))


@router.get("/rounds/{round_id}", response=RoundInFull, summary="One round")
def read_round(request: Asked, round_id: Id) -> dict[str, Any]:
    return shown(request, round_id)


@router.put("/rounds/{round_id}", response=RoundInFull, summary="Change what a round asks")
def change_round(request: Asked, round_id: Id, wanted: RoundChangeInput) -> dict[str, Any]:
    one = find_to_change(request, round_id)
    setup = setup_of(request, wanted)
    rounds.change(one, setup, version=wanted.version, by=request.user, at=clock.now())
    return shown(request, round_id)


@router.delete("/rounds/{round_id}", response={204: None}, summary="Delete a round")
def delete_round(request: Asked, round_id: Id) -> Status[None]:
    rounds.delete(find(request, round_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.post("/rounds/{round_id}/put-back", response=RoundInFull, summary="Put a deleted round back")
def put_back_round(request: Asked, round_id: Id) -> dict[str, Any]:
    deleted = get_object_or_404(Round.objects.deleted_for(request.user), pk=round_id)
    rounds.put_back(deleted, by=request.user, at=clock.now())
    return shown(request, round_id)


@router.post("/rounds/{round_id}/limits", response={201: RoundInFull}, summary="Add a limit")
def add_limit(request: Asked, round_id: Id, wanted: RoundLimitInput) -> Status[dict[str, Any]]:
    one = find_to_change(request, round_id)
    new = round_limits.NewLimit(
        kind=LimitKind(wanted.kind),
        member=member_of(request, wanted.member_id),
        asked=get_object_or_404(one.asked.all(), pk=wanted.asked_id) if wanted.asked_id else None,
        hat=wanted.hat or "",
        other=member_of(request, wanted.other_id) if wanted.other_id else None,
        why=wanted.why,
    )
    round_limits.limit(one, new, version=wanted.version, by=request.user, at=clock.now())
    return Status(201, shown(request, round_id))


@router.post("/rounds/{round_id}/limits/{limit_id}/lift", response=RoundInFull, summary="Lift a limit")
def lift_limit(request: Asked, round_id: Id, limit_id: Id, wanted: RoundVersion) -> dict[str, Any]:
    one = find_to_change(request, round_id)
    limit = get_object_or_404(RoundLimit.objects.select_related("round"), pk=limit_id, round=one)
    round_limits.lift(limit, version=wanted.version, by=request.user, at=clock.now())
    return shown(request, round_id)


@router.post("/rounds/{round_id}/propose", response={202: RoundInFull}, summary="Have three proposals made")
def propose(request: Asked, round_id: Id, wanted: RoundVersion) -> Status[dict[str, Any]]:
    proposing.propose(find_to_change(request, round_id), version=wanted.version, by=request.user, at=clock.now())
    return Status(202, shown(request, round_id))


@router.post("/rounds/{round_id}/call-off", response=RoundInFull, summary="Stop the making of proposals")
def call_off(request: Asked, round_id: Id) -> dict[str, Any]:
    proposing.call_off(find_to_change(request, round_id), by=request.user, at=clock.now())
    return shown(request, round_id)


@router.get("/rounds/{round_id}/proposals", response=list[ProposalShown], summary="What was proposed, by aim")
def read_proposals(request: Asked, round_id: Id) -> list[dict[str, Any]]:
    return proposals_of(find(request, round_id))


@router.post("/rounds/{round_id}/look-at", response=RoundInFull, summary="Choose the proposal to work on")
def look_at(request: Asked, round_id: Id, wanted: LookInput) -> dict[str, Any]:
    rounds.look_at(find_to_change(request, round_id), Aim(wanted.aim), by=request.user, at=clock.now())
    return shown(request, round_id)


@router.post("/rounds/{round_id}/posts/{post_id}/move", response={202: RoundInFull}, summary="Move one by hand")
def move(request: Asked, round_id: Id, post_id: Id, wanted: MoveInput) -> Status[dict[str, Any]]:
    row, member = row_of(request, round_id, post_id), member_of(request, wanted.member_id)
    moving.move(row, member, version=wanted.version, by=request.user, at=clock.now())
    return Status(202, shown(request, round_id))


@router.post("/rounds/{round_id}/posts/{post_id}/unpin", response={202: RoundInFull}, summary="Let go of a pin")
def unpin(request: Asked, round_id: Id, post_id: Id, wanted: RoundVersion) -> Status[dict[str, Any]]:
    moving.unpin(row_of(request, round_id, post_id), version=wanted.version, by=request.user, at=clock.now())
    return Status(202, shown(request, round_id))


@router.post("/rounds/{round_id}/relax", response={202: RoundInFull}, summary="Relax a limit where nothing fits")
def relax(request: Asked, round_id: Id, wanted: RelaxInput) -> Status[dict[str, Any]]:
    one = find_to_change(request, round_id)
    proposal = get_object_or_404(one.proposals.select_related("round"), aim=wanted.aim)
    moving.relax(proposal, wanted.way, version=wanted.version, by=request.user, at=clock.now())
    return Status(202, shown(request, round_id))


@router.post("/rounds/{round_id}/undo", response=RoundInFull, summary="Take the last change back")
def undo_round(request: Asked, round_id: Id, wanted: RoundVersion) -> dict[str, Any]:
    one = find_to_change(request, round_id)
    moving.undo(one, version=wanted.version, by=request.user, at=clock.now())
    return shown(request, round_id)


@router.post("/rounds/{round_id}/close", response=RoundInFull, summary="Close a round; it is kept")
def close_round(request: Asked, round_id: Id, wanted: RoundVersion) -> dict[str, Any]:
    rounds.close(find_to_change(request, round_id), version=wanted.version, by=request.user, at=clock.now())
    return shown(request, round_id)


@router.post("/rounds/{round_id}/reopen", response=RoundInFull, summary="Open a closed round again")
def reopen_round(request: Asked, round_id: Id) -> dict[str, Any]:
    rounds.reopen(find(request, round_id), by=request.user, at=clock.now())
    return shown(request, round_id)


def find(request: Asked, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), pk=pk)


def find_to_change(request: Asked, pk: int) -> Round:
    """A no comes before whatever else may be wrong with the request."""
    one = find(request, pk)
    require(may_change_round(request.user, one))
    return one


def shown(request: Asked, pk: int) -> dict[str, Any]:
    return in_full(find(request, pk), clock.day_in(request.user.zone, clock.now()))


def member_of(request: Asked, pk: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user), pk=pk)


def row_of(request: Asked, round_id: int, pk: int) -> Assignment:
    one = find_to_change(request, round_id)
    rows = Assignment.objects.filter(proposal__round=one)
    return get_object_or_404(rows.select_related("proposal__round", "asked__client", "asked__project"), pk=pk)


def setup_of(request: Asked, wanted: RoundInput) -> rounds.Setup:
    """Whoever and whatever it names is looked for through the asker."""
    clients = Client.objects.visible_to(request.user).in_bulk([one.client_id for one in wanted.asked])
    project_ids = [one.project_id for one in wanted.asked if one.project_id]
    projects = Project.objects.visible_to(request.user).in_bulk(project_ids)
    members = Member.objects.visible_to(request.user).in_bulk([one.member_id for one in wanted.leads])
    if any(one.client_id not in clients or (one.project_id or 0) not in {0, *projects} for one in wanted.asked):
        raise Http404
    if any(one.member_id not in members for one in wanted.leads):
        raise Http404
    today = clock.day_in(request.user.zone, clock.now())
    rooms = room_of([one for one in members.values() if one.is_active], on=today)
    return rounds.Setup(
        name=wanted.name,
        from_on=wanted.from_on,
        asked=tuple(
            rounds.Wanted(clients[one.client_id], projects.get(one.project_id or 0), one.is_hybrid)
            for one in wanted.asked
        ),
        leads=tuple(place_of(one, members[one.member_id], rooms) for one in wanted.leads),
        asks_account=wanted.asks_account,
        asks_production=wanted.asks_production,
    )


def place_of(one: Any, member: Member, rooms: dict[int, Any]) -> rounds.Place:
    usual = rooms[member.pk].points if member.pk in rooms else 0
    return rounds.Place(member, usual if one.room is None else one.room, one.takes_account, one.takes_production)
