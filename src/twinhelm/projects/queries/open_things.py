"""What a client's projects ask whoever takes them over to know."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries.handing_over import OpenThing
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind, ProjectState
from twinhelm.projects.models import Milestone, Project, ProjectLead, TechnicalFact
from twinhelm.projects.rules import without_secrets


def led_projects(client: Client, giver: Member) -> QuerySet[Project]:
    """Active, and steered by the giver: those with a production lead of their own are that member's."""
    own = ProjectLead.objects.open().filter(project=OuterRef("pk"), part=Part.PRODUCTION).exclude(member=giver)
    return Project.objects.active().filter(client=client, deleted_at=None).exclude(Exists(own))


def active_projects(client: Client, _part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """Cost: one query."""
    return [
        OpenThing(str(one.pk), one.name, until(one.ends_on), project_page(one.pk))
        for one in led_projects(client, giver).by_name()  # type: ignore[attr-defined]
    ]


def until(ends_on: date | None) -> str:
    return _("Until %(day)s.") % {"day": date_format(ends_on, "j F Y")} if ends_on else ""


def milestones_due(client: Client, _part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """That are not reached. Cost: one query."""
    rows = Milestone.objects.filter(project__in=led_projects(client, giver), reached_on=None)
    return [
        OpenThing(
            str(one.pk),
            one.name,
            _("%(project)s, due on %(day)s.") % {"project": one.project.name, "day": date_format(one.due_on, "j F Y")},
            project_page(one.project_id),
        )
        for one in rows.select_related("project").order_by("due_on", "pk")
    ]


def systems_touched(client: Client, _part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """And where access to them is kept; what looks like a secret itself is left out. Cost: one query."""
    rows = TechnicalFact.objects.filter(
        project__in=led_projects(client, giver), kind__in=(FactKind.SYSTEM, FactKind.INTEGRATION)
    )
    return [
        OpenThing(str(one.pk), one.name, whereabouts(one), project_page(one.project_id))
        for one in rows.select_related("project").order_by(Lower("name"), "pk")
    ]


def whereabouts(one: TechnicalFact) -> str:
    known = without_secrets(one.note) or _("Where access is kept isn’t written down.")
    return f"{one.project.name}: {known}"[:500]


def own_leads(client: Client, part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """Projects on which the giver has the part apart from the client's. Cost: one query."""
    rows = ProjectLead.objects.open().filter(project__client=client, project__deleted_at=None, part=part, member=giver)
    standing = rows.exclude(project__state=ProjectState.CLOSED).select_related("project")
    return [
        OpenThing(
            key=f"{one.project_id}:{one.part}",
            title=one.project.name,
            detail=_("%(part)s since %(day)s.")
            % {"part": one.get_part_display(), "day": date_format(one.from_on, "j F Y")},
            href=project_page(one.project_id),
            holder_id=giver.pk,
        )
        for one in standing.order_by(Lower("project__name"), "pk")
    ]


def project_page(pk: int) -> str:
    return reverse("projects:project", args=[pk])
