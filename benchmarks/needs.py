"""Measures a full count of needs at 1,000 clients, 500,000 messages and 100,000 entries: CPU of the process.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/needs.py
"""

import os
import random
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")

CLIENTS, PROJECTS, MESSAGES, ENTRIES = 1_000, 2_000, 500_000, 100_000
YEARS = 2
EACH = 10
"""Messages in a conversation."""


def fill() -> None:
    """Two years of mail and hours, spread evenly; a quarter of the conversations belong to a project."""
    from django.db import connection

    from twinhelm.clients.models import Client
    from twinhelm.conversations.models import Call, Conversation, Message
    from twinhelm.foundation import clock
    from twinhelm.foundation.clock import monday_of
    from twinhelm.people.testing import an_owner
    from twinhelm.projects.models import Project, ScopeItem, TechnicalFact
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.models import WorkEntry
    from twinhelm.worklog.testing import an_import

    now, dice, oda = clock.now(), random.Random(7), an_owner()
    minutes = YEARS * 365 * 24 * 60
    clients = Client.objects.bulk_create(
        Client(name=f"Client {number:04}", made_by=oda, made_at=now) for number in range(CLIENTS)
    )
    projects = Project.objects.bulk_create(
        Project(client=dice.choice(clients), name=f"Project {number}", state="active", made_by=oda, made_at=now)
        for number in range(PROJECTS)
    )
    TechnicalFact.objects.bulk_create(
        TechnicalFact(project=one, kind=kind, name=f"{kind} {step}", level=3 if kind == "skill" else None)
        for one in projects
        for kind in ("system", "integration", "skill")
        for step in range(dice.randrange(3))
    )
    ScopeItem.objects.bulk_create(ScopeItem(project=one, name="Pages", estimated_minutes=6000) for one in projects)
    for first in range(0, MESSAGES // EACH, 5_000):
        batch = []
        for _place in range(first, first + 5_000):
            project = dice.choice(projects)
            at = now - timedelta(minutes=dice.randrange(minutes))
            batch.append(
                Conversation(
                    client=project.client, project=project if dice.random() < 0.25 else None, subject="Words",
                    began_at=at, last_at=at, message_count=EACH,
                )
            )  # fmt: skip
        Conversation.objects.bulk_create(batch)
        Message.objects.bulk_create(
            Message(
                conversation=one, client=one.client, direction="in" if step % 2 else "out", received_at=one.began_at,
                at=one.began_at + timedelta(hours=step), message_id=f"{one.pk}-{step}@x", digest=f"{one.pk}-{step}",
                from_address=f"person{one.pk % 5}@x.example", words="Could you look at this once more?" * 3,
            )
            for one in batch
            for step in range(EACH)
        )  # fmt: skip
    Call.objects.bulk_create(
        Call(by=oda, client=dice.choice(clients), started_at=at, ended_at=at)
        for at in (now - timedelta(minutes=dice.randrange(minutes)) for _number in range(MESSAGES // 20))
    )
    source, lines = an_import(oda), list(Responsibility.objects.all())
    for first in range(0, ENTRIES, 10_000):
        entries = []
        for number in range(first, first + 10_000):
            project, on = dice.choice(projects), (now - timedelta(minutes=dice.randrange(minutes))).date()
            entries.append(
                WorkEntry(
                    member=oda, source=source, fingerprint=f"{number}", kind="time entry", on=on, week=monday_of(on),
                    minutes=45, text="Work", text_key="x", client_name=project.client.name, project_name=project.name,
                    is_counted=True, responsibility=dice.choice(lines),
                )
            )  # fmt: skip
        WorkEntry.objects.bulk_create(entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from twinhelm.clients.models import Client
    from twinhelm.foundation import clock
    from twinhelm.inventory.actions.needs import count_needs
    from twinhelm.inventory.queries import counting
    from twinhelm.inventory.queries.needs import settings

    call_command("migrate", verbosity=0)
    if not Client.objects.exists():
        fill()
    at = clock.now()
    asked, clients = counting.period_at(settings(), at), counting.clients_counted()
    for one in counting.weighings():
        if one.read:
            for part in ({"clients": clients}, {"projects": list(counting.projects_counted())}):
                before = time.process_time()
                one.read(counting.with_ids(asked, **part))
                print(f"{one.factor.key:14} {next(iter(part)):9} {time.process_time() - before:5.2f} CPU-s", flush=True)
    for _time in range(2):
        before = time.process_time()
        count = count_needs(by=None, at=at)
        print(f"{count} {time.process_time() - before:.2f} CPU-s")


if __name__ == "__main__":
    main()
