"""What would come if a file of tasks were brought in: new, changed, known and bad rows, and who can't be placed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.models import sees_every_client
from twinhelm.people.models import Member
from twinhelm.people.rules import Fate, Fault, PlannedRow
from twinhelm.projects.models import Project, ProjectLead, ProjectSeat
from twinhelm.reading import sentence
from twinhelm.reading.brought import BroughtPerson, BroughtTask, BroughtWork
from twinhelm.tasks.choices import ActKind, TaskState
from twinhelm.tasks.models import Change, Task, TaskImport
from twinhelm.tasks.policies.work import WORKING_ROLES
from twinhelm.tasks.rules.bringing import Choices, guess_priority, guess_state, state_of_point

COMPARED = ("title", "state", "priority", "assignee", "starts_on", "due_on", "estimated_minutes", "labels")
SHOWN = 200
MOST_LABELS = 20
MOST_ASKED = 200
"""Lists and people that whoever brings a file is asked about; the others are guessed."""
EACH = 5000
MOST_RINGS = 20


@dataclass(slots=True)
class Arrival:
    """One task on its way."""

    brought: BroughtTask
    facts: dict[str, Any]
    above: str
    """Key of the task that it stands under."""
    waits_for: tuple[str, ...]
    left_out: str = ""
    """Name of whoever had it and can't have it here."""
    here: Task | None = None
    """As it is here already."""
    wishes: dict[str, Any] = field(default_factory=dict)
    """What would change of it."""

    @property
    def fate(self) -> Fate:
        if self.here is None:
            return Fate.NEW
        return Fate.CHANGED if self.wishes else Fate.SAME


@dataclass(slots=True)
class Arriving:
    """All of one file, under the choices that were made."""

    work: BroughtWork
    choices: Choices
    project: Project | None
    arrivals: list[Arrival]
    bad: list[PlannedRow]
    to_seat: list[Member]
    """Who would get tasks and doesn't see the project yet."""
    undone: list[int]
    """Tasks of an import that was taken back: their places are free again."""

    @property
    def digest(self) -> str:
        """Another one as soon as anything else would happen."""
        chosen = [self.choices.as_plain(), [one.pk for one in self.to_seat]]
        found = sha256(json.dumps(chosen, sort_keys=True).encode())
        for one in self.arrivals:
            plain = sorted((name, str(value)) for name, value in (one.wishes if one.here else one.facts).items())
            about = (one.brought.key, one.above, one.waits_for, one.here.pk if one.here else 0, plain)
            found.update(repr(about).encode("utf-8", "replace"))
        return found.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(map(str, Fate), 0)
        for one in self.arrivals:
            found[one.fate] += 1
        return found | {str(Fate.BAD): len(self.bad)}


def members_to_match() -> list[Member]:
    """Who may be given tasks. Cost: two queries."""
    members = Member.objects.filter(is_active=True).prefetch_related("role_grants").order_by("name", "pk")
    return [member for member in members if member.holds(*WORKING_ROLES)]


def first_choices(work: BroughtWork, members: Iterable[Member], project: Project | None) -> Choices:
    """What is taken until somebody says otherwise."""
    people = {}
    known = list(members)
    for person, _count in work.people.most_common(MOST_ASKED):
        if member := matching(person, known):
            people[person.key] = member.pk
    states = {status: guess_state(status) for status, _count in work.statuses.most_common(MOST_ASKED) if status}
    return Choices(
        project=project.pk if project else None, new_name=work.name if not project else "", states=states, people=people
    )


def matching(person: BroughtPerson, members: Iterable[Member]) -> Member | None:
    """By address, else by name, if just one bears it; a first name alone will do if nobody else has it."""
    email, name = person.email.casefold(), person.name.casefold()
    known = list(members)
    if email and (found := [one for one in known if (one.email or "").casefold() == email]):
        return found[0]
    if not name:
        return None
    whole = [one for one in known if one.name.casefold() == name]
    first = [one for one in known if one.get_short_name().casefold() == name]
    return next((found[0] for found in (whole, first) if len(found) == 1), None)


def look_at(work: BroughtWork, choices: Choices, *, by: Member) -> Arriving:
    """Cost: at most ten queries, and one more by five thousand tasks that are here already."""
    project = Project.objects.visible_to(by).select_related("client").filter(pk=choices.project or 0).first()
    members = {member.pk: member for member in members_to_match()}
    seeing = sees_project(members.values(), project)
    looking = Looking(work, choices, members, seeing)
    arrivals = list(looking.arrivals())
    bad = [unreadable(problem) for problem in work.problems] + looking.faults
    undone = compare(arrivals, work, project) if project else []
    wanted = {one.facts["assignee"] for one in arrivals if one.facts["assignee"]}
    to_seat = sorted((one for one in wanted if one.pk not in seeing), key=lambda one: (one.name, one.pk))
    return Arriving(work, choices, project, arrivals, sorted(bad, key=lambda row: row.number), to_seat, undone)


def sees_project(members: Iterable[Member], project: Project | None) -> set[int]:
    seats = ProjectSeat.objects.filter(project=project, left_on=None).values_list("member", flat=True)
    leads = ProjectLead.objects.filter(project=project, to_on=None).values_list("member", flat=True)
    found = {*seats, *leads} if project else set()
    return found | {member.pk for member in members if sees_every_client(member)}


@dataclass(slots=True)
class Looking:
    """Turns what was brought into what would be stored."""

    work: BroughtWork
    choices: Choices
    members: Mapping[int, Member]
    seeing: set[int]
    faults: list[PlannedRow] = field(default_factory=list)

    def arrivals(self) -> Iterator[Arrival]:
        """Each after the one that it stands under."""
        by_key = {task.key: task for task in self.work.tasks}
        waits = self.without_rings(
            {t.key: [k for k in dict.fromkeys(t.waits_for) if k in by_key] for t in self.work.tasks}, by_key
        )
        above = {t.key: [t.parent] if t.parent in by_key else [] for t in self.work.tasks}
        above = self.without_rings(above, by_key)
        states: dict[str, str] = {}
        for key in in_order(above):
            task = by_key[key]
            parent = above[key][0] if above[key] else ""
            states[key] = state = self.state_of(task, states.get(parent, ""))
            facts = self.facts_of(task, state)
            left_out = "" if facts["assignee"] or not task.assignee.key else task.assignee.name or task.assignee.email
            yield Arrival(task, facts, parent, tuple(waits[key]), left_out)

    def state_of(self, task: BroughtTask, above: str) -> str:
        if task.is_point:
            return state_of_point(is_done=task.is_done, above=above)
        return self.choices.state_for(task.status, is_done=task.is_done, is_archived=task.is_archived)

    def facts_of(self, task: BroughtTask, state: str) -> dict[str, Any]:
        member = self.members.get(self.choices.people.get(task.assignee.key, 0)) if task.assignee.key else None
        if member and member.pk not in self.seeing and not self.choices.is_seating:
            member = None
        return {
            "title": task.title,
            "state": state,
            "priority": guess_priority(task.priority),
            "assignee": member,
            "starts_on": task.starts_on,
            "due_on": task.due_on,
            "estimated_minutes": task.estimated_minutes,
            "labels": sorted(task.labels[:MOST_LABELS], key=str.casefold),
        }

    def without_rings(self, edges: dict[str, list[str]], by_key: Mapping[str, BroughtTask]) -> dict[str, list[str]]:
        """Each ring is opened at one task, which is named; of very many rings everything in them."""
        for _turn in range(MOST_RINGS):
            if not (ring := ring_in(edges)):
                return edges
            self.open_at([by_key[ring]], edges)
        self.open_at([by_key[key] for key in stuck_in(edges)], edges)
        return edges

    def open_at(self, tasks: Iterable[BroughtTask], edges: dict[str, list[str]]) -> None:
        why = _("It waits for itself, or is part of itself, in a ring with other tasks. It comes without that.")
        for task in tasks:
            edges[task.key] = []
            self.faults.append(PlannedRow(task.place, task.title, faults=(Fault("", why),)))


def ring_in(edges: Mapping[str, list[str]]) -> str:
    """One of those who stand in a ring; empty: nobody."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as ring:
        return str(ring.args[1][-1])
    return ""


def stuck_in(edges: Mapping[str, list[str]]) -> list[str]:
    """Who stands in a ring or behind one."""
    behind: dict[str, list[str]] = {}
    open_ones = {key: len(before) for key, before in edges.items()}
    for key, before in edges.items():
        for one in before:
            behind.setdefault(one, []).append(key)
    free = [key for key, count in open_ones.items() if not count]
    while free:
        for key in behind.get(free.pop(), ()):
            open_ones[key] -= 1
            if not open_ones[key]:
                free.append(key)
    return [key for key, count in open_ones.items() if count]


def in_order(above: Mapping[str, list[str]]) -> Iterator[str]:
    """As in the file, but none before the one that it stands under."""
    told: set[str] = set()
    for key in above:
        chain = []
        while key and key not in told:
            chain.append(key)
            told.add(key)
            key = above[key][0] if above[key] else ""
        yield from reversed(chain)


def compare(arrivals: Iterable[Arrival], work: BroughtWork, project: Project) -> list[int]:
    """Finds what is here, and what of it nobody changed here since; says which deleted ones may come anew."""
    rows = Task.objects.filter(project=project, source=work.source).exclude(source_key="")
    here = {task.source_key: task for task in rows.select_related("assignee").prefetch_related("labels")}
    imports = TaskImport.objects.filter(project=project, source=work.source)
    taken_back = set(imports.exclude(act__undone_at=None).values_list("act__undone_at", flat=True))
    undone = {key: task.pk for key, task in here.items() if task.deleted_at and task.deleted_at in taken_back}
    standing = {key: task for key, task in here.items() if key not in undone}
    touched = touched_fields([task.pk for task in standing.values()])
    for one in arrivals:
        one.here = standing.get(one.brought.key)
        if one.here and one.here.deleted_at is None:
            one.wishes = wishes_of(one.here, one.facts, touched.get(one.here.pk, set()))
    return sorted(undone.values())


def touched_fields(keys: list[int]) -> dict[int, set[str]]:
    """What somebody changed here; their word stands."""
    found: dict[int, set[str]] = {}
    own = (ActKind.BROUGHT, ActKind.ADDED)
    for first in range(0, len(keys), EACH):
        rows = Change.objects.filter(task__in=keys[first : first + EACH]).exclude(act__kind__in=own)
        for key, name in rows.values_list("task_id", "field"):
            found.setdefault(key, set()).add(name)
    return found


def wishes_of(task: Task, facts: Mapping[str, Any], touched: set[str]) -> dict[str, Any]:
    found = {}
    for name in COMPARED:
        if name == "labels":
            was: Any = sorted((label.name for label in task.labels.all()), key=str.casefold)
            differs = [one.casefold() for one in was] != [one.casefold() for one in facts[name]]
        else:
            differs = getattr(task, name) != facts[name]
        if differs and name not in touched:
            found[name] = facts[name]
    starts_on, due_on = found.get("starts_on", task.starts_on), found.get("due_on", task.due_on)
    if starts_on and due_on and starts_on > due_on:
        found.pop("starts_on", None)
        found.pop("due_on", None)
    return found


def unreadable(problem: Any) -> PlannedRow:
    return PlannedRow(problem.row or 0, "", faults=(Fault("", sentence(problem, _)),))


def picture_of(arriving: Arriving) -> dict[str, Any]:
    """As a dry run keeps it for its page."""
    work, choices = arriving.work, arriving.choices
    return {
        "source": work.source,
        "board": work.name,
        "counts": arriving.counts,
        "places": {},
        "ignored": list(work.ignored),
        "statuses": [[name, count] for name, count in work.statuses.most_common(MOST_ASKED) if name],
        "people": [[one.key, one.name, one.email, n] for one, n in work.people.most_common(MOST_ASKED)],
        "to_seat": [member.name for member in arriving.to_seat],
        "without": without(arriving),
        "comments": sum(len(one.brought.comments) for one in arriving.arrivals if one.fate == Fate.NEW),
        "subtasks": sum(bool(one.above) for one in arriving.arrivals if one.fate == Fate.NEW),
        "choices": choices.as_plain(),
        Fate.BAD: [shown(row.number, row.name, faults=row.faults) for row in arriving.bad],
        **{fate: list(rows_of(arriving, fate)) for fate in (Fate.NEW, Fate.CHANGED)},
    }


def without(arriving: Arriving) -> list[str]:
    """Who has tasks over there and gets none here."""
    return sorted({one.left_out for one in arriving.arrivals if one.left_out and one.fate == Fate.NEW})[:SHOWN]


def rows_of(arriving: Arriving, fate: Fate) -> Iterator[dict[str, Any]]:
    some = [one for one in arriving.arrivals if one.fate == fate][:SHOWN]
    for one in some:
        facts = one.wishes if one.here else {name: value for name, value in one.facts.items() if value}
        names = [name for name in COMPARED if name in facts and (one.here or name not in ("title", "priority"))]
        changes = [
            {
                "what": called(name),
                "before": in_words(name, before(one.here, name)) if one.here else "",
                "after": in_words(name, facts[name]),
            }
            for name in names
        ]
        yield shown(one.brought.place, one.brought.title, changes=changes)


def before(task: Task, name: str) -> Any:
    return [label.name for label in task.labels.all()] if name == "labels" else getattr(task, name)


def shown(number: int, name: str, *, changes: Any = (), faults: Iterable[Fault] = ()) -> dict[str, Any]:
    told = [{"column": fault.column, "why": fault.why} for fault in faults]
    return {"number": number, "name": name, "row_id": None, "changes": list(changes), "faults": told}


def called(name: str) -> str:
    return {
        "title": _("Title"),
        "state": _("State"),
        "priority": _("Priority"),
        "assignee": _("With"),
        "starts_on": _("Starts on"),
        "due_on": _("Due on"),
        "estimated_minutes": _("Estimate in minutes"),
        "labels": _("Labels"),
    }[name]


def in_words(name: str, value: Any) -> str:
    if name == "state":
        return str(TaskState(value).label)
    if name == "labels":
        return ", ".join(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value.name) if isinstance(value, Member) else str(value or "")
