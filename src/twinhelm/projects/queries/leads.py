"""Who leads which project on a day: its own leads, else the client's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.clients.queries import Leads, leads_of
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectLead

Row = ClientLead | ProjectLead


@dataclass(slots=True)
class ProjectLeads:
    """Who has which part on a project on a day, since when and why."""

    own: dict[Part, ProjectLead] = field(default_factory=dict)
    coming: list[ProjectLead] = field(default_factory=list)
    of_client: Leads = field(default_factory=Leads)

    def row(self, part: Part) -> Row | None:
        return self.own.get(part) or self.of_client.rows.get(part)

    def is_own(self, part: Part) -> bool:
        """Whether it was decided for this project, and doesn't follow from the client."""
        return part in self.own

    @property
    def account_row(self) -> Row | None:
        return self.row(Part.ACCOUNT)

    @property
    def production_row(self) -> Row | None:
        return self.row(Part.PRODUCTION)

    @property
    def account(self) -> Member | None:
        row = self.account_row
        return row.member if row else None

    @property
    def production(self) -> Member | None:
        row = self.production_row
        return row.member if row else None

    @property
    def first_contact(self) -> Member | None:
        """Whoever was named; else the account lead, else the production lead."""
        row = self.row(Part.FIRST_CONTACT)
        return row.member if row else self.account or self.production

    @property
    def is_one_person(self) -> bool:
        """Both hats on one head."""
        return self.account is not None and self.account == self.production


def leads_of_projects(projects: Iterable[Project], on: date) -> dict[int, ProjectLeads]:
    """Every project asked for has an answer, if an empty one. Cost: two queries."""
    asked = list(projects)
    of_clients = leads_of({project.client_id for project in asked}, on)
    found = {project.pk: ProjectLeads(of_client=of_clients[project.client_id]) for project in asked}
    rows = ProjectLead.objects.filter(project_id__in=list(found)).ending_after(on)
    for row in rows.select_related("member", "decided_by").order_by("from_on", "pk"):
        leads = found[row.project_id]
        if row.from_on > on:
            leads.coming.append(row)
        else:
            leads.own[Part(row.part)] = row
    return found
