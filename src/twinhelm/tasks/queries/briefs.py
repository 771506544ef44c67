"""The brief of a task as it reads, what changed in it, and who stands on the production side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.choices import GoalState, Part
from twinhelm.clients.models import ClientLead, Goal
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectLead
from twinhelm.tasks.models import Brief, BriefVersion, Task
from twinhelm.tasks.rules.briefs import FIELDS, Piece, as_text, changed_fields, word_by_word

NAMES = {
    "what": gettext_lazy("What"),
    "why": gettext_lazy("Why"),
    "goal": gettext_lazy("Goal of the client"),
    "criteria": gettext_lazy("How one sees that it is done"),
    "not_wanted": gettext_lazy("What is not wanted"),
    "references": gettext_lazy("References"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a brief, old and new, word by word."""

    field: str
    name: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class BriefChange:
    """Between two versions of a brief."""

    by: Member | None
    at: datetime | None
    fields: list[FieldChange]


def words_of(brief: Brief | None) -> dict[str, Any]:
    """As a version keeps them. Cost: one query where a goal is named and not loaded."""
    if brief is None:
        return dict.fromkeys(FIELDS)
    plain = {name: getattr(brief, name) or None for name in FIELDS if name != "goal"}
    goal = {"id": brief.goal_id, "name": brief.goal.name} if brief.goal else None
    return plain | {"goal": goal}


def words_at(brief: Brief | None, version: int) -> dict[str, Any] | None:
    """None: nobody kept how it read. Cost: one query."""
    if brief is None or version == brief.version:
        return words_of(brief)
    if version == 0:
        return words_of(None)
    kept = BriefVersion.objects.filter(brief=brief, version=version).first()
    return kept.words if kept else None


def change_since(brief: Brief, version: int) -> BriefChange | None:
    """What changed since somebody answered; none: nothing, or nobody kept how it read. Cost: one query."""
    before, after = words_at(brief, version), words_of(brief)
    if before is None:
        return None
    names = changed_fields(before, after)
    return BriefChange(brief.changed_by, brief.changed_at, [between(name, before, after) for name in names])


def between(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> FieldChange:
    pieces = word_by_word(as_text(name, before.get(name)), as_text(name, after.get(name)))
    return FieldChange(name, str(NAMES[name]), pieces)


def names_of(fields: list[str] | tuple[str, ...]) -> str:
    return ", ".join(str(NAMES[name]) for name in fields) or _("nothing")


def brief_of(task: Task) -> Brief | None:
    """Cost: one query."""
    related = Brief.objects.select_related("goal", "template", "changed_by", "message", "call", "meeting")
    return related.filter(task=task).first()


def open_goals(project: Project) -> list[Goal]:
    """Cost: one query."""
    return list(Goal.objects.filter(client_id=project.client_id, state=GoalState.OPEN).order_by("position", "pk"))


def production_side(project: Project, at: datetime) -> set[int]:
    """Its production lead, other production managers, and owners. Cost: two queries."""
    own, inherited = production_leads(project, at)
    leads = Member.objects.active().filter(Q(pk__in=own) | Q(pk__in=inherited))
    return production_managers() | set(leads.values_list("pk", flat=True))


def production_managers() -> set[int]:
    """And owners. Cost: one query."""
    managing = Member.objects.active().filter(role_grants__role__in=(Role.OWNER, Role.PRODUCTION_MANAGER))
    return set(managing.values_list("pk", flat=True))


def production_leads(project: Project, at: datetime) -> tuple[Any, Any]:
    """Keys of who leads the production of the project now, and where it has no lead of its own, of its client's lead."""
    today = at.date()
    standing = {"part": Part.PRODUCTION, "from_on__lte": today}
    own = ProjectLead.objects.filter(project=project, **standing).ending_after(today)
    theirs = ClientLead.objects.filter(client=project.client_id, **standing).ending_after(today)
    return own.values("member"), theirs.filter(~Exists(own)).values("member")
