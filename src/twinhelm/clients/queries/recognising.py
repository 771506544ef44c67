"""Whose client an email address belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Client, ClientDomain, Contact, ContactAddress
from twinhelm.clients.rules.addresses import domain_of, is_shared, tidy_email, with_parents
from twinhelm.people.models import Member


class Known(StrEnum):
    """By what a client was recognised."""

    NOT = ""
    CONTACT = "contact"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The client that addresses point to; or the candidates, when they point to several."""

    client: Client | None = None
    contact: Contact | None = None
    """Set when exactly one contact of the client has one of the addresses."""
    by: Known = Known.NOT
    candidates: tuple[Client, ...] = ()
    """Two or more when it is ambiguous, by name; else empty."""

    @property
    def is_ambiguous(self) -> bool:
        return len(self.candidates) > 1


@dataclass(slots=True)
class Recogniser:
    """Everything that tells clients apart by address; asked as often as one likes without a query."""

    contacts: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    domains: dict[str, Client] = field(default_factory=dict)
    own_addresses: set[str] = field(default_factory=set)
    own_domains: set[str] = field(default_factory=set)

    def of(self, addresses: Iterable[str]) -> Recognised:
        """A contact's own address counts before the domain; who is there still counts before who has left."""
        outside = [email for email in dict.fromkeys(map(tidy_email, addresses)) if email and not self.is_own(email)]
        found = [contact for email in outside for contact in self.contacts.get(email, ())]
        people = [contact for contact in found if contact.left_on is None] or found
        if people:
            return recognised([contact.client for contact in people], people, Known.CONTACT)
        clients = [client for email in outside if (client := self.of_domain(domain_of(email)))]
        return recognised(clients, [], Known.DOMAIN)

    def is_own(self, email: str) -> bool:
        return email in self.own_addresses or not self.own_domains.isdisjoint(with_parents(domain_of(email)))

    def of_domain(self, domain: str) -> Client | None:
        return next((self.domains[one] for one in with_parents(domain) if one in self.domains), None)


def recognised(clients: list[Client], people: list[Contact], by: Known) -> Recognised:
    different = {client.pk: client for client in clients}
    if not different:
        return Recognised()
    if len(different) > 1:
        return Recognised(by=by, candidates=tuple(sorted(different.values(), key=lambda one: one.name.casefold())))
    [client] = different.values()
    who = {contact.pk: contact for contact in people}
    return Recognised(client, next(iter(who.values())) if len(who) == 1 else None, by)


def recognise(addresses: Sequence[str]) -> Recognised:
    """For one message. Cost: three queries, however many addresses."""
    emails = {email for email in map(tidy_email, addresses) if email}
    domains = {one for email in emails for one in with_parents(domain_of(email))}
    return _filled(Q(value__in=emails), Q(domain__in=domains)).of(emails)


def recogniser() -> Recogniser:
    """For an import of many. Cost: three queries, once."""
    return _filled(Q(), Q())


def _filled(which_addresses: Q, which_domains: Q) -> Recogniser:
    known = Recogniser()
    standing = {"merged_into": None, "deleted_at": None}
    rows = ContactAddress.objects.filter(which_addresses, kind=AddressKind.EMAIL)
    rows = rows.filter(**{f"contact__client__{name}": value for name, value in standing.items()})
    for row in rows.select_related("contact__client").order_by("contact_id"):
        known.contacts[row.value].append(row.contact)
    domains = ClientDomain.objects.filter(which_domains)
    domains = domains.filter(**{f"client__{name}": value for name, value in standing.items()})
    known.domains = {row.domain: row.client for row in domains.select_related("client") if not is_shared(row.domain)}
    for email in Member.objects.exclude(email=None).values_list("email", flat=True):
        known.own_addresses.add(tidy_email(email or ""))
    known.own_domains = own_domains(known.own_addresses)
    return known


def own_domains(addresses: Iterable[str]) -> set[str]:
    return {domain for email in addresses if email and not is_shared(domain := domain_of(email))}
