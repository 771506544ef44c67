"""The list of clients with their contacts as a table that the import reads back unchanged."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from twinhelm.clients import policies
from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import ClientDomain, ClientQuerySet, Contact, ContactAddress
from twinhelm.clients.queries.leads import leads_of
from twinhelm.clients.queries.listing import pieces
from twinhelm.clients.rules.money import written
from twinhelm.people.models import Member

AT_ONCE = 500
OF_CLIENT = (
    "Client", "State", "Website", "Domain", "Industry", "Language", "Account lead", "Production lead", "First contact",
)  # fmt: skip
REVENUE = "Revenue a year"
"""For owners and finance."""
OF_CONTACT = ("Contact", "Job title", "Role", "Email", "Phone")
"""Not translated: whoever reads the file in again may read another language."""


def clients_table(found: ClientQuerySet, viewer: Member, *, at: datetime) -> tuple[list[str], Iterator[list[object]]]:
    """A line for each contact; without them for whoever sees none. Cost: five queries for five hundred clients."""
    with_contacts = bool(policies.may_see_contacts(viewer))
    revenue = (REVENUE,) if policies.may_see_revenue(viewer) else ()
    header = [*OF_CLIENT, *revenue, *(OF_CONTACT if with_contacts else ())]
    return header, lines(found, viewer, with_contacts=with_contacts, at=at)


def lines(found: ClientQuerySet, viewer: Member, *, with_contacts: bool, at: datetime) -> Iterator[list[object]]:
    on, with_revenue = at.astimezone(viewer.zone).date(), bool(policies.may_see_revenue(viewer))
    for clients in pieces(found.by_name().iterator(chunk_size=AT_ONCE), AT_ONCE):
        ids = [client.pk for client in clients]
        leads, domains = leads_of(ids, on), domains_of(ids)
        people = contacts_of(ids) if with_contacts else {}
        for client in clients:
            who = leads[client.pk]
            first = who.first_contact if who.first_contact_from_on else None
            start: list[object] = [
                client.name,
                client.get_state_display(),
                client.website,
                "; ".join(domains[client.pk]),
                client.industry,
                client.language,
                *(one.name if one else "" for one in (who.account, who.production, first)),
                *([written(client.yearly_cents)] if with_revenue else ()),
            ]
            blank = [[""] * len(OF_CONTACT)] if with_contacts else [[]]
            for end in people.get(client.pk) or blank:
                yield [*start, *end]


def domains_of(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in ClientDomain.objects.filter(client_id__in=ids).order_by("domain"):
        found[row.client_id].append(row.domain)
    return found


def contacts_of(ids: list[int]) -> dict[int, list[list[object]]]:
    addresses: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = ContactAddress.objects.filter(contact__client_id__in=ids, contact__left_on=None)
    for row in rows.order_by("-is_preferred", "pk"):
        addresses[row.contact_id, row.kind].append(row.value)
    found: dict[int, list[list[object]]] = defaultdict(list)
    for one in Contact.objects.filter(client_id__in=ids, left_on=None).order_by("name", "pk"):
        emails, phones = addresses[one.pk, AddressKind.EMAIL], addresses[one.pk, AddressKind.PHONE]
        cells = [one.name, one.job_title, one.get_role_display(), "; ".join(emails), "; ".join(phones)]
        found[one.client_id].append([*cells])
    return found
