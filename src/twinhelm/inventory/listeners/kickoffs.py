"""A new project asks who leads it, and doesn't become active before that is decided."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.inventory.actions.kickoffs import ask_again, ask_who_leads, note_decided, waive_kickoff
from twinhelm.inventory.events.decisions import DecisionAccepted, DecisionTakenBack
from twinhelm.inventory.models import Decision
from twinhelm.inventory.policies.kickoffs import may_waive_kickoff
from twinhelm.inventory.queries.kickoffs import undecided, what_stands_before
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.events import ProjectAdded, ProjectStateChanged
from twinhelm.projects.models import Project
from twinhelm.projects.queries.gates import Obstacle, stands_before


@stands_before(ProjectState.ACTIVE, brought_in=_("who leads is asked afterwards"))
def who_leads(projects: Sequence[Project]) -> Mapping[int, Obstacle]:
    """Cost: one query."""
    addresses = undecided(projects)
    return {
        project.pk: Obstacle(what_stands_before(project), addresses[project.pk], may_waive_kickoff, waive_kickoff)
        for project in projects
        if project.pk in addresses
    }


@on(ProjectAdded)
def ask_of_a_new_project(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a project names it
    project = Project.objects.filter(pk=event.subject_id, deleted_at=None).first()
    if project:
        ask_who_leads(project, at=clock.now())


@on(ProjectStateChanged)
def ask_of_a_project_that_moves(event: Event) -> None:
    """Closed, the question is open again; active without it ever having been asked, it is asked now."""
    assert isinstance(event, ProjectStateChanged) and event.subject_id  # noqa: S101, PT018  registered for it
    project = Project.objects.filter(pk=event.subject_id, deleted_at=None).first()
    if project is None:
        return
    if event.state == ProjectState.CLOSED:
        ask_again(project, at=clock.now())
    elif event.state == ProjectState.ACTIVE:
        ask_who_leads(project, at=clock.now())


@on(DecisionAccepted)
def ask_no_more(event: Event) -> None:
    """A round may decide who leads a project before anybody asks."""
    assert isinstance(event, DecisionAccepted)  # noqa: S101  registered for it
    project = Project.objects.filter(pk=event.project_id, deleted_at=None).first() if event.project_id else None
    if project:
        note_decided(project, at=clock.now())


@on(DecisionTakenBack)
def ask_once_more(event: Event) -> None:
    """What was decided about a project counts no longer, and nothing else does."""
    assert isinstance(event, DecisionTakenBack)  # noqa: S101  registered for it
    project = Project.objects.filter(pk=event.project_id, deleted_at=None).first() if event.project_id else None
    if project and not Decision.objects.accepted().filter(project=project).exists():
        ask_again(project, at=clock.now())
