"""The projects of the demo: in all four states, with scope, milestones, seats and what makes them technical."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from twinhelm.clients.models import Goal
from twinhelm.config.demo.book import Book
from twinhelm.config.demo.clients import CLIENTS, DemoClient
from twinhelm.config.demo.shapes import SHAPE_OF
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind, LineKind, ProjectKind, ProjectState
from twinhelm.projects.models import (
    Milestone,
    Project,
    ProjectSeat,
    ProjectStateChange,
    ProjectTemplate,
    ScopeItem,
    TechnicalFact,
    TemplateLine,
)

STATES = (
    ProjectState.ACTIVE,
    ProjectState.BACK_BURNER,
    ProjectState.ACTIVE,
    ProjectState.BACK_BURNER,
    ProjectState.ACTIVE,
)
PROPOSED = ("Loyalty card", "Second language", "Gift vouchers", "Photo days")
CLOSED = ("Relaunch", "Summer campaign", "Print menu")
SCOPE = (
    ("Concept and page plan", 20), ("Design of all page types", 48), ("Texts and pictures loaded", 24),
    ("Templates built", 60), ("Forms and payment", 32), ("Search", 16), ("Move of the old content", 18),
    ("Tests on five devices", 14), ("Training for the team", 6),
)  # fmt: skip
MILESTONES = (
    ("Kick-off", 0),
    ("Design agreed", 30),
    ("First version to click", 62),
    ("Content complete", 84),
    ("Live", 105),
)
SYSTEMS = ("Cash system", "Booking engine", "Newsletter tool", "Warehouse", "Patient records", "Timetable feed")
INTEGRATIONS = ("Card payment", "Sign-in of the head office", "Address check", "Delivery service")
SKILLS = ("Shopify", "WordPress", "Figma", "Copywriting", "Accessibility", "Quality assurance", "Analytics")


def write(book: Book, members: Mapping[str, Member], at: datetime) -> dict[tuple[str, str], Project]:
    """By client and name."""
    today, chance = day_in(ZONE, at), random.Random(36)  # noqa: S311  a story, not a secret
    goals: dict[int, Goal] = {}
    for goal in Goal.objects.order_by("-pk"):
        goals[goal.client_id] = goal
    rows = [
        Project(client=book.clients[client.name], goal=goals.get(book.clients[client.name].pk), **fields)
        for client, fields in planned(members, today, at, chance)
    ]
    projects = Project.objects.bulk_create(rows)
    write_seats(projects, book, members, today)
    write_scope(projects, today, chance)
    write_changes(projects, members, at)
    write_templates(members, at)
    return {(one.client.name, one.name): one for one in projects}


def planned(
    members: Mapping[str, Member], today: date, at: datetime, chance: random.Random
) -> list[tuple[DemoClient, dict[str, Any]]]:
    found: list[tuple[DemoClient, dict[str, Any]]] = []
    number = 0
    for client in CLIENTS:
        for name in client.projects:
            found.append(
                (
                    client,
                    fields_of(
                        name, STATES[number % len(STATES)], members, today, at, chance, is_large=client.shape.is_large
                    ),
                )
            )
            number += 1
    for name, client in zip(PROPOSED, CLIENTS[::7], strict=False):
        found.append(
            (client, fields_of(name, ProjectState.PROPOSED, members, today, at, chance, is_large=client.shape.is_large))
        )
    for name, client in zip(CLOSED, CLIENTS[2::9], strict=False):
        found.append(
            (client, fields_of(name, ProjectState.CLOSED, members, today, at, chance, is_large=client.shape.is_large))
        )
    return found


def fields_of(
    name: str,
    state: ProjectState,
    members: Mapping[str, Member],
    today: date,
    at: datetime,
    chance: random.Random,
    *,
    is_large: bool,
) -> dict[str, Any]:
    is_retainer = name in ("Care", "Newsletter")
    weeks_ago = chance.randrange(4, 9) if is_large else chance.randrange(4, 23)
    began = {ProjectState.PROPOSED: 14, ProjectState.CLOSED: -300}.get(state, -7 * weeks_ago)
    starts_on = today + timedelta(days=began)
    return {
        "name": name,
        "summary": f"{name}: what was agreed stands in the scope below.",
        "state": state,
        "kind": ProjectKind.RETAINER if is_retainer else ProjectKind.FIXED,
        "starts_on": starts_on,
        "ends_on": None if is_retainer else starts_on + timedelta(days=110 + chance.randrange(80)),
        "monthly_minutes": 16 * 60 if is_retainer else None,
        "made_by": members["oda"],
        "made_at": at - timedelta(days=max(1, -began)),
    }


def write_seats(projects: list[Project], book: Book, members: Mapping[str, Member], today: date) -> None:
    seats = []
    for number, one in enumerate(projects):
        led = book.led[one.client.name]
        keys = {led.account_on(today), led.production_on(today), *(["dee"] if number % 2 == 0 else [])}
        since = min(one.starts_on or today, today)
        seats += [ProjectSeat(project=one, member=members[key], since_on=since) for key in sorted(keys)]
    ProjectSeat.objects.bulk_create(seats)


def write_scope(projects: list[Project], today: date, chance: random.Random) -> None:
    items: list[ScopeItem] = []
    milestones: list[Milestone] = []
    facts: list[TechnicalFact] = []
    for one in projects:
        if one.kind == ProjectKind.FIXED:
            agreed = one.starts_on if one.state != ProjectState.PROPOSED else None
            is_large = SHAPE_OF[one.client.name].is_large
            most = len(SCOPE) if is_large else chance.randrange(3, 6)
            for position, (name, hours) in enumerate(chance.sample(SCOPE, most)):
                minutes = round(hours * (chance.uniform(1.2, 2.2) if is_large else chance.uniform(0.4, 1.0))) * 60
                items.append(
                    ScopeItem(project=one, name=name, estimated_minutes=minutes, position=position, agreed_on=agreed)
                )
            milestones += milestones_of(one, today)
    for name, some in by_client(projects).items():
        facts += facts_of(some, name, chance)
    ScopeItem.objects.bulk_create(items)
    Milestone.objects.bulk_create(milestones)
    TechnicalFact.objects.bulk_create(facts)


def by_client(projects: list[Project]) -> dict[str, list[Project]]:
    """Those that aren't closed."""
    found: dict[str, list[Project]] = {}
    for one in projects:
        if one.state != ProjectState.CLOSED:
            found.setdefault(one.client.name, []).append(one)
    return found


def milestones_of(one: Project, today: date) -> list[Milestone]:
    found = []
    for name, days in MILESTONES:
        due = (one.starts_on or today) + timedelta(days=days)
        is_reached = one.state == ProjectState.CLOSED or (one.state == ProjectState.ACTIVE and due < today)
        found.append(Milestone(project=one, name=name, due_on=due, reached_on=due if is_reached else None))
    return found


def facts_of(projects: list[Project], name: str, chance: random.Random) -> list[TechnicalFact]:
    """Spread over the projects of a client, so that together they come to what its shape says."""
    shape = SHAPE_OF[name]
    touched = chance.sample([*SYSTEMS, *INTEGRATIONS], shape.systems)
    wanted = chance.sample(SKILLS, shape.skills)
    rows: list[tuple[FactKind, str, int | None]] = [
        (FactKind.INTEGRATION if one in INTEGRATIONS else FactKind.SYSTEM, one, None) for one in touched
    ]
    rows += [
        (FactKind.SKILL, one, shape.level if place == 0 else min(shape.level, 3)) for place, one in enumerate(wanted)
    ]
    return [
        TechnicalFact(project=projects[place % len(projects)], kind=kind, name=fact, level=level)
        for place, (kind, fact, level) in enumerate(rows)
    ]


def write_changes(projects: list[Project], members: Mapping[str, Member], at: datetime) -> None:
    oda = members["oda"]
    changes = [
        ProjectStateChange(project=one, before="", state=ProjectState.PROPOSED, by=oda, at=one.made_at)
        for one in projects
    ]
    reasons = {
        ProjectState.ACTIVE: "Agreed and begun.",
        ProjectState.BACK_BURNER: "Waits for the client's texts.",
        ProjectState.CLOSED: "Live, and everything agreed is done.",
    }
    changes += [
        ProjectStateChange(
            project=one, before=ProjectState.PROPOSED, state=one.state, reason=reasons[ProjectState(one.state)], by=oda,
            at=min(at, one.made_at + timedelta(days=6)),
        )
        for one in projects
        if one.state in reasons
    ]  # fmt: skip
    ProjectStateChange.objects.bulk_create(changes)


def write_templates(members: Mapping[str, Member], at: datetime) -> None:
    made = {"made_by": members["pim"], "made_at": at - timedelta(days=120)}
    website = ProjectTemplate.objects.create(name="Website", summary="From page plan to live.", **made)
    care = ProjectTemplate.objects.create(
        name="Care", kind=ProjectKind.RETAINER, summary="Updates, small changes, one report a month.", **made
    )
    lines = [
        TemplateLine(
            template=website, kind=LineKind.SCOPE_ITEM, name=name, estimated_minutes=hours * 60, position=place
        )
        for place, (name, hours) in enumerate(SCOPE)
    ]
    lines += [
        TemplateLine(template=website, kind=LineKind.MILESTONE, name=name, after_days=days, position=20 + place)
        for place, (name, days) in enumerate(MILESTONES)
    ]
    lines.append(
        TemplateLine(
            template=website, kind=LineKind.FACT, name="WordPress", fact_kind=FactKind.SKILL, level=4, position=40
        )
    )
    lines.append(TemplateLine(template=care, kind=LineKind.SCOPE_ITEM, name="Monthly report", estimated_minutes=120))
    TemplateLine.objects.bulk_create(lines)
