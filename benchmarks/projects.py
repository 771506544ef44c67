"""CPU of the list and the joint page of projects, by Django's test client: 2,000 projects of 200 clients.

Run on an empty database: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/projects.py
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver")

import django

PROJECTS, CLIENTS, ROUNDS = 2000, 200, 15
MADE_AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)


def fill() -> tuple[object, int]:
    from twinhelm.clients.models import Client, ClientLead
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.projects.models import Milestone, Project, ProjectSeat, ScopeItem
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.models import WorkEntry
    from twinhelm.worklog.testing import an_import

    oda = an_owner()
    people = [a_member(f"Member {number}", email=None) for number in range(40)]
    made = {"made_by": oda, "made_at": MADE_AT}
    clients = Client.objects.bulk_create(Client(name=f"Client {number}", **made) for number in range(CLIENTS))
    decided = {"from_on": date(2026, 1, 5), "reason": "Knows them", "decided_by": oda, "decided_at": MADE_AT}
    ClientLead.objects.bulk_create(
        ClientLead(client=client, part=part, member=people[(number + shift) % 40], **decided)
        for number, client in enumerate(clients)
        for shift, part in enumerate(("account", "production"))
    )
    projects = Project.objects.bulk_create(
        Project(client=clients[number % CLIENTS], name=f"Project {number}", state="active", **made)
        for number in range(PROJECTS)
    )
    ScopeItem.objects.bulk_create(
        ScopeItem(project=project, name=f"Part {at}", estimated_minutes=600, position=at)
        for project in projects
        for at in range(6)
    )
    Milestone.objects.bulk_create(
        Milestone(project=project, name=f"Stone {at}", due_on=date(2026, 11, 1) + timedelta(days=20 * at))
        for project in projects
        for at in range(4)
    )
    ProjectSeat.objects.bulk_create(
        ProjectSeat(project=project, member=people[number % 40], since_on=date(2026, 9, 28))
        for number, project in enumerate(projects)
    )
    source, lines, today = an_import(oda), list(Responsibility.objects.all()), datetime.now(UTC).date()
    WorkEntry.objects.bulk_create(
        (
            WorkEntry(
                member=people[number % 40], source=source, fingerprint=f"{number:064d}", kind="time entry",
                on=today.replace(day=1 + number % 28), minutes=30, text="Order flow", text_key=f"{number % 5000:064d}",
                client_name=clients[number % CLIENTS].name, project_name=projects[number % PROJECTS].name,
                is_counted=True, responsibility=lines[number % len(lines)], sorted_by="person",
            )
            for number in range(100_000)
        ),
        batch_size=2000,
    )  # fmt: skip
    return oda, projects[0].pk


def cpu(act: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import Client as Browser

    call_command("migrate", verbosity=0)
    oda, pk = fill()
    browser = Browser()
    browser.force_login(oda, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    for path in ("/projects/", "/projects/?late=on", "/projects/?mine=on", f"/projects/{pk}/", "/api/projects"):
        assert browser.get(path).status_code == 200, path
        browser.get(path)
        print(f"{path:24} {cpu(lambda path=path: browser.get(path)):6.1f} ms")


if __name__ == "__main__":
    main()
