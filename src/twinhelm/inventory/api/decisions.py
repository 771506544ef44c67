"""Decisions of who leads over JSON."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Page, Pages, page_of
from twinhelm.inventory.actions import asking
from twinhelm.inventory.actions import decisions as actions
from twinhelm.inventory.api.doors import refuse_strangers
from twinhelm.inventory.choices import DecisionState
from twinhelm.inventory.models import Acceptance, Decision, DecisionComment, Round
from twinhelm.inventory.queries.deciding import Chosen
from twinhelm.inventory.queries.decisions import NEWEST, comments_of
from twinhelm.inventory.schemas.decisions import (
    AcceptanceShown,
    AcceptingInput,
    AskingInput,
    ChosenInput,
    CommentInput,
    CommentShown,
    DecisionShown,
    DropInput,
    SeenInput,
)
from twinhelm.people.api import Asked
from twinhelm.people.models import Member

router = Router(tags=["decisions"])


@router.get("/decisions", response=Page[DecisionShown], summary="Decisions of who leads, the newest first")
def list_decisions(request: Asked, paging: Pages, state: DecisionState | None = None) -> dict[str, Any]:
    refuse_strangers(request.user)
    found = Decision.objects.visible_to(request.user)
    rows, after = page_of(found.filter(state=state) if state else found, NEWEST, paging)
    return {"rows": rows, "next": after}


@router.get("/decisions/{decision_id}", response=DecisionShown, summary="One decision")
def get_decision(request: Asked, decision_id: Id) -> Decision:
    return found(request, decision_id)


@router.get("/decisions/{decision_id}/comments", response=list[CommentShown], summary="What was said to it")
def list_decision_comments(request: Asked, decision_id: Id) -> list[DecisionComment]:
    return comments_of(found(request, decision_id))


@router.post("/decisions/{decision_id}/comments", response=CommentShown, summary="Say what you think")
def comment_decision(request: Asked, decision_id: Id, wanted: CommentInput) -> DecisionComment:
    decision = found(request, decision_id)
    return asking.comment(decision, wanted.stance, wanted.text, by=request.user, at=clock.now())


@router.post("/decisions/{decision_id}/accept", response=AcceptanceShown, summary="Accept what was asked")
def accept_decision(request: Asked, decision_id: Id, wanted: SeenInput) -> dict[str, Any]:
    decision = found(request, decision_id)
    return shown(actions.accept_asked(decision, version=wanted.version, by=request.user, at=clock.now()))


@router.post("/decisions/{decision_id}/drop", response=DecisionShown, summary="It doesn’t come to it")
def drop_decision(request: Asked, decision_id: Id, wanted: DropInput) -> Decision:
    return asking.drop(found(request, decision_id), why=wanted.why, by=request.user, at=clock.now())


@router.post("/rounds/{round_id}/accept", response=AcceptanceShown, summary="Accept one assignment or many at once")
def accept_assignments(request: Asked, round_id: Id, wanted: AcceptingInput) -> dict[str, Any]:
    of_round, by, at = round_of(request, round_id), request.user, clock.now()
    chosen = chosen_of(request, wanted.chosen)
    return shown(actions.accept(of_round, chosen, version=wanted.version, key=wanted.key, by=by, at=at))


@router.post("/rounds/{round_id}/ask", response=list[DecisionShown], summary="Ask the people whom it concerns first")
def ask_about_assignments(request: Asked, round_id: Id, wanted: AskingInput) -> list[Decision]:
    of_round, by, at = round_of(request, round_id), request.user, clock.now()
    return asking.ask(of_round, chosen_of(request, wanted.chosen), version=wanted.version, by=by, at=at)


@router.post("/acceptances/{acceptance_id}/take-back", response=AcceptanceShown, summary="Take all of it back")
def take_back_acceptance(request: Asked, acceptance_id: Id) -> dict[str, Any]:
    refuse_strangers(request.user)
    made = get_object_or_404(Acceptance, pk=acceptance_id)
    return shown(actions.take_back(made, by=request.user, at=clock.now()))


def found(request: Asked, decision_id: int) -> Decision:
    rows = Decision.objects.visible_to(request.user).select_related("client", "project__client", "member")
    return get_object_or_404(rows, pk=decision_id)


def round_of(request: Asked, round_id: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), pk=round_id)


def chosen_of(request: Asked, wanted: Sequence[ChosenInput]) -> list[Chosen]:
    named = {one.member_id for one in wanted if one.member_id}
    members = Member.objects.visible_to(request.user).in_bulk(named)
    if len(members) != len(named):
        raise Http404
    return [
        Chosen(
            assignment_id=one.assignment_id,
            member=members[one.member_id] if one.member_id else None,
            from_on=one.from_on,
            why=one.why,
            keeps_mode=one.keeps_mode,
        )
        for one in wanted
    ]


def shown(made: Acceptance) -> dict[str, Any]:
    decisions = list(made.decisions.order_by("pk"))
    return {"id": made.pk, "at": made.at, "taken_back_at": made.taken_back_at, "decisions": decisions}
