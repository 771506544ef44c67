"""Fit, relationships and load over JSON."""

from typing import Any

from django.http import Http404
from ninja import Router

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.api import Id
from twinhelm.inventory.api.doors import find_client, refuse_strangers
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.fit_page import FitPage, Row, fit_page
from twinhelm.inventory.queries.load_page import Line, line_for, load_page, weighed
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import relationships
from twinhelm.inventory.schemas.fit import FitInFull, FitShown, LoadInFull, LoadShown, RelationshipShown
from twinhelm.people.api import Asked, find_member
from twinhelm.worklog.models import sees_everybody

router = Router(tags=["fit"])


@router.get("/loads", response=list[LoadShown], summary="What everybody who leads carries, fullest first")
def list_loads(request: Asked) -> list[dict[str, Any]]:
    refuse_strangers(request.user)
    return [loaded(line) for line in load_page(clock.day_in(request.user.zone, clock.now())).lines]


@router.get("/loads/{member_id}", response=LoadInFull, summary="What one member carries, and why it weighs that")
def read_load(request: Asked, member_id: Id) -> dict[str, Any]:
    refuse_strangers(request.user)
    line = line_for(find_member(request, member_id), clock.day_in(request.user.zone, clock.now()))
    rows = [
        {
            "client_id": one.client_id,
            "project_id": one.project_id,
            "name": one.name,
            "hat": one.row.post.hat,
            "state": one.row.load.burner,
            "points": one.row.load.points,
            "reckoned_from": one.why,
        }
        for one in weighed(line.carried)
    ]
    return {**loaded(line), "rows": rows}


@router.get(
    "/clients/{client_id}/relationships", response=list[RelationshipShown], summary="Who knows a client how well"
)
def list_relationships(request: Asked, client_id: Id) -> list[dict[str, Any]]:
    """The strongest first."""
    client = find_client(request, client_id)
    found = relationships([client.pk], on=clock.day_in(request.user.zone, clock.now()))
    names = ("strength", "breaking", "since_on", "months", "led_months", "is_lead_now", "letters", "calls", "meetings")
    rows = [
        {
            "client_id": client.pk,
            "member_id": member,
            "hours": one.hours if sees_everybody(request.user) or member == request.user.pk else None,
            **{name: getattr(one, name) for name in names},
        }
        for (_client, member), one in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["strength"], row["member_id"]))


@router.get("/clients/{client_id}/fits", response=list[FitShown], summary="Who fits a hat at a client, best first")
def list_fits(request: Asked, client_id: Id, hat: Hat = Hat.ACCOUNT) -> list[dict[str, Any]]:
    page = page_of(request, find_client(request, client_id), hat, None)
    return [fitted(row) for row in page.rows]


@router.get(
    "/clients/{client_id}/fits/{member_id}",
    response=FitInFull,
    summary="Why a member fits a hat at a client, part by part",
)
def read_fit(request: Asked, client_id: Id, member_id: Id, hat: Hat = Hat.ACCOUNT) -> dict[str, Any]:
    """404 for a member who could not lead."""
    page = page_of(request, find_client(request, client_id), hat, member_id)
    row = next((row for row in page.rows if row.member.pk == member_id), None)
    if row is None or page.fit is None:
        raise Http404
    told = [
        {
            "key": part.key,
            "hat": part.facts["hat"],
            "name": line.name,
            "score": part.score,
            "weight": part.weight,
            "words": line.words,
        }
        for part, line in zip(page.fit.parts, page.lines, strict=True)
    ]
    return {**fitted(row), "parts": told}


def page_of(request: Asked, client: Client, hat: Hat, member_id: int | None) -> FitPage:
    on = clock.day_in(request.user.zone, clock.now())
    return fit_page(Post(client.pk, hat), client, None, member_id, viewer=request.user, on=on)


def loaded(line: Line) -> dict[str, Any]:
    return {
        "member_id": line.member.pk,
        "name": line.member.name,
        "points": line.points,
        "room": line.room.points,
        "percent": line.percent,
        "over": line.over,
        "active": line.carried.active,
        "back_burner": line.carried.back_burner,
        "resting": line.carried.resting,
        "relief": line.relief,
    }


def fitted(row: Row) -> dict[str, Any]:
    return {
        "member_id": row.member.pk,
        "name": row.member.name,
        "tenths": row.tenths,
        "leads_now": row.leads_now,
        "why": row.why,
    }
