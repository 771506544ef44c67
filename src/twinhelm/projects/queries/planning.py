"""What a table of projects would do, row by row, before it does anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientAlias
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.minutes import as_hours
from twinhelm.people.models import Agency, Member
from twinhelm.people.rules import Change, Fault, PlannedRow
from twinhelm.projects.choices import ProjectKind, ProjectState
from twinhelm.projects.models import Project, ScopeItem
from twinhelm.projects.queries.gates import Obstacle, gates_before, obstacles_before
from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects
from twinhelm.projects.rules import NEXT_STATES
from twinhelm.reading import Code, Column, DateOrder, Listing, ListRow
from twinhelm.reading.problems import Misread
from twinhelm.reading.values import read_moment

PARTS = {"account": Part.ACCOUNT, "production": Part.PRODUCTION}
COLUMNS = (
    Column("client", "Client|Company|Customer|Client name", is_needed=True),
    Column("name", "Project|Project name|Name|Title", is_needed=True),
    Column("state", "State|Status"),
    Column("kind", "Kind|Type|Billing"),
    Column("starts_on", "Begins|Begin|Start|Start date|Starts"),
    Column("ends_on", "Ends|End|End date|Due|Deadline"),
    Column("agreed", "Agreed hours|Agreed|Budget hours|Budget|Estimated hours"),
    Column("monthly", "Hours a month|Monthly hours|Retainer hours"),
    Column("account", "Account lead|Account manager"),
    Column("production", "Production lead|Production manager|Project manager|Technical lead"),
)
NAMES = {column.key: column.name for column in COLUMNS}
MOST_HOURS = 100_000
LONGEST_NAME = 200


@dataclass(slots=True)
class Known:
    """Everything that rows are compared with. Cost: nine queries and one for each gate, however many rows."""

    today: date
    clients: dict[str, Client] = field(default_factory=dict)
    projects: dict[tuple[int, str], Project] = field(default_factory=dict)
    leads: dict[int, ProjectLeads] = field(default_factory=dict)
    agreed: dict[int, int] = field(default_factory=dict)
    members: dict[str, Member | None] = field(default_factory=dict)
    """By name and email; None when several are called so."""
    obstacles: dict[int, list[Obstacle]] = field(default_factory=dict)
    """What stands before a project becoming active."""
    said: dict[tuple[int, str], int] = field(default_factory=dict)
    """Rows above, by what they are about."""


@dataclass(slots=True)
class Draft:
    """A row on its way to be planned."""

    row: ListRow
    known: Known
    name: str
    client: Client | None = None
    project: Project | None = None
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    """As `add_project` and `change_project` take them; days as text, which JSON knows."""
    more: dict[str, Any] = field(default_factory=dict)
    """A state, agreed minutes, leads."""

    def fault(self, column: str, why: str) -> None:
        self.faults.append(Fault(column, why))

    def change(self, column: str, before: object, after: object) -> None:
        self.changes.append(Change(NAMES[column], str(before or ""), str(after or "")))


def plan_projects(listing: Listing, by: Member) -> Iterator[PlannedRow]:
    known = known_now(by)
    for row in listing.rows:
        draft = Draft(row, known, one_line(row.get("name")))
        if whose(draft):
            read_choice(draft, "kind", ProjectKind)
            read_state(draft)
            read_days(draft)
            read_monthly(draft)
            read_agreed(draft)
            for column, part in PARTS.items():
                read_lead(draft, column, part)
        client_id = draft.client.pk if draft.client else None
        values = {"client_id": client_id, "name": draft.name, "facts": draft.facts, **draft.more}
        label = f"{draft.name}, {draft.client.name}" if draft.client else draft.name
        row_id = draft.project.pk if draft.project else None
        yield PlannedRow(row.number, label, row_id, tuple(draft.changes), tuple(draft.faults), values)


def known_now(by: Member) -> Known:
    moment = Agency.objects.annotate(moment=Now()).values_list("moment", flat=True).first()
    known = Known(moment.astimezone(by.zone).date() if moment else date.min)
    for client in Client.objects.visible_to(by):
        known.clients[key_of(client.name)] = client
    theirs = {client.pk: client for client in known.clients.values()}
    for alias in ClientAlias.objects.filter(client__deleted_at=None, client__merged_into=None):
        if alias.client_id in theirs:
            known.clients.setdefault(key_of(alias.name), theirs[alias.client_id])
    projects = list(Project.objects.visible_to(by))
    known.projects = {(project.client_id, key_of(project.name)): project for project in projects}
    known.leads = leads_of_projects(projects, known.today)
    resting = [project for project in projects if project.state != ProjectState.ACTIVE]
    known.obstacles = obstacles_before(ProjectState.ACTIVE, resting)
    sums = ScopeItem.objects.filter(deleted_at=None, project__deleted_at=None).order_by().values_list("project")
    known.agreed = dict(sums.annotate(Sum("estimated_minutes")))
    for member in Member.objects.active():
        key = key_of(member.name)
        known.members[key] = None if key in known.members else member
        if member.email:
            known.members[member.email.lower()] = member
    return known


def key_of(name: str) -> str:
    return one_line(name).casefold()


def whose(draft: Draft) -> bool:
    """Finds client and project; without a client the rest of the row can't be understood."""
    said = one_line(draft.row.get("client"))
    if not draft.name:
        draft.fault("name", _("The project’s name is missing."))
    elif len(draft.name) > LONGEST_NAME:
        draft.fault("name", _("%(most)s letters at most.") % {"most": LONGEST_NAME})
    if not said:
        draft.fault("client", _("The client’s name is missing."))
        return False
    draft.client = draft.known.clients.get(key_of(said))
    if draft.client is None:
        draft.fault("client", _("There is no client called “%(name)s”. Add the client first.") % {"name": said[:60]})
        return False
    key = (draft.client.pk, key_of(draft.name))
    draft.project = draft.known.projects.get(key)
    above = draft.known.said.setdefault(key, draft.row.number)
    if draft.name and above != draft.row.number:
        draft.fault("name", _("Row %(number)s is about the same project.") % {"number": above})
    return True


def chosen(word: str, choices: Any) -> str:
    """A choice by its value or its label; nothing when it is none."""
    known = {str(label).casefold(): value for value, label in choices.choices} | {one: one for one in choices.values}
    return str(known.get(word.casefold().strip(), known.get(word.casefold().strip().replace(" ", "_"), "")))


def read_choice(draft: Draft, column: str, choices: Any) -> str:
    said = draft.row.get(column)
    if not said:
        return ""
    value = chosen(said, choices)
    if not value:
        labels = ", ".join(str(label) for label in choices.labels)
        draft.fault(column, _("“%(word)s” is none of: %(words)s.") % {"word": said[:60], "words": labels})
    elif column == "kind":
        compare(draft, "kind", "kind", value, shown=lambda one: str(choices(one).label) if one else "")
    return value


def compare(draft: Draft, column: str, name: str, value: Any, *, shown: Any = str) -> None:
    before = getattr(draft.project, name) if draft.project else None
    if before != value:
        draft.facts[name] = value.isoformat() if isinstance(value, date) else value
        draft.change(column, shown(before) if before is not None else "", shown(value))


def read_state(draft: Draft) -> None:
    value = read_choice(draft, "state", ProjectState)
    now = draft.project.state if draft.project else str(ProjectState.PROPOSED)
    if not value or value == now:
        return
    if value not in NEXT_STATES[now]:
        said = {"now": ProjectState(now).label.lower(), "wanted": ProjectState(value).label.lower()}
        draft.fault("state", _("It is %(now)s, and from there it can’t become %(wanted)s.") % said)
        return
    if value == ProjectState.ACTIVE:
        for obstacle in known_obstacles(draft):
            draft.fault("state", obstacle.sentence)
    draft.more["state"] = value
    draft.change("state", ProjectState(now).label if draft.project else "", spoken_state(draft, value))


def known_obstacles(draft: Draft) -> list[Obstacle]:
    return draft.known.obstacles.get(draft.project.pk, []) if draft.project else []


def spoken_state(draft: Draft, value: str) -> str:
    """Of a new project with what is to be settled afterwards."""
    notes = [] if draft.project else [str(gate.brought_in) for gate in gates_before(value)]
    return "; ".join([str(ProjectState(value).label), *notes])


def read_days(draft: Draft) -> None:
    days = {}
    for name in ("starts_on", "ends_on"):
        days[name] = getattr(draft.project, name) if draft.project else None
        if not (said := draft.row.get(name)):
            continue
        try:
            days[name] = clear_day(said)
        except Misread:
            draft.fault(name, _("“%(word)s” is no day that is clear. Write it as 2026-12-18.") % {"word": said[:60]})
            continue
        compare(draft, name, name, days[name])
    if days["starts_on"] and days["ends_on"] and days["ends_on"] < days["starts_on"]:
        draft.fault("ends_on", _("It would end before it begins."))


def clear_day(said: str) -> date:
    """Raises Misread, also for a day that Europeans and Americans read differently."""
    day = read_moment(said, DateOrder.DAY_FIRST)[0]
    try:
        other = read_moment(said, DateOrder.MONTH_FIRST)[0]
    except Misread:
        return day
    if other != day:
        raise Misread(Code.BAD_DATE, value=said)
    return day


def read_hours(draft: Draft, column: str) -> int | None:
    """Whole minutes; nothing for an empty cell, and for one that can't be used."""
    said = draft.row.get(column).removesuffix("h").strip().replace(",", ".")
    if not said:
        return None
    try:
        hours = float(said)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= MOST_HOURS:
        draft.fault(column, _("“%(word)s” is no number of hours.") % {"word": draft.row.get(column)[:60]})
        return None
    return round(hours * 60)


def read_monthly(draft: Draft) -> None:
    minutes = read_hours(draft, "monthly")
    if minutes is None:
        return
    kind = draft.facts.get("kind") or (draft.project.kind if draft.project else ProjectKind.FIXED)
    if kind != ProjectKind.RETAINER:
        draft.fault("monthly", _("Hours a month belong to a retainer; this project is fixed."))
        return
    compare(draft, "monthly", "monthly_minutes", minutes, shown=as_hours)


def read_agreed(draft: Draft) -> None:
    minutes = read_hours(draft, "agreed")
    now = draft.known.agreed.get(draft.project.pk, 0) if draft.project else 0
    if minutes is None or minutes == now:
        return
    if now:
        why = _("The scope comes to %(now)s. Change it on the project’s page, item by item.")
        draft.fault("agreed", why % {"now": as_hours(now)})
        return
    draft.more["agreed_minutes"] = minutes
    draft.change("agreed", "", as_hours(minutes))


def read_lead(draft: Draft, column: str, part: Part) -> None:
    word = one_line(draft.row.get(column))
    if not word:
        return
    member = draft.known.members.get(word.casefold())
    if member is None:
        several = word.casefold() in draft.known.members
        why = _("Several members are called %(name)s; write the email.")
        why = why if several else _("No member is called %(name)s.")
        draft.fault(column, why % {"name": word[:60]})
        return
    leads = draft.known.leads.get(draft.project.pk) if draft.project else None
    now = leads.row(part) if leads else None
    if now and now.member_id == member.pk:
        return
    own = leads.own.get(part) if leads else None
    if own and own.from_on >= draft.known.today:
        said = {"name": own.member.name, "day": own.from_on.isoformat()}
        draft.fault(column, _("%(name)s was decided from %(day)s on. Decide anew on the project’s page.") % said)
        return
    draft.more.setdefault("leads", {})[part] = member.pk
    draft.change(column, now.member.name if now else "", member.name)
