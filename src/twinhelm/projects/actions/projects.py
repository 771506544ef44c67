"""Adding, changing and deleting projects, and where they go from state to state."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.versions import changes_in, refuse_older
from twinhelm.clients.models import Client, Goal
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects import policies
from twinhelm.projects.choices import ProjectKind
from twinhelm.projects.events import (
    ProjectAdded,
    ProjectChanged,
    ProjectDeleted,
    ProjectPutBack,
    ProjectStateChanged,
)
from twinhelm.projects.models import Project, ProjectStateChange
from twinhelm.projects.queries.gates import Obstacle, obstacles_before
from twinhelm.projects.rules import NEXT_STATES

LONGEST_NAME = 200
LONGEST_SUMMARY = 20_000
LONGEST_REASON = 500
MOST_MINUTES = 100_000 * 60


class ProjectFacts(TypedDict, total=False):
    """What can be said of a project; what is not given stays, or is not known."""

    name: str
    summary: str
    kind: str
    goal: Goal | None
    starts_on: date | None
    ends_on: date | None
    monthly_minutes: int | None


class NameTaken(Refusal):
    """The client has another project of this name."""

    status = 422


class NoWay(Refusal):
    """The project can't go there from its state."""


class NotDecided(Refusal):
    """Something has to be decided before the project goes there."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.url = obstacle.url


class ProjectGone(Refusal):
    """The project was deleted while somebody was looking at it."""


@transaction.atomic
def add_project(client: Client, *, by: Member, at: datetime, **facts: Unpack[ProjectFacts]) -> Project:
    """Proposed, to begin with. Needs a name. Raises NameTaken, Invalid."""
    require(policies.may_add_project(by))
    tidy = tidy_facts(facts)
    if not tidy.get("name"):
        raise Invalid(_("A project needs a name."), name=_("Write the name of the project."))
    refuse_strange_goal(client.pk, tidy.get("goal"))
    refuse_taken(client.pk, tidy["name"])
    project = Project.objects.create(client=client, **tidy, made_by=by, made_at=at)
    ProjectStateChange.objects.create(project=project, state=project.state, by=by, at=at)
    announce(ProjectAdded(subject_id=project.pk), by=by, at=at)
    return project


@transaction.atomic
def change_project(
    project: Project, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[ProjectFacts]
) -> Project:
    """version: the one that the author saw. Raises ChangedMeanwhile, NameTaken, Invalid, ProjectGone."""
    require(policies.may_change_project(by))
    locked = lock(project)
    tidy = tidy_facts({**days_of(locked), **facts})  # type: ignore[typeddict-item]
    if not tidy.get("name", locked.name):
        raise Invalid(_("A project needs a name."), name=_("Write the name of the project."))
    changes = changes_in(locked, tidy)
    if not changes:
        return locked
    refuse_older(locked, version, {"subject_kind": "project", "subject_id": locked.pk, "name": "ProjectChanged"}, by=by)
    refuse_strange_goal(locked.client_id, tidy.get("goal"))
    if "name" in changes:
        refuse_taken(locked.client_id, tidy["name"], besides=locked)
    for name in changes:
        setattr(locked, name, tidy[name])
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    announce(ProjectChanged(subject_id=locked.pk, version=locked.version, changes=changes), by=by, at=at)
    return locked


@transaction.atomic
def change_state(
    project: Project, state: str, *, reason: str = "", despite: str = "", by: Member, at: datetime
) -> Project:
    """Asked for twice, it happens once.

    despite: why it goes ahead although something isn't settled; only for who may say so.
    Raises NoWay, NotDecided, Invalid, ProjectGone.
    """
    require(policies.may_change_project(by))
    locked = lock(project)
    if state == locked.state:
        return locked
    refuse_no_way(locked, state)
    for obstacle in obstacles_before(state, [locked])[locked.pk]:
        if not despite:
            raise NotDecided(obstacle)
        require(obstacle.may_waive(by))
        obstacle.waive(locked, why=despite, by=by, at=at)
    return enter(locked, state, reason, by=by, at=at)


@transaction.atomic
def bring_state(project: Project, state: str, *, reason: str, by: Member, at: datetime) -> Project:
    """Of a project that has just come in from elsewhere: it is where it was there, and nothing stands in its way.

    Raises NoWay, Invalid, ProjectGone.
    """
    require(policies.may_add_project(by))
    locked = lock(project)
    refuse_no_way(locked, state)
    return enter(locked, state, reason, by=by, at=at)


def refuse_no_way(project: Project, state: str) -> None:
    if state not in NEXT_STATES[project.state]:
        said = {"name": project.name, "state": project.get_state_display().lower()}
        raise NoWay(_("“%(name)s” is %(state)s and can’t become that from there.") % said)


def enter(project: Project, state: str, reason: str, *, by: Member, at: datetime) -> Project:
    """Needs: the caller holds the row lock. Raises Invalid."""
    tidy = one_line(reason)
    if len(tidy) > LONGEST_REASON:
        raise Invalid(_("%(most)s letters at most.") % {"most": LONGEST_REASON})
    before, project.state = project.state, state
    project.version += 1
    project.save(update_fields=["state", "version"])
    ProjectStateChange.objects.create(project=project, before=before, state=state, reason=tidy, by=by, at=at)
    announce(ProjectStateChanged(subject_id=project.pk, before=before, state=state, reason=tidy), by=by, at=at)
    return project


@transaction.atomic
def delete_project(project: Project, *, by: Member, at: datetime) -> Project:
    """Out of sight, with everything that hangs on it; `put_back_project` brings all of it back."""
    require(policies.may_delete_project(by))
    locked = lock(project)
    locked.deleted_at = at
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(ProjectDeleted(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def put_back_project(project: Project, *, by: Member, at: datetime) -> Project:
    """Raises NameTaken when the client got another project of the name meanwhile."""
    require(policies.may_delete_project(by))
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if locked.deleted_at is None:
        return locked
    refuse_taken(locked.client_id, locked.name, besides=locked)
    locked.deleted_at = None
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(ProjectPutBack(subject_id=locked.pk), by=by, at=at)
    return locked


def lock(project: Project) -> Project:
    """The project as it is now, held until the end of the transaction. Raises ProjectGone."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if locked.deleted_at:
        raise ProjectGone(_("“%(name)s” was deleted meanwhile.") % {"name": locked.name})
    return locked


def days_of(project: Project) -> dict[str, Any]:
    """Both days are looked at together, whichever of them changes."""
    return {"starts_on": project.starts_on, "ends_on": project.ends_on}


def tidy_facts(facts: ProjectFacts) -> dict[str, Any]:
    """Raises Invalid with a sentence for each field that can't be used."""
    tidy: dict[str, Any] = dict(facts)
    if "name" in tidy:
        tidy["name"] = one_line(tidy["name"])
    if "summary" in tidy:
        tidy["summary"] = lines_of(tidy["summary"])
    wrong = what_is_wrong(tidy)
    if wrong:
        raise Invalid(" ".join(wrong.values()), **wrong)
    return tidy


def what_is_wrong(tidy: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    for name, longest in (("name", LONGEST_NAME), ("summary", LONGEST_SUMMARY)):
        if len(tidy.get(name) or "") > longest:
            wrong[name] = _("%(most)s letters at most.") % {"most": longest}
    if tidy.get("kind", ProjectKind.FIXED) not in ProjectKind.values:
        wrong["kind"] = _("A project is fixed or a retainer.")
    first, last = tidy.get("starts_on"), tidy.get("ends_on")
    if first and last and last < first:
        wrong["ends_on"] = _("It would end before it begins.")
    if not 0 <= (tidy.get("monthly_minutes") or 0) <= MOST_MINUTES:
        wrong["monthly_minutes"] = _("Choose hours between 0 and 100 000.")
    return wrong


def refuse_strange_goal(client_id: int, goal: Goal | None) -> None:
    if goal and goal.client_id != client_id:
        sentence = _("That goal is another client’s.")
        raise Invalid(sentence, goal=sentence)


def refuse_taken(client_id: int, name: str, *, besides: Project | None = None) -> None:
    same = Project.objects.filter(client_id=client_id, name__iexact=name, deleted_at=None)
    if besides:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        sentence = _("This client has a project called “%(name)s” already.") % {"name": name}
        raise NameTaken(sentence, name=sentence)
