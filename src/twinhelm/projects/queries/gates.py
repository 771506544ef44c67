"""What has to be settled before a project enters a state: areas above say it, and every path into the state asks here.

@stands_before(ProjectState.ACTIVE, brought_in=_("who leads is decided afterwards"))
def undecided(projects: Sequence[Project]) -> Mapping[int, Obstacle]: ...
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project


class Waive(Protocol):
    """Writes down that it isn't settled and the project goes on all the same."""

    def __call__(self, project: Project, *, why: str, by: Member, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that isn't settled about one project."""

    sentence: str
    """What it is, and what to do."""
    url: str
    """Where it is settled."""
    may_waive: Callable[[Member], Answer]
    """Whether somebody may go ahead all the same, saying why."""
    waive: Waive
    """Runs in the act's transaction, under the project's lock."""


Look = Callable[[Sequence[Project]], Mapping[int, Obstacle]]
"""Obstacles by project; who isn't in the answer has none. Cost: a few queries, however many projects."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that has to be settled before a state."""

    state: ProjectState
    look: Look
    brought_in: str | Promise
    """What is said of a project that comes in from a table standing in the state already: that isn't held up."""


_gates: list[Gate] = []


def stands_before(state: ProjectState, *, brought_in: str | Promise) -> Callable[[Look], Look]:
    """Registers the function as what looks for obstacles before the state."""

    def add(look: Look) -> Look:
        if look not in {gate.look for gate in _gates}:
            _gates.append(Gate(state, look, brought_in))
        return look

    return add


def gates_before(state: str) -> list[Gate]:
    return [gate for gate in _gates if gate.state == state]


def obstacles_before(state: str, projects: Sequence[Project]) -> dict[int, list[Obstacle]]:
    """Every project asked for has an answer, if an empty one."""
    found: dict[int, list[Obstacle]] = {project.pk: [] for project in projects}
    for gate in gates_before(state):
        for pk, obstacle in gate.look(projects).items():
            found[pk].append(obstacle)
    return found
