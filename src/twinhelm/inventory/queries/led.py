"""Who leads what today, for many at once: the two leads and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectLead

PARTS = (Part.ACCOUNT, Part.PRODUCTION)
Found = dict[int, dict[str, int]]
"""Members by part, by client or project."""


@dataclass(frozen=True, slots=True)
class Led:
    """The two leads of a client or project on a day."""

    account: Member | None = None
    production: Member | None = None

    @property
    def is_one_person(self) -> bool:
        """Both hats on one head."""
        return self.account is not None and self.account == self.production


def led_clients(client_ids: Iterable[int], on: date) -> dict[int, Led]:
    """Every client asked for has an answer, if an empty one. Cost: two queries, however many leads there were."""
    asked = list(client_ids)
    found = parts_on(ClientLead.objects, "client_id", on)
    return named({pk: found.get(pk, {}) for pk in asked})


def led_projects(projects: Iterable[Project], on: date) -> dict[int, Led]:
    """By their own leads, else by those of the client. Cost: three queries."""
    of_clients, own = parts_on(ClientLead.objects, "client_id", on), parts_on(ProjectLead.objects, "project_id", on)
    return named({one.pk: of_clients.get(one.client_id, {}) | own.get(one.pk, {}) for one in projects})


def parts_on(rows: Any, owner: str, on: date) -> Found:
    """Of everything that is led: to name a thousand numbers costs more than to leave some rows unused."""
    found: Found = {}
    on_that_day = rows.on(on).filter(part__in=PARTS).order_by("from_on", "pk")
    for pk, part, member_id in on_that_day.values_list(owner, "part", "member_id"):
        found.setdefault(pk, {})[part] = member_id
    return found


def named(found: Found) -> dict[int, Led]:
    people = Member.objects.in_bulk({member for parts in found.values() for member in parts.values()})
    return {pk: Led(*(people.get(parts.get(part, 0)) for part in PARTS)) for pk, parts in found.items()}
