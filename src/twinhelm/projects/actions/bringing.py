"""Projects from a table: what was shown is done, all of it or nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries import leads_of
from twinhelm.people.actions import TableKind
from twinhelm.people.models import Member
from twinhelm.people.rules import PlannedRow
from twinhelm.projects import policies
from twinhelm.projects.actions.leads import set_lead
from twinhelm.projects.actions.projects import add_project, bring_state, change_project, change_state
from twinhelm.projects.actions.scope import add_scope_item
from twinhelm.projects.models import Project
from twinhelm.projects.queries.planning import COLUMNS, plan_projects


def hold_projects() -> None:
    """Takes the rows that the plan looked at."""
    list(Project.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def bring_projects(rows: Sequence[PlannedRow], by: Member, at: datetime) -> None:
    clients = Client.objects.in_bulk({row.values["client_id"] for row in rows})
    known = Project.objects.in_bulk({row.row_id for row in rows if row.row_id})
    members = Member.objects.in_bulk({pk for row in rows for pk in row.values.get("leads", {}).values()})
    for row in rows:
        facts = facts_of(row)
        if row.row_id:
            project = known[row.row_id]
            project = change_project(project, by=by, at=at, **facts) if facts else project
        else:
            project = add_project(clients[row.values["client_id"]], name=row.values["name"], by=by, at=at, **facts)
        bring_more(project, row, members, by=by, at=at)


def facts_of(row: PlannedRow) -> dict[str, Any]:
    facts = dict(row.values["facts"])
    days = {name: date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on") if facts.get(name)}
    return facts | days


def bring_more(project: Project, row: PlannedRow, members: dict[int, Member], *, by: Member, at: datetime) -> None:
    """A state, agreed hours as one scope item, and leads where the client's are others."""
    why = tidy_reason(_("Stood so in the file"))
    if row.values.get("agreed_minutes"):
        minutes = row.values["agreed_minutes"]
        add_scope_item(project, name=_("As agreed"), estimated_minutes=minutes, by=by, at=at)
    if row.values.get("state"):
        # What comes in as it stood elsewhere is history; what is here already takes the way that everybody takes.
        put = change_state if row.row_id else bring_state
        put(project, row.values["state"], reason=why, by=by, at=at)
    on = at.astimezone(by.zone).date()
    inherited = leads_of([project.client_id], on)[project.client_id] if row.values.get("leads") else None
    for part, pk in row.values.get("leads", {}).items():
        of_client = inherited.rows.get(Part(part)) if inherited and not row.row_id else None
        if not of_client or of_client.member_id != pk:
            set_lead(project, Part(part), members[pk], from_on=on, reason=why, by=by, at=at)


PROJECTS_TABLE = TableKind(
    key="projects",
    columns=COLUMNS,
    may=policies.may_add_project,
    hold=hold_projects,
    plan=plan_projects,
    apply=bring_projects,
)
