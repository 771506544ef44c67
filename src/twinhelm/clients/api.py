"""Clients over JSON: the same acts, policies and answers as the pages."""

from typing import Annotated, Any

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field

from twinhelm.clients import actions, policies
from twinhelm.clients.choices import ClientState, Mode, Part
from twinhelm.clients.models import Client, ClientLead, Contact, Goal
from twinhelm.clients.queries import Leads, leads_of
from twinhelm.clients.queries.listing import Wanted, wanted_clients
from twinhelm.clients.queries.one import people_of, person_of
from twinhelm.clients.schemas import (
    ClientChange,
    ClientShown,
    ContactInput,
    ContactShown,
    GoalInput,
    GoalShown,
    LeadInput,
    LeadShown,
    NewClient,
    RevenueInput,
)
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Input, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member

router = Router(tags=["clients"])
MOST = 500
BUSINESS = ("industry", "language", "time_zone", "website", "response_minutes", "weekly_minutes")


@router.get("/clients", response=Page[ClientShown], summary="Clients, by name")
def list_clients(
    request: Asked,
    paging: Pages,
    q: Annotated[str, Field(max_length=200)] = "",
    state: ClientState | None = None,
    mode: Mode | None = None,
) -> dict[str, Any]:
    wanted = Wanted(words=q.replace("\0", ""), state=state or "", mode=mode or "")
    found = wanted_clients(request.user, wanted, on=today(request)).annotate(name_key=Lower("name"))
    rows, after = page_of(found, [Key("name_key"), Key("pk")], paging)
    leads = leads_of([client.pk for client in rows], today(request))
    return {"rows": [shown(client, leads[client.pk], request.user) for client in rows], "next": after}


@router.post("/clients", response={201: ClientShown}, summary="Add a client")
def add_client(request: Asked, wanted: NewClient) -> Status[dict[str, Any]]:
    client = actions.add_client(**wanted.dict(), by=request.user, at=clock.now())
    return Status(201, shown_now(request, client))


@router.get("/clients/{client_id}", response=ClientShown, summary="One client")
def read_client(request: Asked, client_id: Id) -> dict[str, Any]:
    return shown_now(request, find_client(request, client_id))


@router.patch("/clients/{client_id}", response=ClientShown, summary="Change what is known of a client")
def change_client(request: Asked, client_id: Id, wanted: ClientChange) -> dict[str, Any]:
    client = find_client(request, client_id)
    require(policies.may_change_client(request.user))
    return shown_now(request, actions.change_client(client, **said(wanted), by=request.user, at=clock.now()))


@router.put("/clients/{client_id}/revenue", response=ClientShown, summary="Say what a client brings in a year")
def set_revenue(request: Asked, client_id: Id, wanted: RevenueInput) -> dict[str, Any]:
    client = find_client(request, client_id)
    by, at = request.user, clock.now()
    return shown_now(request, actions.set_revenue(client, wanted.yearly_cents, was=client.yearly_cents, by=by, at=at))


@router.get("/clients/{client_id}/contacts", response=list[ContactShown], summary="People at a client")
def list_contacts(request: Asked, client_id: Id) -> list[dict[str, Any]]:
    client = find_client(request, client_id)
    require(policies.may_see_contacts(request.user))
    return [contact_shown(person.contact, person) for person in people_of(client)]


@router.post("/clients/{client_id}/contacts", response={201: ContactShown}, summary="Add a contact")
def add_contact(request: Asked, client_id: Id, wanted: ContactInput) -> Status[dict[str, Any]]:
    client = find_client(request, client_id)
    facts = said(wanted)
    facts.pop("version", None)
    contact = actions.add_contact(client, **facts, by=request.user, at=clock.now())
    return Status(201, contact_shown(contact))


@router.patch("/contacts/{contact_id}", response=ContactShown, summary="Change what is known of a contact")
def change_contact(request: Asked, contact_id: Id, wanted: ContactInput) -> dict[str, Any]:
    people = Contact.objects.visible_to(request.user).select_related("client")
    contact = get_object_or_404(people, pk=contact_id)
    return contact_shown(actions.change_contact(contact, **said(wanted), by=request.user, at=clock.now()))


@router.get("/clients/{client_id}/leads", response=list[LeadShown], summary="Who leads a client, from when to when")
def list_leads(request: Asked, client_id: Id) -> list[dict[str, Any]]:
    client = find_client(request, client_id)
    rows = ClientLead.objects.filter(client=client).select_related("member").newest_first()[:MOST]
    return [lead_shown(row, request.user) for row in rows]


@router.post("/clients/{client_id}/leads", response={201: LeadShown}, summary="Decide who leads from a day on")
def set_lead(request: Asked, client_id: Id, wanted: LeadInput) -> Status[dict[str, Any]]:
    client = find_client(request, client_id)
    require(policies.may_set_lead(request.user))
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=wanted.member_id)
    by, at = request.user, clock.now()
    row = actions.set_lead(
        client, Part(wanted.part), member, from_on=wanted.from_on, reason=wanted.reason, by=by, at=at
    )
    return Status(201, lead_shown(row, by))


@router.get("/clients/{client_id}/goals", response=list[GoalShown], summary="What a client wants to reach")
def list_goals(request: Asked, client_id: Id) -> list[Goal]:
    client = find_client(request, client_id)
    return list(Goal.objects.filter(client=client).order_by("position", "pk")[:MOST])


@router.post("/clients/{client_id}/goals", response={201: GoalShown}, summary="Add a goal")
def add_goal(request: Asked, client_id: Id, wanted: GoalInput) -> Status[Goal]:
    client = find_client(request, client_id)
    facts = said(wanted)
    facts.pop("version", None)
    return Status(201, actions.add_goal(client, **facts, by=request.user, at=clock.now()))


@router.patch("/goals/{goal_id}", response=GoalShown, summary="Change a goal, or how it stands")
def change_goal(request: Asked, goal_id: Id, wanted: GoalInput) -> Goal:
    goals = Goal.objects.filter(client__in=Client.objects.visible_to(request.user))
    return actions.change_goal(get_object_or_404(goals, pk=goal_id), **said(wanted), by=request.user, at=clock.now())


def find_client(request: Asked, client_id: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)


def today(request: Asked) -> Any:
    return clock.day_in(request.user.zone, clock.now())


def said(wanted: Input) -> dict[str, Any]:
    """What was sent. Null stands for nothing known where a field is text."""
    facts = wanted.dict(exclude_unset=True)
    return facts | {name: "" for name in ("influence", "channel") if name in facts and facts[name] is None}


def shown_now(request: Asked, client: Client) -> dict[str, Any]:
    return shown(client, leads_of([client.pk], today(request))[client.pk], request.user)


def shown(client: Client, leads: Leads, by: Member) -> dict[str, Any]:
    sees = bool(policies.may_see_business(by))
    first = leads.first_contact
    return {
        "id": client.pk,
        "name": client.name,
        "state": client.state,
        "mode": client.mode,
        "version": client.version,
        "account_lead_id": leads.account.pk if leads.account else None,
        "production_lead_id": leads.production.pk if leads.production else None,
        "first_contact_id": first.pk if first else None,
        **{name: getattr(client, name) if sees else None for name in BUSINESS},
        "yearly_cents": client.yearly_cents if policies.may_see_revenue(by) else None,
    }


def contact_shown(contact: Contact, person: Any = None) -> dict[str, Any]:
    person = person or person_of(contact, contact.addresses.order_by("-is_preferred", "pk"))
    names = (
        "client_id", "name", "job_title", "role", "influence", "channel", "likes", "since_on", "left_on", "version",
    )  # fmt: skip
    return {
        "id": contact.pk,
        "emails": list(person.emails),
        "phones": [value for value, _spoken in person.phones],
        **{name: getattr(contact, name) for name in names},
    }


def lead_shown(row: ClientLead, by: Member) -> dict[str, Any]:
    return {
        "id": row.pk,
        "part": row.part,
        "member_id": row.member_id,
        "member": row.member.name,
        "from_on": row.from_on,
        "to_on": row.to_on,
        "reason": row.reason if policies.may_see_business(by) else None,
    }
