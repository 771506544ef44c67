"""Needs over JSON."""

from typing import Any

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from twinhelm.clients.choices import ClientState, NeedKind
from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.inventory.actions import needs as actions
from twinhelm.inventory.actions import reckoning
from twinhelm.inventory.api.doors import find_client, refuse_strangers
from twinhelm.inventory.models import Overrule
from twinhelm.inventory.queries.counting import weighings
from twinhelm.inventory.queries.need_page import needs_shown, said_of
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects, settings
from twinhelm.inventory.schemas.needs import (
    NeedInFull,
    NeedShown,
    OverruleInput,
    OverruleShown,
    ReckoningInput,
    ReckoningShown,
)
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

router = Router(tags=["needs"])
BY_NAME = [Key("name_key"), Key("pk")]


@router.get("/needs", response=Page[NeedShown], summary="What clients need, by name")
def list_needs(request: Asked, paging: Pages) -> dict[str, Any]:
    found = clients_of(request.user).exclude(state=ClientState.FORMER).annotate(name_key=Lower("name"))
    rows, after = page_of(found, BY_NAME, paging)
    return {"rows": [shown(one) for one in seen_of(rows).values()], "next": after}


@router.get("/needs/clients/{client_id}", response=NeedInFull, summary="What one client needs, and from which facts")
def read_client_need(request: Asked, client_id: Id) -> dict[str, Any]:
    return in_full(find_client(request, client_id), request.user)


@router.get("/needs/projects/{project_id}", response=NeedInFull, summary="What one project needs, and from which facts")
def read_project_need(request: Asked, project_id: Id) -> dict[str, Any]:
    return in_full(find_project(request, project_id), request.user)


@router.post(
    "/needs/clients/{client_id}/overrules", response={201: list[OverruleShown]}, summary="Overrule a client's needs"
)
def overrule_client_need(request: Asked, client_id: Id, wanted: OverruleInput) -> Status[list[Overrule]]:
    return overruled(request, find_client(request, client_id), wanted)


@router.post(
    "/needs/projects/{project_id}/overrules", response={201: list[OverruleShown]}, summary="Overrule a project's needs"
)
def overrule_project_need(request: Asked, project_id: Id, wanted: OverruleInput) -> Status[list[Overrule]]:
    return overruled(request, find_project(request, project_id), wanted)


@router.post("/overrules/{overrule_id}/take-back", response=OverruleShown, summary="Let what is counted count again")
def take_back_overrule(request: Asked, overrule_id: Id) -> Overrule:
    visible = Overrule.objects.visible_to(request.user).select_related("client", "project__client")
    return actions.take_back_overrule(get_object_or_404(visible, pk=overrule_id), by=request.user, at=clock.now())


@router.get("/reckoning", response=ReckoningShown, summary="How needs are reckoned")
def read_reckoning(request: Asked) -> dict[str, Any]:
    refuse_strangers(request.user)
    return reckoned()


@router.patch("/reckoning", response=ReckoningShown, summary="Change how needs are reckoned")
def change_reckoning(request: Asked, wanted: ReckoningInput) -> dict[str, Any]:
    refuse_strangers(request.user)
    now = settings()
    said = wanted.dict(exclude_unset=True, exclude_none=True)
    version, weights = said.pop("version"), said.pop("weights", {})
    kept = {name: getattr(now, name) for name in ("weeks", "middle", "room", "review_months")}
    pairs = {key: (one["weight"], one["full_at"]) for key, one in weights.items()}
    to_be = reckoning.Reckoning(**(kept | said), weights=pairs)
    reckoning.change_reckoning(to_be, version=version, by=request.user, at=clock.now())
    return reckoned()


def overruled(request: Asked, thing: Client | Project, wanted: OverruleInput) -> Status[list[Overrule]]:
    said = {kind: getattr(wanted, kind.value) for kind in NeedKind if getattr(wanted, kind.value) is not None}
    return Status(201, actions.overrule_both(thing, said, why=wanted.why, by=request.user, at=clock.now()))


def clients_of(member: Member) -> Any:
    """None at all for whoever leads no work. Raises Http404."""
    refuse_strangers(member)
    return Client.objects.visible_to(member)


def find_project(request: Asked, project_id: int) -> Project:
    refuse_strangers(request.user)
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client"), pk=project_id)


def in_full(thing: Client | Project, viewer: Member) -> dict[str, Any]:
    seen = seen_of_projects([thing])[thing.pk] if isinstance(thing, Project) else seen_of([thing])[thing.pk]
    factors = [
        {
            "need": need.kind,
            "value": row.value,
            "weeks": row.weeks,
            "score": row.score,
            "weight": row.weighing.weight,
            "full_at": row.weighing.full_at,
            **named(row.weighing.factor),
        }
        for need in needs_shown(seen)
        for row in need.rows
    ]
    return shown(seen) | {"factors": factors, "overrules": said_of(thing, viewer)}


def named(factor: Any) -> dict[str, str]:
    return {"key": factor.key, "name": str(factor.name), "unit": str(factor.unit)}


def shown(seen: Seen) -> dict[str, Any]:
    counted = seen.counted
    return {
        "client_id": seen.client.pk,
        "project_id": seen.project.pk if seen.project else None,
        "name": seen.name,
        "communication": seen.communication,
        "complexity": seen.complexity,
        "counted_communication": counted.communication if counted else None,
        "counted_complexity": counted.complexity if counted else None,
        "quarter": seen.quarter,
        "wanted_mode": seen.wanted_mode,
        "weekly_minutes": seen.weekly_minutes,
        "weeks_known": seen.weeks_known,
        "first_on": counted.first_on if counted else None,
        "last_on": counted.last_on if counted else None,
        "counted_at": counted.counted_at if counted else None,
    }


def reckoned() -> dict[str, Any]:
    now = settings()
    weights = [
        {"need": one.factor.kind, "is_told": one.is_told, "weight": one.weight, "full_at": one.full_at}
        | named(one.factor)
        for one in weighings()
    ]
    names = ("weeks", "middle", "room", "review_months", "version")
    return {name: getattr(now, name) for name in names} | {"weights": weights}
