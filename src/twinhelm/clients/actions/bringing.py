"""Clients and contacts from a table: all that was shown, or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.clients import change_client
from twinhelm.clients.actions.contacts import change_contact
from twinhelm.clients.actions.leads import set_lead
from twinhelm.clients.actions.planning import COLUMNS, plan_clients
from twinhelm.clients.actions.revenue import set_revenue
from twinhelm.clients.choices import AddressKind, Part
from twinhelm.clients.events import AddressRemembered, ClientAdded, ContactAdded, LeadSet
from twinhelm.clients.models import Client, ClientDomain, ClientLead, Contact, ContactAddress
from twinhelm.foundation.events import Event, announce_all
from twinhelm.people.actions import TableKind
from twinhelm.people.models import Agency, Member
from twinhelm.people.rules import PlannedRow

AT_ONCE = 500


def hold_clients() -> None:
    """One import at a time: two of the same file can't both add what is new."""
    Agency.objects.select_for_update().first()


def bring_clients(rows: Sequence[PlannedRow], by: Member, at: datetime) -> None:
    """Needs: the transaction of the import and its lock."""
    told: list[Event] = []
    values = [row.values for row in rows]
    clients = added_clients(values, by, at)
    told += [ClientAdded(subject_id=client.pk) for client in clients.values() if client.made_at == at]
    told += added_domains(values, clients)
    told += added_contacts(values, clients, at)
    told += added_leads(values, clients, by, at)
    announce_all(told, by=by, at=at)
    change_known(values, clients, by, at)


def added_clients(values: Sequence[Any], by: Member, at: datetime) -> dict[str, Client]:
    """Every client that the rows are about, by key; new ones are stored."""
    known = Client.objects.in_bulk({one["client_id"] for one in values if one["client_id"]})
    found: dict[str, Client] = {}
    fresh: dict[str, Client] = {}
    for one in values:
        key = one["key"]
        if one["client_id"]:
            found[key] = known[one["client_id"]]
            continue
        client = fresh.setdefault(key, Client(name=one["name"], made_by=by, made_at=at))
        for name, value in one["facts"].items():
            setattr(client, name, value)
    Client.objects.bulk_create(fresh.values(), batch_size=AT_ONCE)
    return found | fresh


def added_domains(values: Sequence[Any], clients: dict[str, Client]) -> Iterator[Event]:
    rows = [ClientDomain(client=clients[one["key"]], domain=domain) for one in values for domain in one["domains"]]
    ClientDomain.objects.bulk_create(rows, batch_size=AT_ONCE)
    for row in rows:
        yield AddressRemembered(subject_id=row.client_id, address=row.domain)


def added_contacts(values: Sequence[Any], clients: dict[str, Client], at: datetime) -> Iterator[Event]:
    new = [one for one in values if one["contact"] and not one["contact"]["id"]]
    contacts = [Contact(client=clients[one["key"]], made_at=at, **one["contact"]["facts"]) for one in new]
    Contact.objects.bulk_create(contacts, batch_size=AT_ONCE)
    addresses = []
    for contact, one in zip(contacts, new, strict=True):
        for kind, name in ((AddressKind.EMAIL, "emails"), (AddressKind.PHONE, "phones")):
            for number, value in enumerate(one["contact"][name]):
                addresses.append(ContactAddress(contact=contact, kind=kind, value=value, is_preferred=number == 0))
    ContactAddress.objects.bulk_create(addresses, batch_size=AT_ONCE)
    for contact in contacts:
        yield ContactAdded(subject_id=contact.client_id, contact_id=contact.pk)


def added_leads(values: Sequence[Any], clients: dict[str, Client], by: Member, at: datetime) -> Iterator[Event]:
    """Of clients that are new; where somebody led already, `set_lead` hands over."""
    on, reason = at.astimezone(by.zone).date(), _("Stood so in the file")
    rows = [
        ClientLead(
            client=clients[one["key"]],
            part=part,
            member_id=member_id,
            from_on=on,
            reason=reason,
            decided_by=by,
            decided_at=at,
        )
        for one in values
        if not one["client_id"]
        for part, member_id in one["leads"].items()
    ]
    ClientLead.objects.bulk_create(rows, batch_size=AT_ONCE)
    for row in rows:
        yield LeadSet(
            subject_id=row.client_id, part=row.part, member_id=row.member_id, from_on=on.isoformat(), reason=reason
        )


def change_known(values: Sequence[Any], clients: dict[str, Client], by: Member, at: datetime) -> None:
    on, reason = at.astimezone(by.zone).date(), _("Stood so in the file")
    members = Member.objects.in_bulk({pk for one in values for pk in one["leads"].values()})
    for one in values:
        client, contact = clients[one["key"]], one["contact"]
        if contact and contact["id"]:
            known = Contact.objects.select_related("client").get(pk=contact["id"])
            addresses = {"emails": contact["emails"], "phones": contact["phones"]}
            change_contact(known, **contact["facts"], **addresses, by=by, at=at)
        if not one["client_id"]:
            continue
        facts = dict(one["facts"])
        if "yearly_cents" in facts:
            set_revenue(client, facts.pop("yearly_cents"), was=client.yearly_cents, by=by, at=at)
        if facts:
            change_client(client, **facts, by=by, at=at)
        for part, pk in one["leads"].items():
            set_lead(client, Part(part), members[pk], from_on=on, reason=reason, by=by, at=at)


CLIENTS_TABLE = TableKind(
    key="clients",
    columns=COLUMNS,
    may=policies.may_import_clients,
    hold=hold_clients,
    plan=plan_clients,
    apply=bring_clients,
)
