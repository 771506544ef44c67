"""Over JSON: the steps of one client."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.transition.actions import moving
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.chosen import LOADED, Chosen, chosen_of
from twinhelm.transition.schemas.way import (
    ConfirmInput,
    GoBackInput,
    GoOnInput,
    StopInput,
    TransitionShown,
    WayShown,
)

router = Router(tags=["transition"])
NEWEST = (Key("pk", is_falling=True),)


@router.get("/transitions", response=Page[TransitionShown], summary="Clients of the change, the newest first")
def list_transitions(
    request: Asked,
    paging: Pages,
    state: TransitionState | None = None,
    step: Step | None = None,
    programme_id: Id | None = None,
) -> dict[str, Any]:
    refuse_strangers(request.user)
    narrowed = {"state": state, "step": step, "programme": programme_id}
    found = Transition.objects.visible_to(request.user).select_related("client", "wave")
    rows, after = page_of(found.filter(**{key: value for key, value in narrowed.items() if value}), NEWEST, paging)
    return {"rows": rows, "next": after}


@router.get("/transitions/{transition_id}", response=WayShown, summary="One client on its way")
def get_transition(request: Asked, transition_id: Id) -> dict[str, Any]:
    return shown(chosen_of(found(request, transition_id), request.user, at=clock.now()))


@router.post("/transitions/{transition_id}/go-on", response=TransitionShown, summary="Leave the step, enter the next")
def go_on(request: Asked, transition_id: Id, wanted: GoOnInput) -> Transition:
    one, by, at = found(request, transition_id), request.user, clock.now()
    return moving.go_on(one, version=wanted.version, overruled=wanted.overruled, by=by, at=at)


@router.post("/transitions/{transition_id}/go-back", response=TransitionShown, summary="One step back")
def go_back(request: Asked, transition_id: Id, wanted: GoBackInput) -> Transition:
    one, by, at = found(request, transition_id), request.user, clock.now()
    return moving.go_back(one, version=wanted.version, why=wanted.why, by=by, at=at)


@router.post("/transitions/{transition_id}/stop", response=TransitionShown, summary="Stop it where it stands")
def stop(request: Asked, transition_id: Id, wanted: StopInput) -> Transition:
    return moving.stop(found(request, transition_id), wanted.why, by=request.user, at=clock.now())


@router.post("/transitions/{transition_id}/resume", response=TransitionShown, summary="Let it go on")
def resume(request: Asked, transition_id: Id) -> Transition:
    return moving.resume(found(request, transition_id), by=request.user, at=clock.now())


@router.post("/transitions/{transition_id}/confirm", response=WayShown, summary="Say that something needed is so")
def confirm(request: Asked, transition_id: Id, wanted: ConfirmInput) -> dict[str, Any]:
    one, at = found(request, transition_id), clock.now()
    members = Member.objects.visible_to(request.user)
    about = get_object_or_404(members, pk=wanted.about_id) if wanted.about_id else None
    moving.confirm(one, wanted.key, about=about, note=wanted.note, by=request.user, at=at)
    return shown(chosen_of(one, request.user, at=at))


def found(request: Asked, transition_id: int) -> Transition:
    refuse_strangers(request.user)
    rows = Transition.objects.visible_to(request.user).select_related(*LOADED)
    return get_object_or_404(rows, pk=transition_id)


def refuse_strangers(by: Member) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(by):
        raise Http404


def shown(chosen: Chosen) -> dict[str, Any]:
    lines = [one.line for one in chosen.asked]
    return {
        "transition": chosen.transition,
        "needed": [
            {
                "key": line.key,
                "sentence": line.sentence,
                "is_met": line.is_met,
                "detail": line.detail,
                "is_said": line.is_said,
                "about_id": line.about.pk if line.about else None,
            }
            for line in lines
        ],
        "steps": [
            {
                "step": halt.stage.step,
                "owner_id": halt.stage.owner_id,
                "due_on": halt.stage.due_on,
                "left_at": halt.stage.left_at,
            }
            for halt in chosen.halts
        ],
    }
