"""Who leads which client on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.people.models import Member


@dataclass(slots=True)
class Leads:
    """Who has which part at a client on a day, since when and why; and what is decided for days to come."""

    rows: dict[Part, ClientLead] = field(default_factory=dict)
    coming: list[ClientLead] = field(default_factory=list)

    @property
    def account(self) -> Member | None:
        return self._member(Part.ACCOUNT)

    @property
    def production(self) -> Member | None:
        return self._member(Part.PRODUCTION)

    @property
    def first_contact(self) -> Member | None:
        """Whoever was named; else the account lead, else the production lead."""
        return self._member(Part.FIRST_CONTACT) or self.account or self.production

    @property
    def account_from_on(self) -> date | None:
        return self.from_on(Part.ACCOUNT)

    @property
    def production_from_on(self) -> date | None:
        return self.from_on(Part.PRODUCTION)

    @property
    def first_contact_from_on(self) -> date | None:
        return self.from_on(Part.FIRST_CONTACT)

    def from_on(self, part: Part) -> date | None:
        row = self.rows.get(part)
        return row.from_on if row else None

    @property
    def is_one_person(self) -> bool:
        """Both hats on one head."""
        return self.account is not None and self.account == self.production

    def _member(self, part: Part) -> Member | None:
        row = self.rows.get(part)
        return row.member if row else None

    def with_row(self, row: ClientLead, on: date) -> Self:
        if row.from_on > on:
            self.coming.append(row)
        elif row.to_on is None or row.to_on >= on:
            self.rows[Part(row.part)] = row
        return self


def leads_of(client_ids: Iterable[int], on: date) -> dict[int, Leads]:
    """Every client asked for has an answer, if an empty one. Cost: one query."""
    found = {client_id: Leads() for client_id in client_ids}
    rows = ClientLead.objects.filter(client_id__in=list(found)).ending_after(on)
    for row in rows.select_related("member", "decided_by").order_by("from_on", "pk"):
        found[row.client_id].with_row(row, on)
    return found
