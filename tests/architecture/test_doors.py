"""Every route × every method × every kind of asker, against the table of doors."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from tests.architecture import doors_inventory, doors_tasks, doors_transition
from tests.architecture.askers import MEMBERS, METHODS, PRINCIPALS, Door, Rule, World
from tests.architecture.doors import DOORS
from twinhelm.clients.models import ClientFile, ClientNote, Contact, Goal, KeyDate, ProfileEntry
from twinhelm.clients.testing import MADE_AT, a_client, a_contact, a_lead, a_mode
from twinhelm.conversations.models import (
    CannedReply,
    Draft,
    Filing,
    HandOver,
    InternalNote,
    LetterImport,
    SkippedLetter,
)
from twinhelm.conversations.testing import a_calendar, a_call, a_conversation, a_mailbox, a_meeting, a_message
from twinhelm.foundation import clock
from twinhelm.foundation.files import keep
from twinhelm.foundation.models import Job, OutgoingMail
from twinhelm.people import actions
from twinhelm.people.choices import Role, Scope
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, a_member_skill, a_pattern, a_skill, an_absence, an_owner, proved
from twinhelm.projects.models import Project, ProjectTemplate
from twinhelm.projects.testing import a_milestone, a_project, a_project_lead, a_project_mode, a_scope_item, a_seat
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Becomes
from twinhelm.worklog.models import Correction, Division, DivisionSeat, Import, SortingRule
from twinhelm.worklog.testing import an_entry

ANA, CLIENT, CONTACT = '"Ana"', '"Client"', '"Contact"'
"""Stand for numbers in a body: a database that has been used doesn't count from one."""
BODIES = {
    **doors_inventory.BODIES,
    **doors_tasks.BODIES,
    **doors_transition.BODIES,
    "api/projects": {"client_id": "Client", "name": "Winter menu"},
    "api/projects/<project_id>": {},
    "api/projects/<project_id>/state": {"state": "back_burner"},
    "api/projects/<project_id>/leads/<part>": {"member_id": "Ana", "from_on": "2026-11-16", "reason": "Knows them"},
    "api/projects/<project_id>/mode": {"mode": "hybrid", "from_on": "2026-11-16", "reason": "Small"},
    "api/projects/<project_id>/seats": {"member_id": "Ana"},
    "api/projects/<project_id>/scope-items": {"name": "Payment"},
    "api/projects/<project_id>/scope-items/<scope_item_id>": {"name": "Payment"},
    "api/projects/<project_id>/milestones": {"name": "Photos in", "due_on": "2026-12-01"},
    "api/projects/<project_id>/milestones/<milestone_id>": {"due_on": "2026-12-02"},
    "api/clients": {"name": "Fjord Hotels"},
    "api/clients/<client_id>/contacts": {"name": "Marta"},
    "api/clients/<client_id>/revenue": {"yearly_cents": 12000000},
    "api/clients/<client_id>/goals": {"name": "Fewer calls"},
    "api/clients/<client_id>/leads": {
        "part": "production",
        "member_id": "Ana",
        "from_on": "2026-11-02",
        "reason": "Knows the shop",
    },
    "api/members": {"name": "New"},
    "api/members/<member_id>": {},
    "api/invitations": {"email": "new@northlight.example"},
    "api/tokens": {"name": "New"},
    "api/agency": {},
    "api/agency/opening": {"opening": [{"opens": 540, "closes": 1050}] * 5 + [None, None]},
    "api/skills": {"name": "New"},
    "api/skills/<skill_id>": {"name": "New"},
    "api/skills/<skill_id>/merge": {"into_id": 1},
    "api/members/<member_id>/skills": {"name": "Figma", "level": 4},
    "api/members/<member_id>/working-patterns/<from_on>": {"minutes": [480] * 5 + [0, 0]},
    "api/members/<member_id>/region": {},
    "api/members/<member_id>/absences": {"first_on": "2027-01-04", "last_on": "2027-01-05"},
    "api/absences/<absence_id>": {"first_on": "2027-01-04", "last_on": "2027-01-05"},
    "api/divisions": {},
    **{f"api/divisions/<division_id>/{verb}": {"version": 1} for verb in ("again", "reset", "undo")},
    **{f"api/divisions/<division_id>/{verb}": {"version": 1, "member_id": "Ana"} for verb in ("pin", "unpin")},
    "api/divisions/<division_id>/seat": {"version": 1, "member_id": "Ana", "becomes": "hybrid"},
    "api/divisions/<division_id>/rename": {"version": 1, "name": "Winter"},
    "api/divisions/<division_id>/move": {"version": 1, "responsibility": "qa", "giver_id": "Ana", "taker_id": "Ana"},
    "api/imports/<import_id>": {},
    "api/calls": {"started_at": "2026-11-16T09:00:00Z", "minutes": 5},
    "api/calls/<call_id>": {"version": 1},
    "api/entries/<entry_id>/responsibility": {"responsibility_id": 1},
    "api/rules": {"field": "text", "pattern": "call", "responsibility_id": 1},
    "api/rules/try": {"field": "text", "pattern": "call", "responsibility_id": 1},
    "api/rules/order": {"ids": []},
    "api/rules/<rule_id>": {"field": "text", "pattern": "call", "responsibility_id": 1},
    "api/responsibilities": {"family": "CLIENT", "name": "New"},
    "api/responsibilities/order": {"ids": []},
    "api/responsibilities/<line_id>": {"name": "New"},
    "api/responsibilities/<line_id>/split": {"parts": [{"name": "One"}, {"name": "Two"}]},
    "api/responsibilities/<line_id>/merge": {"into_id": 2},
}


def routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


ROUTES = sorted({route for route, _view in routes()})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once: each test looks at it in a savepoint of its own."""
    with django_db_blocker.unblock(), undone():
        yield a_world()


@pytest.fixture
def db(world) -> Iterator[None]:
    """What pytest-django gives under this name, inside the transaction that the world stands in."""
    with undone():
        yield


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_world() -> World:
    oda = an_owner()
    members = {"owner": oda}
    for role, name in (
        ("account_manager", "Ana Reyes"),
        ("production_manager", "Pim de Wit"),
        ("maker", "Dee"),
        ("finance", "Sam"),
    ):
        members[role] = a_member(name, Role(role))
    members["deactivated"] = a_member("Gone", Role.OWNER)
    at = clock.now()
    name_only = actions.add_member(name="Nia", by=oda, at=at)
    invitation = actions.invite(email="ivo@northlight.example", roles=frozenset({Role.MAKER}), by=oda, at=at)
    secret = re.search(r"/join/([\w-]+)/", OutgoingMail.objects.get(recipient=invitation.email).text)[1]
    token = actions.make_token(name="a", scope=Scope.READ, lasts=timedelta(days=1), by=oda, at=at)[0]
    more = more_of(oda, at) | divisions_of(oda, members["account_manager"], at) | clients_of(oda)
    more |= people_of(oda, members["maker"], at)
    more["call"] = a_call(oda)
    more |= meetings_of(oda, more["client"]) | projects_of(more["client"], oda)
    more |= mailboxes_of(oda, at)
    more |= conversations_of(oda, more["client"], members["account_manager"], at)
    more |= doors_inventory.things_of(more, members, at)
    more |= doors_tasks.things_of(more, members, at)
    more |= doors_transition.things_of(more, members, at)
    return World(members, name_only, invitation, secret, token, more)


def projects_of(client: Any, oda: Any) -> dict[str, Any]:
    project = a_project(client)
    return {
        "project": project,
        "project_scope_item": a_scope_item(project),
        "project_milestone": a_milestone(project),
        "project_seat": a_seat(project, oda),
        "project_fact": project.technical_facts.create(kind="system", name="Stripe"),
        "project_lead": a_project_lead(project, "account", oda),
        "project_mode": a_project_mode(project, oda),
        "template": (template := ProjectTemplate.objects.create(name="A shop", made_by=oda, made_at=client.made_at)),
        "template_line": template.lines.create(kind="scope_item", name="Order flow"),
    }


def more_of(oda: Any, at: Any) -> dict[str, Any]:
    """What the areas above bring: one of each, all the owner's."""
    line = Responsibility.objects.first()
    entry = an_entry(oda, "Call with Alder Bakery")
    correction = Correction.objects.create(text=entry.text, text_key=entry.text_key, responsibility=line, by=oda, at=at)
    return {
        "line": line,
        "entry": entry,
        "correction": correction,
        "rule": SortingRule.objects.create(field="text", pattern="call", responsibility=line, made_by=oda, made_at=at),
        "import": Import.objects.create(
            name="toggl.csv", digest="0" * 64, started_by=oda, started_at=at, understanding={"wishes": {}}
        ),
        "job": Job.objects.create(name="people.send_password_link", run_at=at, created_at=at),
        "mail": OutgoingMail.objects.first(),
    }


def people_of(oda: Any, dee: Any, at: Any) -> dict[str, Any]:
    """What is known about Dee, and a file that Oda has brought."""
    return {
        "absence": an_absence(dee, at.date()),
        "skill": a_skill("Figma"),
        "said": a_member_skill(dee, "Figma"),
        "pattern": a_pattern(dee, at.date(), [480] * 5 + [0, 0]),
        "dry_run": actions.try_out(actions.PEOPLE, [b"Name\nNew Face\n"], name="people.csv", by=oda, at=at),
    }


def clients_of(oda: Any) -> dict[str, Any]:
    """A client with one of everything, all the owner's."""
    client = a_client(made_by=oda)
    said = {"client": client, "confirmed_by": oda, "confirmed_at": MADE_AT}
    kept = {"client": client, "by": oda, "at": MADE_AT}
    file = {**kept, "name": "a.txt", "media_type": "text/plain", "size": 1, "digest": ""}
    ProfileEntry.objects.create(topic="sells", text="Bread", **said)
    return {
        "client": client,
        "deleted_client": a_client("Gone", made_by=oda, deleted_at=MADE_AT),
        "contact": a_contact(client),
        "client_lead": a_lead(client, "account", oda),
        "client_mode": a_mode(client, oda),
        "domain": client.domains.create(domain="alder.example"),
        "alias": client.aliases.create(name="Alder"),
        "goal": Goal.objects.create(name="Fewer calls", **said),
        "key_date": KeyDate.objects.create(name="Fair", on=MADE_AT.date(), **said),
        "client_note": ClientNote.objects.create(text="Mondays", **kept),
        "deleted_client_note": ClientNote.objects.create(text="Tuesdays", deleted_at=MADE_AT, **kept),
        "client_file": ClientFile.objects.create(key=keep([b"a"], folder="clients", most_bytes=1).key, **file),
        "deleted_file": ClientFile.objects.create(key="clients/gone", deleted_at=MADE_AT, **file),
    }


def meetings_of(oda: Any, client: Any) -> dict[str, Any]:
    return {"calendar": a_calendar(oda), "meeting": a_meeting(client, by=oda)}


def divisions_of(oda: Any, ana: Any, at: Any) -> dict[str, Any]:
    """One that is shared with Ana, and one that was deleted."""
    line = Responsibility.objects.first()
    candidate = {"id": ana.pk, "agreed": 2400, "minutes": {str(line.pk): 600}, "likings": {}, "switches": None}
    inputs = {
        "weeks": 8,
        "entries": 80,
        "unsorted_share": 0,
        "named_share": 1,
        "outside": {},
        "lines": [[line.pk, line.family]],
        "candidates": [{**candidate, "shared_days": 0, "shared_weeks": 0, "weeks": 8}],
    }
    span = {"first_on": at.date(), "last_on": at.date(), "inputs_digest": "", "inputs": inputs}
    made = {"made_by": oda, "made_at": at, **span}
    division = Division.objects.create(name="Autumn", shared_at=at, **made)
    DivisionSeat.objects.create(division=division, member=ana, becomes=Becomes.ACCOUNT_MANAGER)
    old = Division.objects.create(name="Old", deleted_at=at, **{**made, "inputs": {**inputs, "candidates": []}})
    return {"division": division, "deleted_division": old}


def mailboxes_of(oda: Any, at: Any) -> dict[str, Any]:
    """A shared one with a mail that was set aside, and a file of mail that the owner brought."""
    mailbox = a_mailbox(connected_by=oda)
    folder = mailbox.folders.first()
    return {
        "mailbox": mailbox,
        "skipped": SkippedLetter.objects.create(folder=folder, place=1, reason="It broke.", at=at),
        "letter_import": LetterImport.objects.create(name="old.mbox", digest="0", size=1, by=oda, at=at),
    }


def conversations_of(oda: Any, client: Any, ana: Any, at: Any) -> dict[str, Any]:
    """One that the owner answers, which Ana would like to give away."""
    conversation = a_conversation(client, assigned_to=oda)
    return {
        "conversation": conversation,
        "message": a_message(conversation, is_held=True),
        "note": InternalNote.objects.create(conversation=conversation, by=oda, at=at, text="She is cross."),
        "hand_over": HandOver.objects.create(conversation=conversation, giver=ana, receiver=oda, at=at),
        "filing": Filing.objects.create(client=client, by=oda, at=at),
        "draft": Draft.objects.create(conversation=conversation, by=oda, began_at=at, changed_at=at),
        "canned": CannedReply.objects.create(name="Call", text="May I ring?", made_at=at),
    }


@pytest.fixture
def browsers(db, world, entered) -> dict[str, Client]:
    """As they came in, whatever an earlier test did with them."""
    return {principal: again(browser, world.members.get(principal)) for principal, browser in entered.items()}


def again(entered: Client, member: Member | None) -> Client:
    browser = Client()
    browser.cookies, browser.defaults = deepcopy(entered.cookies), dict(entered.defaults)
    return proved(browser, member) if member else browser


@pytest.fixture(scope="module")
def entered(world) -> dict[str, Client]:
    at, made = clock.now(), {}
    for principal in PRINCIPALS:
        made[principal] = Client()
        if principal.startswith("token"):
            who = world.members["owner" if principal == "token_read" else "deactivated"]
            scope = Scope.READ if principal == "token_read" else Scope.WRITE
            secret = actions.make_token(name="b", scope=scope, lasts=timedelta(days=1), by=who, at=at)[1]
            made[principal].defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        elif principal != "anonymous":
            made[principal].force_login(world.members[principal])
    type(world.name_only).objects.filter(pk=world.members["deactivated"].pk).update(is_active=False)
    return made


def address(route: str, door: Door, world: World) -> str:
    keys = door.keys(world)
    path = route.replace("^", "")
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda at: str(keys[at[1] or at[2]]), path)


def ask(browser: Client, method: str, path: str, route: str) -> Any:
    if route.startswith("api/"):
        body = json.dumps(BODIES.get(route, {})) if method in ("POST", "PUT", "PATCH") else ""
        if ANA in body:
            body = body.replace(ANA, str(Member.objects.get(name="Ana Reyes").pk))
        if CLIENT in body:
            body = body.replace(CLIENT, str(Project.objects.earliest("pk").client_id))
        if CONTACT in body:
            body = body.replace(CONTACT, str(Contact.objects.get(name="Nils").pk))
        return browser.generic(method, path, body, content_type="application/json")
    return browser.generic(method, path, "", content_type="application/x-www-form-urlencoded")


def outcome(answer: Any) -> str:
    """`pass`, `sign in`, or the status that said no. A form that can't be taken has let its sender in."""
    if answer.status_code == 302 and answer.url.split("?")[0] == "/sign-in/":
        return "sign in"
    refused = answer.status_code in (401, 403, 404, 405) or answer.status_code >= 500
    return str(answer.status_code) if refused else "pass"


def expected(route: str, door: Door, method: str, principal: str) -> set[str]:
    is_api = route.startswith("api/") and route not in ("api/", "api/docs")
    rule = door.methods.get(method)
    if route == "api/<path:rest>":
        return {"404"}
    if rule is None:
        return door_without_method(door, principal, is_api=is_api)
    if is_api and principal == "token_read" and method != "GET" and principal in rule.may:
        return {"403"}
    if principal in rule.may and (is_api or rule.is_public or principal != "token_read"):
        return {"pass", "sign in"} if rule.is_public else {"pass"}
    if principal in ("anonymous", "deactivated", "token_of_deactivated") or (principal == "token_read" and not is_api):
        return outside(rule, is_api=is_api)
    return {"403"} if is_api and principal == "token_read" and method != "GET" else {rule.refuses(principal)}


def door_without_method(door: Door, principal: str, *, is_api: bool) -> set[str]:
    is_public = any(rule.is_public for rule in door.methods.values())
    return {"405"} if is_api or is_public or principal in MEMBERS else {"405", "sign in"}


def outside(rule: Rule, *, is_api: bool) -> set[str]:
    if is_api:
        return {"401", "404"} if not rule.may else {"401"}
    return {"sign in", "404"} if not rule.may else {"sign in"}


def test_every_route_has_a_line_in_the_table():
    assert set(ROUTES) == set(DOORS)


@pytest.mark.parametrize("route", [route for route in ROUTES if route in DOORS])
def test_every_kind_of_asker_meets_what_the_table_says(route, world, browsers):
    door = DOORS[route]
    path = address(route, door, world)
    wrong = []
    for method in METHODS:
        for principal in PRINCIPALS:
            with undone():
                found = outcome(ask(browsers[principal], method, path, route))
            wanted = expected(route, door, method, principal)
            if found not in wanted:
                wrong.append(f"{method} {path} as {principal}: {found}, wanted {' or '.join(sorted(wanted))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", [route for route in ROUTES if route in DOORS and "GET" in DOORS[route].methods])
def test_looking_writes_nothing(route, world, browsers):
    """Except when somebody was last seen, which is noted at most every five minutes."""
    path = address(route, DOORS[route], world)
    for principal in ("owner", "maker", "anonymous", "token_read"):
        ask(browsers[principal], "GET", path, route)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask(browsers[principal], "GET", path, route)
        writes = [query["sql"] for query in asked if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", query["sql"])]
        assert not writes or DOORS[route].looking_writes, (principal, writes)


@pytest.mark.parametrize("route", [route for route in ROUTES if route in DOORS and set(DOORS[route].methods) - {"GET"}])
def test_refuses_a_form_from_another_site(route, db, world):
    path = address(route, DOORS[route], world)
    for method in sorted(set(DOORS[route].methods) - {"GET"}):
        browser = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
        browser.force_login(world.members["owner"])
        proved(browser, world.members["owner"])
        for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
            answer = browser.generic(method, path, '{"name": "x"}', content_type=kind)
            assert answer.status_code == 403, (method, kind, answer.status_code)


def test_the_default_is_closed():
    assert "twinhelm.people.middleware.MembersOnly" in settings.MIDDLEWARE
    public = {
        route for route, view in routes() if not getattr(view, "login_required", True) and not route.startswith("api/")
    }
    declared = {route for route, door in DOORS.items() if any(rule.is_public for rule in door.methods.values())}
    answers_for_itself = {route for route in DOORS if route.startswith("sign-in/oidc/")}
    assert public <= declared | answers_for_itself
