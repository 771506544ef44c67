"""Over JSON: what follows the hand-over."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, Contact
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.transition.actions import joint_reviews
from twinhelm.transition.actions.check_ins import check_in, take_back_check_in
from twinhelm.transition.actions.pulses import ask_pulse
from twinhelm.transition.actions.rolling_back import roll_back
from twinhelm.transition.api.doors import find_client, find_transition, refuse_strangers
from twinhelm.transition.models import CheckIn, JointReview
from twinhelm.transition.policies.afterwards import may_check_in, may_roll_back
from twinhelm.transition.queries.check_ins import Noted, noted_of
from twinhelm.transition.queries.joint_reviews import reviews_of
from twinhelm.transition.queries.pulses import Asked as AskedPulse
from twinhelm.transition.queries.pulses import asked_of
from twinhelm.transition.queries.seam import SeamRow, seam
from twinhelm.transition.rules.seam import Trend
from twinhelm.transition.schemas.afterwards import (
    CheckInNoted,
    CheckInShown,
    JointReviewSaid,
    JointReviewShown,
    PulseShown,
    PulseWanted,
    RollBackWanted,
    RolledBackShown,
    SeamShown,
)

router = Router(tags=["transition"])


@router.get("/transitions/{transition_id}/check-ins", response=list[CheckInShown], summary="Check-ins, latest first")
def list_check_ins(request: Asked, transition_id: Id) -> list[dict[str, Any]]:
    return [noted_shown(one) for one in noted_of(find_transition(request, transition_id), request.user)]


@router.post("/transitions/{transition_id}/check-ins", response={201: CheckInShown}, summary="Note a check-in")
def note_check_in(request: Asked, transition_id: Id, wanted: CheckInNoted) -> tuple[int, dict[str, Any]]:
    moved, by = find_transition(request, transition_id), request.user
    require(may_check_in(by, moved))
    contact = find_contact(request, wanted.contact_id) if wanted.contact_id else None
    noted = check_in(moved, contact=contact, mood=wanted.mood, words=wanted.words, by=by, at=clock.now())
    return 201, noted_shown(Noted(noted, is_readable=True, is_own=True))


@router.delete("/check-ins/{check_in_id}", response={204: None}, summary="Take a check-in of one's own back")
def delete_check_in(request: Asked, check_in_id: Id) -> tuple[int, None]:
    rows = CheckIn.objects.visible_to(request.user).select_related("transition")
    take_back_check_in(get_object_or_404(rows, pk=check_in_id), by=request.user, at=clock.now())
    return 204, None


@router.get("/transitions/{transition_id}/pulses", response=list[PulseShown], summary="Pulses, latest first")
def list_pulses(request: Asked, transition_id: Id) -> list[dict[str, Any]]:
    return [pulse_shown(one) for one in asked_of([find_transition(request, transition_id)])[transition_id]]


@router.post("/transitions/{transition_id}/pulses", response={201: PulseShown}, summary="Ask a contact how it goes")
def post_pulse(request: Asked, transition_id: Id, wanted: PulseWanted) -> tuple[int, dict[str, Any]]:
    moved, contact = find_transition(request, transition_id), find_contact(request, wanted.contact_id)
    return 201, pulse_shown(AskedPulse(ask_pulse(moved, contact, by=request.user, at=clock.now()), None))


@router.post("/transitions/{transition_id}/roll-back", response=RolledBackShown, summary="Roll one client back")
def post_roll_back(request: Asked, transition_id: Id, wanted: RollBackWanted) -> dict[str, Any]:
    moved, by = find_transition(request, transition_id), request.user
    require(may_roll_back(by, moved))
    members = Member.objects.visible_to(by)
    asked = {Part.ACCOUNT: wanted.account_id, Part.PRODUCTION: wanted.production_id}
    instead = {part: get_object_or_404(members, pk=pk) for part, pk in asked.items() if pk}
    said = {"why": wanted.why, "version": wanted.version, "key": wanted.key}
    done = roll_back(moved, **said, instead=instead, by=by, at=clock.now())  # type: ignore[arg-type]
    return {
        "id": done.pk,
        "client_id": done.client_id,
        "state": done.state,
        "ended_at": done.ended_at,
        "why": done.ended_why,
        "version": done.version,
    }


@router.get("/seam", response=list[SeamShown], summary="Clients with two leads, the worst first")
def list_seam(request: Asked) -> list[dict[str, Any]]:
    refuse_strangers(request.user)
    return [seam_shown(row) for row in seam(request.user, at=clock.now())]


@router.get(
    "/clients/{client_id}/joint-reviews", response=list[JointReviewShown], summary="Joint reviews, latest first"
)
def list_joint_reviews(request: Asked, client_id: Id) -> list[dict[str, Any]]:
    return [review_shown(one) for one in reviews_of(find_client(request, client_id), request.user)]


@router.post("/clients/{client_id}/joint-reviews", response={201: JointReviewShown}, summary="Note a joint review")
def note_joint_review(request: Asked, client_id: Id, wanted: JointReviewSaid) -> tuple[int, dict[str, Any]]:
    client: Client = find_client(request, client_id)
    said = wanted.model_dump()
    return 201, review_shown(joint_reviews.note_joint_review(client, **said, by=request.user, at=clock.now()))


@router.put("/joint-reviews/{review_id}", response=JointReviewShown, summary="Say a joint review otherwise")
def change_joint_review(request: Asked, review_id: Id, wanted: JointReviewSaid) -> dict[str, Any]:
    review, said = find_review(request, review_id), wanted.model_dump()
    joint_reviews.change_joint_review(review, **said, by=request.user, at=clock.now())
    return review_shown(find_review(request, review_id))


@router.delete("/joint-reviews/{review_id}", response={204: None}, summary="Delete a joint review")
def delete_joint_review(request: Asked, review_id: Id) -> tuple[int, None]:
    joint_reviews.delete_joint_review(find_review(request, review_id), by=request.user, at=clock.now())
    return 204, None


def find_contact(request: Asked, contact_id: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user), pk=contact_id)


def find_review(request: Asked, review_id: int) -> JointReview:
    rows = JointReview.objects.visible_to(request.user).select_related("client", "by", "other")
    return get_object_or_404(rows, pk=review_id)


def noted_shown(one: Noted) -> dict[str, Any]:
    row = one.check_in
    return {
        "id": row.pk,
        "at": row.at,
        "by": row.by.name,
        "is_readable": one.is_readable,
        "contact_id": row.contact_id if one.is_readable else None,
        "mood": row.mood if one.is_readable else None,
        "words": one.words,
    }


def pulse_shown(one: AskedPulse) -> dict[str, Any]:
    row = one.pulse
    return {
        "id": row.pk,
        "contact_id": row.contact_id,
        "contact": row.contact.name,
        "asked_at": row.asked_at,
        "not_asked_because": one.why_not,
        "answered_at": row.answered_at,
        "score": row.score,
        "words": row.words,
    }


def review_shown(row: JointReview) -> dict[str, Any]:
    return {
        "id": row.pk,
        "client_id": row.client_id,
        "on": row.on,
        "by": row.by.name,
        "other": row.other.name if row.other else "",
        "words": row.words,
        "agreed": row.agreed,
    }


def seam_shown(row: SeamRow) -> dict[str, Any]:
    pair = row.pair
    return {
        "client_id": pair.client.pk,
        "client": pair.client.name,
        "account_id": pair.account.pk,
        "production_id": pair.production.pk,
        "last_joint_review_on": pair.last_on,
        "days": pair.days,
        "is_overdue": pair.is_overdue,
        "client_work_by_production": trend_shown(row.drift.of_client),
        "project_work_by_account": trend_shown(row.drift.of_project),
    }


def trend_shown(trend: Trend) -> dict[str, int | None]:
    return {"lately": trend.lately, "before": trend.before}
