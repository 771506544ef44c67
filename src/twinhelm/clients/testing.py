"""Builders of clients, for tests and the demo."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from twinhelm.clients.choices import AddressKind, Mode, Part
from twinhelm.clients.models import Client, ClientDomain, ClientLead, ClientMode, Contact, ContactAddress
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner

MADE_AT = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
LEADS_FROM_ON = date(2026, 3, 2)
numbers = count(1)


def a_client(name: str = "Alder Bakery", *, domains: tuple[str, ...] = (), **fields: Any) -> Client:
    """Made by the first member there is."""
    made_by = fields.pop("made_by", None) or Member.objects.order_by("pk").first() or an_owner()
    client = Client.objects.create(name=name, **({"made_by": made_by, "made_at": MADE_AT} | fields))
    for domain in domains:
        ClientDomain.objects.create(client=client, domain=domain)
    return client


def a_contact(
    client: Client, name: str = "Marta Lindgaard", *, email: str | None = "", phone: str = "", **fields: Any
) -> Contact:
    """The email follows from name and client; `email=None` makes somebody without one."""
    contact = Contact.objects.create(client=client, name=name, **({"made_at": MADE_AT} | fields))
    if email == "":
        email = f"{name.split(maxsplit=1)[0].lower()}.{next(numbers)}@{''.join(filter(str.isalnum, client.name.lower()))}.example"
    for kind, value in ((AddressKind.EMAIL, (email or "").lower()), (AddressKind.PHONE, phone)):
        if value:
            ContactAddress.objects.create(contact=contact, kind=kind, value=value, is_preferred=True)
    return contact


def a_lead(client: Client, part: Part | str, member: Member, **fields: Any) -> ClientLead:
    """Open, from 2 March 2026, decided by the member themselves."""
    defaults = {
        "from_on": LEADS_FROM_ON,
        "reason": "Knows them",
        "decided_by": member,
        "decided_at": MADE_AT,
    }
    return ClientLead.objects.create(client=client, part=part, member=member, **(defaults | fields))


def a_mode(client: Client, by: Member, mode: Mode = Mode.CLIENT_LED, **fields: Any) -> ClientMode:
    """In force since 2 March 2026."""
    defaults = {"from_on": LEADS_FROM_ON, "reason": "Calls daily", "decided_by": by, "decided_at": MADE_AT}
    return ClientMode.objects.create(client=client, mode=mode, **({"was": client.mode} | defaults | fields))
