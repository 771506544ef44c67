"""What makes projects technical, as facts of how much production a client needs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.queries.factors import Asked, Factor, Reading, reads_factor
from twinhelm.foundation.periods import Period
from twinhelm.projects.choices import FactKind
from twinhelm.projects.models import Milestone, Project, ScopeItem, TechnicalFact

KIND = NeedKind.COMPLEXITY


def rows_of(client_id: int, project_id: int | None, _period: Period) -> str:
    if project_id:
        return reverse("projects:project", args=[project_id])
    return f"{reverse('projects:projects')}?{urlencode({'client': client_id})}"


@reads_factor(Factor("systems", KIND, _("Systems and integrations"), "", 10, 6, 3, rows=rows_of))
def systems(asked: Asked) -> Mapping[int, Reading]:
    """Different ones that projects touch which aren't closed. Cost: three queries."""
    found = facts_of(asked).filter(kind__in=(FactKind.SYSTEM, FactKind.INTEGRATION))
    return told(asked, counted(asked, found, Count(Lower("name"), distinct=True)))


@reads_factor(Factor("level", KIND, _("Highest skill level wanted"), "", 20, 5, 2, rows=rows_of))
def level(asked: Asked) -> Mapping[int, Reading]:
    """Where somebody has said a level. Cost: one query."""
    found = facts_of(asked).filter(kind=FactKind.SKILL, level__isnull=False)
    return {pk: Reading(highest) for pk, highest in counted(asked, found, Max("level")).items()}


@reads_factor(Factor("skills", KIND, _("Different skills wanted"), "", 30, 5, 1, rows=rows_of))
def skills(asked: Asked) -> Mapping[int, Reading]:
    """Cost: three queries."""
    found = facts_of(asked).filter(kind=FactKind.SKILL)
    return told(asked, counted(asked, found, Count(Lower("name"), distinct=True)))


@reads_factor(Factor("scope", KIND, _("Agreed effort"), _("h"), 40, 400, 1, rows=rows_of))
def scope(asked: Asked) -> Mapping[int, Reading]:
    """Estimated effort of what was agreed on projects that aren't closed. Cost: three queries."""
    found = ScopeItem.objects.filter(going(asked), deleted_at=None)
    minutes = counted(asked, found, Sum("estimated_minutes"))
    quiet = {pk: 0 for pk, count in without_work(asked).items() if not count}
    return {pk: Reading(round(spent / 60, 1)) for pk, spent in (quiet | minutes).items()}


@reads_factor(Factor("milestones", KIND, _("Milestones ahead"), "", 50, 8, 1, rows=rows_of))
def milestones(asked: Asked) -> Mapping[int, Reading]:
    """Not reached yet, on projects that aren't closed; nought where a project has none. Cost: three queries."""
    ahead = counted(asked, Milestone.objects.filter(going(asked), reached_on=None), Count("pk"))
    return {pk: Reading(ahead.get(pk, 0)) for pk in without_work(asked)}


def told(asked: Asked, found: Mapping[int, int]) -> dict[int, Reading]:
    """Nought where other technical facts are written down, or where nothing is going; else nobody has said."""
    said = counted(asked, facts_of(asked), Count("pk"))
    quiet = [pk for pk, count in without_work(asked).items() if not count]
    return {pk: Reading(found.get(pk, 0)) for pk in {*said, *quiet}}


def without_work(asked: Asked) -> dict[int, int]:
    """How many projects of each are going; nothing at all is known in an agency that writes down no projects.

    Cost: one query, two where no client asked about has any.
    """
    rows = Project.objects.going().filter(deleted_at=None)
    if asked.is_of_projects:
        return dict.fromkeys(rows.filter(pk__in=asked.project_ids).values_list("pk", flat=True), 1)
    found = rows.filter(client__in=asked.client_ids).values_list("client").order_by().annotate(count=Count("pk"))
    counts = dict(found)
    if not counts and not rows.exists():
        return {}
    return {pk: counts.get(pk, 0) for pk in asked.client_ids}


def facts_of(asked: Asked) -> QuerySet[TechnicalFact]:
    return TechnicalFact.objects.filter(going(asked))


def going(asked: Asked) -> Q:
    projects = Project.objects.going().filter(deleted_at=None)
    mine = (
        projects.filter(pk__in=asked.project_ids)
        if asked.is_of_projects
        else projects.filter(client__in=asked.client_ids)
    )
    return Q(project__in=mine)


def counted(asked: Asked, rows: QuerySet[Any], what: Any) -> dict[int, int]:
    """Cost: one query."""
    owner = "project" if asked.is_of_projects else "project__client"
    return dict(rows.values_list(owner).order_by().annotate(count=what))
