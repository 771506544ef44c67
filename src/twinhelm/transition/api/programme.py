"""Over JSON: programmes, waves and what stands in the way of a day."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from twinhelm.clients.models import Client, leads_work
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.inventory.models import Round
from twinhelm.people.api import Asked
from twinhelm.transition.actions import blackouts, programmes, scheduling
from twinhelm.transition.models import Blackout, Programme, Transition
from twinhelm.transition.policies.programmes import may_steer
from twinhelm.transition.queries.candidates import Entry, by_hand, into_waves, of_round
from twinhelm.transition.queries.planning import Setup, plan_for
from twinhelm.transition.queries.preview import PreviewRow, preview_rows
from twinhelm.transition.queries.programme_page import PlannedRow, blackouts_of, planned_rows
from twinhelm.transition.queries.programmes import waves_of
from twinhelm.transition.rules.schedule import spread
from twinhelm.transition.schemas.programme import (
    BlackoutInput,
    BlackoutShown,
    DaysShown,
    PlanShown,
    ProgrammeInFull,
    ProgrammeInput,
    ProgrammeShown,
    RescheduleInput,
)

router = Router(tags=["transition"])
TERMS = ("pace", "silence_days", "shadow_days", "check_in_days", "stable_days", "copied_days", "review_months")


@router.get("/programmes", response=Page[ProgrammeShown], summary="Programmes, the newest first")
def list_programmes(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request)
    rows, after = page_of(Programme.objects.visible_to(request.user), [Key("pk", is_falling=True)], paging)
    return {"rows": rows, "next": after}


@router.post("/programmes/preview", response=PlanShown, summary="What a programme would be; nothing is stored")
def preview_programme(request: Asked, wanted: ProgrammeInput) -> dict[str, Any]:
    refuse_strangers(request)
    at, setup = clock.now(), setup_of(request, wanted)
    programmes.refuse_setup(setup, clock.day_in(request.user.zone, at))
    plan = plan_for(setup, by=request.user, at=at)
    return {"digest": plan.digest, "lines": [line(one) for one in preview_rows(plan)]}


@router.post("/programmes", response={201: ProgrammeInFull}, summary="Set up a programme")
def create_programme(request: Asked, wanted: ProgrammeInput) -> Status[dict[str, Any]]:
    refuse_strangers(request)
    how = {"key": wanted.key, "digest": wanted.digest}
    made = programmes.create(setup_of(request, wanted), **how, by=request.user, at=clock.now())
    return Status(201, in_full(request, made))


@router.get("/programmes/{programme_id}", response=ProgrammeInFull, summary="One programme with its plan")
def read_programme(request: Asked, programme_id: Id) -> dict[str, Any]:
    return in_full(request, found(request, programme_id))


@router.put("/programmes/{programme_id}/start", response=ProgrammeInFull, summary="Start a programme")
def start_programme(request: Asked, programme_id: Id) -> dict[str, Any]:
    one = found(request, programme_id)
    require(may_steer(request.user))
    return in_full(request, programmes.start(one, by=request.user, at=clock.now()))


@router.get("/programmes/{programme_id}/blackouts", response=list[BlackoutShown], summary="Days that people closed")
def list_blackouts(request: Asked, programme_id: Id) -> list[Blackout]:
    return blackouts_of(found(request, programme_id), request.user)


@router.post("/programmes/{programme_id}/blackouts", response={201: BlackoutShown}, summary="Say when nothing changes")
def add_blackout(request: Asked, programme_id: Id, wanted: BlackoutInput) -> Status[Blackout]:
    one = found(request, programme_id)
    client = None
    if wanted.client_id:
        client = get_object_or_404(Client.objects.visible_to(request.user), pk=wanted.client_id)
    days = blackouts.Days(wanted.from_on, wanted.to_on, wanted.kind, client)
    return Status(201, blackouts.add_blackout(one, days, why=wanted.why, by=request.user, at=clock.now()))


@router.delete("/blackouts/{blackout_id}", response={204: None}, summary="Those days are open again")
def lift_blackout(request: Asked, blackout_id: Id) -> Status[None]:
    refuse_strangers(request)
    rows = Blackout.objects.visible_to(request.user).filter(programme__deleted_at=None)
    blackouts.lift_blackout(get_object_or_404(rows, pk=blackout_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.put("/transitions/{transition_id}/days", response=DaysShown, summary="Move a step or the hand-over")
def reschedule(request: Asked, transition_id: Id, wanted: RescheduleInput) -> dict[str, Any]:
    refuse_strangers(request)
    one = get_object_or_404(Transition.objects.visible_to(request.user), pk=transition_id)
    wish = scheduling.Wish(wanted.step, wanted.day, wanted.why, wanted.overruled)
    done = scheduling.reschedule(one, wish, version=wanted.version, by=request.user, at=clock.now())
    due = dict(done.stages.values_list("step", "due_on"))
    return {"transition_id": done.pk, "effective_on": done.effective_on, "due": due, "version": done.version}


def refuse_strangers(request: Asked) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(request.user):
        raise Http404


def found(request: Asked, programme_id: int) -> Programme:
    refuse_strangers(request)
    return get_object_or_404(Programme.objects.visible_to(request.user).select_related("round"), pk=programme_id)


def setup_of(request: Asked, wanted: ProgrammeInput) -> Setup:
    entries = entries_of(request, wanted)
    even = dict(zip((entry.client.pk for entry in entries), spread(len(entries), len(wanted.waves)), strict=True))
    one = Round.objects.visible_to(request.user).filter(pk=wanted.round_id or 0).first()
    return Setup(
        name=wanted.name,
        first_on=wanted.first_on,
        waves=tuple(wanted.waves),
        entries=into_waves(entries, even | wanted.wave_of),
        round=one,
        **{name: getattr(wanted, name) for name in TERMS},
    )


def entries_of(request: Asked, wanted: ProgrammeInput) -> tuple[Entry, ...]:
    """Raises Http404 for a round or a client that isn't there."""
    today = clock.day_in(request.user.zone, clock.now())
    asked = set(wanted.client_ids)
    if wanted.round_id:
        one = get_object_or_404(Round.objects.visible_to(request.user), pk=wanted.round_id)
        every = of_round(one, request.user, today).entries
        return tuple(entry for entry in every if not asked or entry.client.pk in asked)
    clients = list(Client.objects.visible_to(request.user).filter(pk__in=asked))
    if len(clients) != len(asked):
        raise Http404
    return by_hand(clients, today)


def in_full(request: Asked, one: Programme) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in ProgrammeShown.model_fields}
    rows = planned_rows(one, request.user, at=clock.now())
    return {**fields, "waves": waves_of(one), "clients": [planned(row) for row in rows]}


def planned(row: PlannedRow) -> dict[str, Any]:
    one = row.transition
    return {
        "transition_id": one.pk,
        "client_id": one.client_id,
        "client": one.client.name,
        "wave": one.wave.number,
        "state": one.state,
        "step": one.step,
        "tell_on": row.tell_on,
        "hand_over_on": row.hand_over_on,
        "effective_on": one.effective_on,
        "account_id": one.account_id,
        "production_id": one.production_id,
        "in_the_way": row.in_the_way,
    }


def line(one: PreviewRow) -> dict[str, Any]:
    row = one.row
    return {
        "client_id": row.entry.client.pk,
        "client": row.entry.client.name,
        "wave": row.laid.wave,
        "tell_on": row.laid.tell_on,
        "effective_on": row.laid.effective_on,
        "waits": list(one.waits),
        "in_programme": row.busy.programme.name if row.busy else None,
    }
