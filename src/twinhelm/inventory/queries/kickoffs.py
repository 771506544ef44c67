"""New projects of which it isn't decided who leads them, and who would."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import LEADING_ROLES, ClientLead
from twinhelm.inventory.choices import KickoffState
from twinhelm.inventory.models import Kickoff
from twinhelm.inventory.queries.kickoff_words import Told, needs_said, told_of
from twinhelm.inventory.queries.recommending import HATS, Candidate, Field, Needing, fields_of, needs_of
from twinhelm.people.models import Member, RoleGrant
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project, ProjectLead

ASKED_IN = (ProjectState.PROPOSED, ProjectState.ACTIVE, ProjectState.BACK_BURNER)
"""Of a closed project nobody is asked until it is to be opened again."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who leads a project: how the question stands, and what is recommended."""

    project: Project
    kickoff: Kickoff | None
    """None: nobody asked yet, as of a project that was on the back burner before kick-offs were asked."""
    fields: Mapping[Part, Field]
    """Empty where it is decided: nobody is asked to choose."""
    needing: Needing | None
    names: Mapping[int, str]
    """Of everybody whom the sentences speak of."""

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
    def choices(self) -> list[Candidate]:
        return [chosen for field in self.fields.values() if (chosen := field.chosen)]

    @property
    def is_whole(self) -> bool:
        """Somebody for both hats, so that it can be taken as it stands."""
        return len(self.choices) == len(HATS)

    @property
    def is_as_client(self) -> bool:
        return self.is_whole and all(choice.is_client_lead for choice in self.choices)

    @property
    def is_one_person(self) -> bool:
        return self.is_whole and len({choice.member.pk for choice in self.choices}) == 1

    @property
    def clients_leads(self) -> dict[str, Member]:
        """Both, as the form takes them, where they are others than the recommended; else empty."""
        leads = [one for field in self.fields.values() if (one := field.leads_now) and one.is_client_lead]
        return {} if self.is_as_client or len(leads) < len(HATS) else {str(one.part): one.member for one in leads}

    @property
    def recommended(self) -> dict[str, Member]:
        """As the form takes it."""
        return {str(choice.part): choice.member for choice in self.choices}

    @property
    def told(self) -> list[Told]:
        """Both hats in words."""
        return [told_of(field, self.project, self.names) for field in self.fields.values()]

    @property
    def needs(self) -> str:
        return needs_said(self.needing) if self.needing else ""

    @property
    def may_become_active(self) -> bool:
        return self.project.state != ProjectState.ACTIVE


def question_about(project: Project, *, viewer: Member, at: datetime) -> Question:
    """Cost: two queries where it is decided, else about eighty."""
    return questions([project], viewer=viewer, at=at)[0]


def settled_or_asked(project: Project) -> Question | None:
    """Who settled it and why, or that it is asked, without anybody recommended. None: nobody is asked. Cost: one query."""
    kickoff = Kickoff.objects.filter(project=project).select_related("settled_by").first()
    is_settled = kickoff and kickoff.state != KickoffState.WAITING
    return Question(project, kickoff, {}, None, {}) if is_settled or project.state in ASKED_IN else None


def open_questions(viewer: Member, *, at: datetime) -> list[Question]:
    """The oldest first. Cost: about eighty queries, however many."""
    waiting = Kickoff.objects.visible_to(viewer).waiting().oldest_first().select_related("project__client")
    return questions([row.project for row in waiting], viewer=viewer, at=at)


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


def questions(projects: Sequence[Project], *, viewer: Member, at: datetime) -> list[Question]:
    """Needs: the projects' clients are loaded."""
    rows = Kickoff.objects.filter(project__in=projects).select_related("settled_by")
    kickoffs = {row.project_id: row for row in rows}
    decided = {pk for pk, row in kickoffs.items() if row.state == KickoffState.DECIDED}
    asked = [one for one in projects if one.pk not in decided]
    fields = fields_of(asked, on=at.astimezone(viewer.zone).date())
    needs = needs_of(asked) if asked else {}
    names = names_of(fields)
    return [Question(one, kickoffs.get(one.pk), fields.get(one.pk, {}), needs.get(one.pk), names) for one in projects]


def names_of(fields: Mapping[int, Mapping[Part, Field]]) -> dict[int, str]:
    """First names of candidates and of whom they led with. Cost: one query."""
    candidates = [one for hats in fields.values() for field in hats.values() for one in field.candidates]
    known = {one.member.pk: one.member.get_short_name() for one in candidates}
    others = {part["other"] for one in candidates for part in one.facts["parts"] if part.get("other")}
    if missing := others - known.keys():
        known |= {one.pk: one.get_short_name() for one in Member.objects.filter(pk__in=missing)}
    return known


def who_may_lead(project: Project) -> QuerySet[Member]:
    """Whoever leads work, and who leads the client or the project already."""
    of_client = ClientLead.objects.filter(client=project.client_id, to_on=None).values("member")
    of_project = ProjectLead.objects.filter(project=project.pk, to_on=None).values("member")
    roles = RoleGrant.objects.filter(role__in=LEADING_ROLES).values("member")
    return Member.objects.active().filter(Q(pk__in=roles) | Q(pk__in=of_client) | Q(pk__in=of_project)).by_name()


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
