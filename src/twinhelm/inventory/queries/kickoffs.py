"""New projects of which it isn't decided who leads them, and who would."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import LEADING_ROLES, ClientLead
from twinhelm.inventory.choices import KickoffState
from twinhelm.inventory.models import Kickoff
from twinhelm.people.models import Member, RoleGrant
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project, ProjectLead
from twinhelm.projects.queries import ProjectLeads, leads_of_projects

HATS = (Part.ACCOUNT, Part.PRODUCTION)
ASKED_IN = (ProjectState.PROPOSED, ProjectState.ACTIVE, ProjectState.BACK_BURNER)
"""Of a closed project nobody is asked until it is to be opened again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who would wear a hat at a project, and why."""

    part: Part
    member: Member
    is_client_lead: bool
    since_on: date | None

    @property
    def helm(self) -> str:
        return "c" if self.part == Part.ACCOUNT else "p"


@dataclass(frozen=True, slots=True)
class Question:
    """Who leads a project: how the question stands, and what is recommended."""

    project: Project
    kickoff: Kickoff | None
    """None: nobody asked yet, as of a project that was on the back burner before kick-offs were asked."""
    leads: ProjectLeads
    choices: tuple[Choice, ...]
    missing: tuple[Part, ...]
    """Hats for which nobody can be recommended."""

    @property
    def state(self) -> str:
        return self.kickoff.state if self.kickoff else KickoffState.WAITING

    @property
    def is_open(self) -> bool:
        return self.state == KickoffState.WAITING and self.project.state in ASKED_IN

    @property
    def is_waived(self) -> bool:
        return self.state == KickoffState.WAIVED

    @property
    def is_decided(self) -> bool:
        return self.state == KickoffState.DECIDED

    @property
    def is_whole(self) -> bool:
        """Somebody for both hats, so that it can be taken as it stands."""
        return not self.missing

    @property
    def is_as_client(self) -> bool:
        return self.is_whole and all(choice.is_client_lead for choice in self.choices)

    @property
    def is_one_person(self) -> bool:
        return self.is_whole and len({choice.member.pk for choice in self.choices}) == 1

    @property
    def by_part(self) -> list[tuple[Part, Choice | None]]:
        known = {choice.part: choice for choice in self.choices}
        return [(part, known.get(part)) for part in HATS]

    @property
    def recommended(self) -> dict[str, Member]:
        """As the form takes it."""
        return {str(choice.part): choice.member for choice in self.choices}

    @property
    def may_become_active(self) -> bool:
        return self.project.state != ProjectState.ACTIVE


def question_about(project: Project, *, viewer: Member, at: datetime) -> Question:
    """Cost: three queries."""
    return next(iter(questions([project], viewer=viewer, at=at)))


def open_questions(viewer: Member, *, at: datetime) -> list[Question]:
    """The oldest first. Cost: four queries."""
    waiting = Kickoff.objects.visible_to(viewer).waiting().oldest_first().select_related("project__client")
    return list(questions([row.project for row in waiting], viewer=viewer, at=at))


def waived(viewer: Member) -> list[Kickoff]:
    """Projects that go on without anybody having decided. Cost: one query."""
    rows = Kickoff.objects.visible_to(viewer).filter(state=KickoffState.WAIVED, project__state=ProjectState.ACTIVE)
    return list(rows.select_related("project__client", "settled_by").order_by("-settled_at", "-pk"))


def table_of(rows: Sequence[Question], zone: ZoneInfo) -> Iterator[list[object]]:
    for row in rows:
        leads = row.recommended
        asked_on = row.kickoff.opened_at.astimezone(zone).date().isoformat() if row.kickoff else ""
        named = [leads[part].name if part in leads else "" for part in HATS]
        yield [row.project.name, row.project.client.name, row.project.get_state_display(), asked_on, *named]


def how_many_wait(viewer: Member) -> int:
    """Cost: one query, once per loaded member: rail and bell both ask."""
    kept = vars(viewer)
    if "kickoffs_waiting" not in kept:
        kept["kickoffs_waiting"] = Kickoff.objects.visible_to(viewer).waiting().count()
    return int(kept["kickoffs_waiting"])


def questions(projects: Sequence[Project], *, viewer: Member, at: datetime) -> Iterator[Question]:
    on = at.astimezone(viewer.zone).date()
    rows = Kickoff.objects.filter(project__in=projects).select_related("settled_by")
    kickoffs = {row.project_id: row for row in rows}
    leads = leads_of_projects(projects, on)
    for project in projects:
        choices = tuple(choices_from(leads[project.pk]))
        known = {choice.part for choice in choices}
        missing = tuple(part for part in HATS if part not in known)
        yield Question(project, kickoffs.get(project.pk), leads[project.pk], choices, missing)


def who_may_lead(project: Project) -> QuerySet[Member]:
    """Whoever leads work, and who leads the client or the project already."""
    theirs = [
        rows.filter(to_on=None).values("member")
        for rows in (
            ClientLead.objects.filter(client=project.client_id),
            ProjectLead.objects.filter(project=project.pk),
        )
    ]
    roles = RoleGrant.objects.filter(role__in=LEADING_ROLES).values("member")
    return Member.objects.active().filter(Q(pk__in=roles) | Q(pk__in=theirs[0]) | Q(pk__in=theirs[1])).by_name()


def choices_from(leads: ProjectLeads) -> Iterator[Choice]:
    """Who has the hats today, as far as they still work here."""
    for part in HATS:
        row = leads.row(part)
        if row and row.member.is_active:
            yield Choice(part, row.member, not leads.is_own(part), row.from_on)


def undecided(projects: Sequence[Project]) -> Mapping[int, str]:
    """Projects of which it isn't decided who leads them, with the address where it is. Cost: one query."""
    settled = Kickoff.objects.filter(project__in=projects).exclude(state=KickoffState.WAITING)
    known = set(settled.values_list("project_id", flat=True))
    return {one.pk: reverse("inventory:kickoff", args=[one.pk]) for one in projects if one.pk not in known}


def what_stands_before(project: Project) -> str:
    return _(
        "It isn’t decided yet who leads “%(name)s”, so it can’t become active. Take the recommended leads or choose"
        " others; an owner may let it go ahead undecided and say why."
    ) % {"name": project.name}
