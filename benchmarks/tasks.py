"""CPU of the work over the whole stack, by Django's test client: 200 projects, 20,000 tasks (TASKS=200000 for more).

Run on an empty database: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/tasks.py
On PostgreSQL: .venv/bin/python tests/with_postgres.py .venv/bin/python benchmarks/tasks.py (the web process only).
Other benchmarks of the work import `begin` and `fill` from here, so that all look at the same data.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver")

import django

PROJECTS, CLIENTS, PEOPLE, ROUNDS = 200, 50, 40, 41
TASKS = int(os.environ.get("TASKS", "20000"))
OPEN_OF_PROJECT = 60
"""However many tasks there are, a project has so many open ones; the rest was done."""
MADE_AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Agency:
    """What was filled in: the owner, who does the work, and the projects."""

    oda: Any
    people: list[Any]
    projects: list[Any]


def begin() -> None:
    """Sets Django up and makes the tables."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(count: int = TASKS) -> Agency:
    """200 projects whose tasks are spread over 40 makers; every third waits for the one before it, every fifth has a label."""
    from twinhelm.clients.models import Client
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.projects.models import Project, ProjectSeat
    from twinhelm.tasks.models import Block, Dependency, Label, Task

    oda, dice = an_owner(), random.Random(7)
    people = [a_member(f"Maker {number}", Role.MAKER, email=None) for number in range(PEOPLE)]
    made = {"made_by": oda, "made_at": MADE_AT}
    clients = Client.objects.bulk_create(Client(name=f"Client {number}", **made) for number in range(CLIENTS))
    projects = Project.objects.bulk_create(
        Project(client=clients[number % CLIENTS], name=f"Project {number}", state="active", **made)
        for number in range(PROJECTS)
    )
    seats = ((project, person) for project in projects for person in people[project.pk % 4 :: 4])
    ProjectSeat.objects.bulk_create(ProjectSeat(project=p, member=m, since_on=date(2026, 9, 28)) for p, m in seats)
    labels = Label.objects.bulk_create(Label(name=f"label {number}", made_at=MADE_AT) for number in range(12))
    for first in range(0, count, 5000):
        some = [a_row(number, projects, people, oda, dice) for number in range(first, min(first + 5000, count))]
        tasks = Task.objects.bulk_create(some, batch_size=1000)
        through = Task.labels.through
        through.objects.bulk_create(
            [through(task=task, label=dice.choice(labels)) for task in tasks[::5]], batch_size=1000
        )
        pairs = zip(tasks[::3], tasks[PROJECTS::3], strict=False)
        Dependency.objects.bulk_create(
            [Dependency(before=a, after=b, **made) for a, b in pairs if a.project_id == b.project_id], batch_size=1000
        )
        blocked = [task for task in tasks[::50] if task.closed_at is None]
        Block.objects.bulk_create(Block(task=task, reason="Photos are missing", by=oda, at=MADE_AT) for task in blocked)
    settle_tables()
    return Agency(oda, people, projects)


def a_row(number: int, projects: list[Any], people: list[Any], oda: Any, dice: random.Random) -> Any:
    from twinhelm.tasks.models import Task

    project, place = projects[number % PROJECTS], number // PROJECTS
    mine = people[project.pk % 4 :: 4]
    is_open = place < OPEN_OF_PROJECT
    starts_on = date(2026, 10, 1) + timedelta(days=dice.randrange(120))
    return Task(
        project=project,
        title=f"Draw part {place} of the order page",
        state=dice.choice(("to_do", "to_do", "doing", "checking")) if is_open else "done",
        closed_at=None if is_open else MADE_AT + timedelta(minutes=number),
        priority=dice.choice((1, 2, 3, 3, 3, 4)),
        assignee=mine[place % len(mine)],
        understanding="ready",
        understanding_since=MADE_AT,
        starts_on=starts_on,
        due_on=starts_on + timedelta(days=dice.randrange(1, 15)),
        estimated_minutes=60 * dice.randrange(1, 16),
        position=1024 * (place + 1),
        made_by=oda,
        made_at=MADE_AT,
        changed_at=MADE_AT,
    )


def settle_tables() -> None:
    """As the upkeep of a server does at night."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cpu(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of this process, the median, after two for warming up."""
    times = []
    for number in range(rounds + 2):
        began = time.process_time()
        act()
        if number > 1:
            times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def browser_of(member: Any) -> Any:
    from django.test import Client

    browser = Client()
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def token_of(member: Any) -> Any:
    from django.test import Client

    from twinhelm.foundation import clock
    from twinhelm.people import actions
    from twinhelm.people.choices import Scope

    made = actions.make_token(name="b", scope=Scope.WRITE, lasts=timedelta(days=1), by=member, at=clock.now())
    return Client(headers={"authorization": f"Bearer {made[1]}"})


def main() -> None:
    begin()
    agency = fill()
    project, person = agency.projects[7], agency.people[3]
    lists = {
        "project's open tasks": f"/api/tasks?project={project.pk}&limit=500",
        "a person's open tasks": f"/api/tasks?assignee={person.pk}&limit=500",
    }
    body = {"project_id": project.pk, "title": "Draw the order page"}
    given = body | {"assignee_id": agency.people[project.pk % 4].pk, "estimated_minutes": 600}
    browsers = {"session": browser_of(agency.oda), "token": token_of(agency.oda)}
    for name, browser in browsers.items():
        for told, path in lists.items():
            count = len(browser.get(path).json()["rows"])
            print(f"{told:24} {name:8} {count:4} rows {cpu(lambda p=path, b=browser: b.get(p)):6.1f} ms")
    for name, browser in browsers.items():
        for told, sent in (("create", body), ("create, assigned", given)):
            made = browser.post("/api/tasks", sent, content_type="application/json")
            assert made.status_code == 201, made.content
            post = lambda b=browser, s=sent: b.post("/api/tasks", s, content_type="application/json")  # noqa: E731
            print(f"{told:24} {name:8} {'':9} {cpu(post):6.1f} ms")
        address, days = f"/api/tasks/{made.json()['id']}", iter(range(1, 1000))
        change = lambda b=browser, a=address, d=days: b.patch(  # noqa: E731
            a, {"estimated_minutes": next(d)}, content_type="application/json"
        )
        print(f"{'change':24} {name:8} {'':9} {cpu(change):6.1f} ms")


if __name__ == "__main__":
    main()
