"""What stands beside the quadrant about one client or project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from twinhelm.clients.models import Client
from twinhelm.clients.queries import Leads, leads_of
from twinhelm.inventory.choices import Hat, ProposalState, RoundState
from twinhelm.inventory.models import Assignment, Decision, Round
from twinhelm.inventory.queries.deciding import decided_in, decision_on
from twinhelm.inventory.queries.marks import Mark, clients_marked, projects_marked
from twinhelm.inventory.queries.need_page import NeedShown, needs_shown
from twinhelm.inventory.queries.relationships import Relationship, relationships
from twinhelm.inventory.queries.relooks import Row as Again
from twinhelm.inventory.queries.relooks import listed
from twinhelm.inventory.queries.relooks import rows_of as again
from twinhelm.inventory.queries.sentences import breaks, names_in, otherwise, why
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project
from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects

STRONGEST = 4


@dataclass(frozen=True, slots=True)
class Related:
    """What a member and the client are to each other."""

    member: Member
    bond: Relationship


@dataclass(frozen=True, slots=True)
class Recommended:
    """Who would wear a hat by the proposal that people look at, in sentences."""

    row: Assignment
    why: str
    otherwise: str
    breaks: list[str]
    decision: Decision | None = None
    """Accepted in this round, or out for comment."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One mark with what is known around it."""

    mark: Mark
    leads: Leads | ProjectLeads
    """With since when and why."""
    needs: list[NeedShown]
    related: list[Related]
    """The strongest first."""
    active_projects: int
    resting_projects: int
    """On the back burner."""
    round: Round | None
    """The newest one with proposals that asks about it."""
    recommended: list[Recommended]
    relooks: list[Again]
    """Decisions that came back, the oldest first."""
    before: Mark | None
    after: Mark | None


def beside(viewer: Member, mark: Mark, among: Sequence[Mark], *, on: date) -> Beside:
    """among: the marks that it stands between. Cost: some thirty queries, most of them for the relationships."""
    about = Q(project=mark.seen.project) if mark.seen.project else Q(client=mark.seen.client, project=None)
    recommended = recommended_of(viewer, mark)
    at = next((index for index, one in enumerate(among) if one.pk == mark.pk), None)
    projects = Project.objects.visible_to(viewer).filter(client=mark.seen.client)
    counts = projects.aggregate(
        active=Count("pk", filter=Q(state=ProjectState.ACTIVE)),
        resting=Count("pk", filter=Q(state=ProjectState.BACK_BURNER)),
    )
    return Beside(
        mark=mark,
        leads=leads_with_reasons(mark, on),
        needs=needs_shown(mark.seen),
        related=related_to(mark, on),
        active_projects=counts["active"],
        resting_projects=counts["resting"],
        round=recommended[0].row.proposal.round if recommended else None,
        recommended=recommended,
        relooks=again(list(listed(viewer).open().filter(about).order_by("raised_at", "pk")), on=on)
        if mark.relooks
        else [],
        before=among[at - 1] if at else None,
        after=among[at + 1] if at is not None and at + 1 < len(among) else None,
    )


def leads_with_reasons(mark: Mark, on: date) -> Leads | ProjectLeads:
    project, client = mark.seen.project, mark.seen.client
    return leads_of_projects([project], on)[project.pk] if project else leads_of([client.pk], on)[client.pk]


def related_to(mark: Mark, on: date) -> list[Related]:
    """With whom at the agency the client has most to do, hours aside: those aren't everybody's to see."""
    bonds = {pair[1]: bond for pair, bond in relationships([mark.seen.client.pk], on=on).items() if bond.strength}
    people = Member.objects.active().in_bulk(bonds)
    ranked = sorted(people.values(), key=lambda member: (-bonds[member.pk].strength, member.name))
    return [Related(member, bonds[member.pk]) for member in ranked[:STRONGEST]]


def recommended_of(viewer: Member, mark: Mark) -> list[Recommended]:
    """In the newest round with proposals that asks about it. Cost: four queries."""
    project = mark.seen.project
    asked = Q(asked__project=project) if project else Q(asked__client=mark.seen.client, asked__project=None)
    open_rounds = Round.objects.visible_to(viewer).filter(state=RoundState.PROPOSED)
    if not (newest := open_rounds.newest_first().first()):
        return []
    found = Assignment.objects.filter(
        asked, proposal__round=newest, proposal__aim=newest.looking_at, proposal__state=ProposalState.FOUND
    ).select_related("member", "runner_up", "before", "proposal__round", "asked__client", "asked__project")
    rows = sorted(found, key=lambda row: list(Hat).index(Hat(row.hat)))
    names, decided = names_in(rows), decided_in(newest)
    return [
        Recommended(
            row, why(row.facts, names), otherwise(row, names), breaks(row.facts, names), decision_on(row, decided)
        )
        for row in rows
    ]


def chosen_client(viewer: Member, among: Sequence[Mark], pk: int, *, on: date) -> Mark | None:
    """Even if what narrows the view leaves it out; none where it isn't there for the viewer."""
    for mark in among:
        if mark.seen.project is None and mark.pk == pk:
            return mark
    return next(iter(clients_marked(Client.objects.visible_to(viewer).filter(pk=pk), viewer, on)), None)


def chosen_project(viewer: Member, among: Sequence[Mark], pk: int, *, on: date) -> Mark | None:
    for mark in among:
        if mark.seen.project is not None and mark.pk == pk:
            return mark
    found = Project.objects.visible_to(viewer).filter(pk=pk, client__merged_into=None)
    return next(iter(projects_marked(found.select_related("client"), viewer, on)), None)


def newest_two(viewer: Member) -> list[Round]:
    """The newest rounds, the newest first. Cost: one query."""
    return list(Round.objects.visible_to(viewer).exclude(state=RoundState.DRAFT).newest_first()[:2])
