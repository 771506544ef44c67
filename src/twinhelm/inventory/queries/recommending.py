"""Who could lead new projects: how each fits, what they would carry, and whom to recommend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from twinhelm.clients.choices import Part
from twinhelm.clients.models import LEADING_ROLES
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.answers import told
from twinhelm.inventory.queries.fit import Fits, fits
from twinhelm.inventory.queries.load import Carried, Load, Room, carried, loads_of, room_of
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.rules.kickoffs import Recommended, Standing, ranked, recommended
from twinhelm.people.choices import Role
from twinhelm.people.models import Member, RoleGrant
from twinhelm.projects.models import Project
from twinhelm.projects.queries import ProjectLeads, leads_of_projects

MANAGES = {Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER}
HATS = {Part.ACCOUNT: Hat.ACCOUNT, Part.PRODUCTION: Hat.PRODUCTION}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could wear a hat at a project."""

    part: Part
    member: Member
    standing: Standing
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What speaks for them, as `sentences.why` takes it."""
    since_on: date | None = None
    """Of whoever has the hat already."""
    is_client_lead: bool = False

    @property
    def helm(self) -> str:
        return "c" if self.part == Part.ACCOUNT else "p"

    @property
    def tenths(self) -> int | None:
        return self.standing.tenths


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody who could wear one hat at a project, in order, and whom of them to recommend."""

    part: Part
    candidates: tuple[Candidate, ...]
    found: Recommended | None

    def of(self, standing: Standing | None) -> Candidate | None:
        if standing is None:
            return None
        return next(one for one in self.candidates if one.member.pk == standing.member_id)

    @property
    def chosen(self) -> Candidate | None:
        return self.of(self.found.chosen) if self.found else None

    @property
    def runner_up(self) -> Candidate | None:
        return self.of(self.found.runner_up) if self.found else None

    @property
    def leads_now(self) -> Candidate | None:
        return next((one for one in self.candidates if one.standing.leads_now), None)


@dataclass(frozen=True, slots=True)
class Needing:
    """What a project needs in front, as far as it is known; else what its client needs."""

    project: Seen
    client: Seen

    @property
    def is_of_client(self) -> bool:
        return not self.project.is_enough

    @property
    def seen(self) -> Seen:
        return self.client if self.is_of_client else self.project


@dataclass(slots=True)
class Known:
    """What candidates are compared by, of all projects that are asked about."""

    members: list[Member]
    fits: Fits
    loads: Mapping[Post, Load]
    carried: Mapping[int, Carried]
    rooms: Mapping[int, Room]
    leads: Mapping[int, ProjectLeads]


def fields_of(projects: Sequence[Project], *, on: date) -> dict[int, dict[Part, Field]]:
    """For each project both hats. Cost: about seventy queries, however many projects and members."""
    if not projects:
        return {}
    known = known_about(projects, on)
    return {one.pk: {part: field_of(one, part, known) for part in HATS} for one in projects}


def needs_of(projects: Iterable[Project]) -> dict[int, Needing]:
    """Needs: their clients are loaded. Cost: six queries."""
    asked = list(projects)
    own, clients = seen_of_projects(asked), seen_of({one.client for one in asked})
    return {one.pk: Needing(own[one.pk], clients[one.client_id]) for one in asked}


def known_about(projects: Sequence[Project], on: date) -> Known:
    leads = leads_of_projects(projects, on)
    members = who_could(leads.values())
    posts = [Post(one.client_id, hat, one.pk) for one in projects for hat in HATS.values()]
    ids = [member.pk for member in members]
    return Known(
        members, fits(posts, members, on=on), loads_of(posts), carried(ids, on=on), room_of(members, on=on), leads
    )


def who_could(leads: Iterable[ProjectLeads]) -> list[Member]:
    """Whoever leads work, and who has a hat at one of these already. Cost: two queries."""
    roles = RoleGrant.objects.filter(role__in=LEADING_ROLES).values("member")
    members = {one.pk: one for one in Member.objects.active().filter(pk__in=roles)}
    for one in leads:
        members |= {lead.pk: lead for lead in (one.account, one.production) if lead and lead.is_active}
    return sorted(members.values(), key=lambda one: (one.name.casefold(), one.pk))


def field_of(project: Project, part: Part, known: Known) -> Field:
    candidates = {one.pk: candidate(project, part, one, known) for one in known.members}
    standings = ranked([one.standing for one in candidates.values()])
    order = tuple(candidates[one.member_id] for one in standings)
    return Field(part, order, recommended(standings))


def candidate(project: Project, part: Part, member: Member, known: Known) -> Candidate:
    post = Post(project.client_id, HATS[part], project.pk)
    fit, row = known.fits.of(post, member.pk), known.leads[project.pk].row(part)
    leads_now = row is not None and row.member_id == member.pk
    # Whoever leads it already carries it.
    more = 0 if leads_now else known.loads[post].points
    is_named = leads_now and known.leads[project.pk].is_own(part)
    standing = Standing(
        member.pk,
        fit.tenths,
        load=known.carried[member.pk].points + more,
        room=known.rooms[member.pk].points,
        leads_now=leads_now,
        is_named=is_named,
        is_offered=bool(known.fits.known.roles.get(member.pk, frozenset()) & MANAGES),
    )
    return Candidate(
        part,
        member,
        standing,
        facts={"parts": [told(one) for one in fit.parts if one.score is not None]},
        since_on=row.from_on if row and leads_now else None,
        is_client_lead=leads_now and not is_named,
    )
