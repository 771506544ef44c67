"""Everybody whom a mail may come from or go to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client, Contact
from twinhelm.clients.queries import Recogniser, leads_of, recogniser
from twinhelm.conversations.models import FilingMemory, Mailbox
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Agency, Member
from twinhelm.people.queries.opening import hours_of
from twinhelm.people.rules import BusinessHours
from twinhelm.responsibilities.models import Responsibility


@dataclass(frozen=True, slots=True)
class Party:
    """Whose mail it is, as far as its addresses say."""

    client: Client | None = None
    contact: Contact | None = None
    candidates: tuple[int, ...] = ()
    is_nobodys: bool = False
    """Somebody said that it is no client's."""

    @property
    def is_claimed(self) -> bool:
        return self.client is not None or bool(self.candidates)


@dataclass(slots=True)
class Directory:
    """Loaded once for many mails, and then asked without queries; leads are asked once for each client and day."""

    clients: Recogniser
    members: dict[str, int]
    """By the address of a member or of a personal mailbox."""
    ours: set[str]
    memories: dict[str, Client | None]
    hours: BusinessHours
    promised_minutes: int
    lines: dict[str, int]
    """Responsibilities by key."""
    zone: ZoneInfo
    leads: dict[tuple[int, date], Member | None] = field(default_factory=dict)

    def party(self, addresses: Iterable[str]) -> Party:
        """By contact, then by domain, then by what somebody said of the address."""
        outside = [address for address in addresses if address and address not in self.ours]
        found = self.clients.of(outside)
        if found.client:
            return Party(found.client, found.contact)
        if found.candidates:
            return Party(candidates=tuple(client.pk for client in found.candidates))
        for address in outside:
            if address in self.memories:
                client = self.memories[address]
                return Party(client) if client else Party(is_nobodys=True)
        return Party()

    def account_lead(self, client: Client, at: datetime) -> Member | None:
        day = day_in(self.zone, at)
        if (client.pk, day) not in self.leads:
            found = leads_of([client.pk], day)[client.pk]
            lead = found.account or found.first_contact
            self.leads[client.pk, day] = lead if lead and lead.is_active else None
        return self.leads[client.pk, day]

    def due(self, since: datetime, client: Client | None) -> datetime:
        minutes = client.response_minutes if client and client.response_minutes else self.promised_minutes
        return self.hours.after(since, minutes)


def directory() -> Directory:
    """Cost: eight queries, however many mails it answers for."""
    agency = Agency.objects.first() or Agency()
    members = {
        email.lower(): pk for pk, email in Member.objects.exclude(email=None).values_list("pk", "email") if email
    }
    mailboxes = {
        address.lower(): owner for address, owner in Mailbox.objects.values_list("address", "owner") if address
    }
    return Directory(
        clients=recogniser(),
        members=members | {address: owner for address, owner in mailboxes.items() if owner},
        ours={*members, *mailboxes},
        memories={memory.address.lower(): standing(memory.client) for memory in memories()},
        hours=hours_of(agency),
        promised_minutes=agency.response_minutes,
        lines=dict(Responsibility.objects.values_list("key", "pk")),
        zone=ZoneInfo(agency.time_zone),
    )


def memories() -> Iterable[FilingMemory]:
    return FilingMemory.objects.select_related("client__merged_into")


def standing(client: Client | None) -> Client | None:
    client = client.merged_into or client if client else None
    return client if client and client.deleted_at is None else None
