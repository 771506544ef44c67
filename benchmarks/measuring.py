"""Measures a baseline and a review over 2 million rows of history, 1 million mails and 1 million entries, on SQLite: CPU of the process.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/measuring.py [clients]
"""

import os
import random
import sys
import time
from datetime import datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")

CLIENTS, LEADS, MESSAGES, ENTRIES = 1_000, 100, 1_000_000, 1_000_000
EACH = 10
"""Messages in a conversation."""
DAYS = 420
"""From a quarter before the start to the review: half of all rows stand in one of the two periods."""


def fill(clients_wanted: int, now: datetime) -> None:
    from django.db import connection

    from twinhelm.clients.models import Client
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.projects.models import Milestone, Project
    from twinhelm.transition.choices import ProgrammeState, Step, TransitionState
    from twinhelm.transition.models import Programme, Transition, Wave

    dice, oda = random.Random(7), an_owner()
    started = now - timedelta(days=DAYS - 13 * 7)
    clients = Client.objects.bulk_create(
        Client(name=f"Client {number:04}", made_by=oda, made_at=now) for number in range(clients_wanted)
    )
    leads = [
        a_member(f"Lead {chr(97 + number // 26)}{chr(97 + number % 26)}", Role.ACCOUNT_MANAGER)
        for number in range(LEADS)
    ]
    programme = Programme.objects.create(
        name="Two helms", state=ProgrammeState.RUNNING, first_on=started.date(), began_by=oda, began_at=started,
        started_at=started,
    )  # fmt: skip
    wave = Wave.objects.create(programme=programme, number=1, first_on=started.date())
    Transition.objects.bulk_create(
        Transition(
            programme=programme, wave=wave, client=one, state=TransitionState.THROUGH, step=Step.REVIEW,
            step_since=started, account=dice.choice(leads), production=dice.choice(leads),
            handed_over_on=started.date() + timedelta(days=60),
        )
        for one in clients
    )  # fmt: skip
    projects = Project.objects.bulk_create(
        Project(client=one, name="Site", state="active", made_by=oda, made_at=now) for one in clients
    )
    Milestone.objects.bulk_create(
        Milestone(project=one, name=f"M{step}", due_on=day, reached_on=day + timedelta(days=dice.randrange(-3, 2)))
        for one in projects
        for step in range(20)
        for day in [started.date() + timedelta(days=dice.randrange(-90, DAYS - 91))]
    )
    spread_mail(clients[0].pk, now)
    log_hours(leads, now, dice)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def spread_mail(first_client: int, now: datetime) -> None:
    """A row of each kind, multiplied within the database: made one by one a million mails take minutes."""
    from twinhelm.clients.models import Client
    from twinhelm.conversations.models import Conversation, Message

    clients, talks = Client.objects.count(), MESSAGES // EACH
    talk = Conversation.objects.create(
        client_id=first_client, subject="Words", began_at=now, last_at=now, message_count=EACH
    )
    begin = int(now.timestamp()) - DAYS * 86_400
    spread = f"({begin} + (n.i * 7919 % {DAYS * 1440}) * 60)"
    client = f"({first_client} + n.i * 31 % {clients})"
    moment = "strftime('%Y-%m-%d %H:%M:%S', {}, 'unixepoch')"
    multiply(Conversation, talk.pk, talks, id=f"{talk.pk} + n.i", client_id=client, began_at=moment.format(spread))
    mail = Message.objects.create(
        conversation=talk, client_id=first_client, direction="in", at=now, received_at=now, message_id="x",
        digest="x", from_address="somebody@x.example", words="Could you look at this once more?" * 3,
    )  # fmt: skip
    step, of = f"(n.i % {EACH})", f"(n.i / {EACH})"
    begins = spread.replace("n.i", of)
    at = moment.format(f"({begins} + {step} * 18000 + (n.i * 104729 % 300) * 60)")
    multiply(
        Message, mail.pk, MESSAGES, id=f"{mail.pk} + n.i", conversation_id=f"{talk.pk} + {of}",
        client_id=client.replace("n.i", of), direction=f"CASE {step} % 2 WHEN 0 THEN 'in' ELSE 'out' END", at=at,
        message_id="'m' || n.i", digest="'d' || n.i",
    )  # fmt: skip


def log_hours(leads: list, now: datetime, dice: random.Random) -> None:
    """Entries, and the sums that the acts which change entries would have kept."""
    from twinhelm.foundation.clock import monday_of
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.models import DaySwitches, WeekLoad, WorkEntry
    from twinhelm.worklog.testing import an_entry

    line, first = Responsibility.objects.all()[0], leads[0].pk
    entry = an_entry(leads[0], responsibility=line)
    day = f"date({int(now.timestamp())} - (n.i * 7919 % {DAYS}) * 86400, 'unixepoch')"
    multiply(
        WorkEntry, entry.pk, ENTRIES, id=f"{entry.pk} + n.i", fingerprint="'f' || n.i", on=day,
        member_id=f"{first} + n.i % {LEADS}",
    )  # fmt: skip
    WeekLoad.objects.all().delete()
    DaySwitches.objects.all().delete()
    days = [(now - timedelta(days=number)).date() for number in range(DAYS)]
    lines = list(Responsibility.objects.all())
    WeekLoad.objects.bulk_create(
        WeekLoad(member=lead, week=week, responsibility=one, minutes=dice.randrange(60, 300), entries=12)
        for lead in leads
        for week in sorted({monday_of(one) for one in days})
        for one in lines
    )
    DaySwitches.objects.bulk_create(
        DaySwitches(
            member=lead, on=on, client_runs=6, project_runs=6, switches=dice.randrange(4, 12), neighbours=20,
            expected=9.0, error=0.05,
        )
        for lead in leads
        for on in days
    )  # fmt: skip


def multiply(model: type, template: int, count: int, **said: str) -> None:
    """The row again and again, but for what is said of each. SQLite."""
    from django.db import connection

    columns = [one.column for one in model._meta.concrete_fields]
    chosen = ", ".join(said.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            f'INSERT INTO "{table}" ({names}) SELECT {chosen} FROM n, "{table}" AS t WHERE t.id = {template}'
        )


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from twinhelm.conversations.models import Message
    from twinhelm.foundation import clock
    from twinhelm.transition.actions.measuring import ask_for_baseline, measure
    from twinhelm.transition.actions.reviews import open_review
    from twinhelm.transition.models import Figure, Measurement, Programme, Wave
    from twinhelm.worklog.models import WorkEntry

    call_command("migrate", verbosity=0)
    now = clock.now()
    if not Wave.objects.exists():
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS, now)
    Measurement.objects.all().delete()
    print(f"{Message.objects.count()} messages, {WorkEntry.objects.count()} entries", flush=True)
    baseline = ask_for_baseline(Programme.objects.get(), by=None, at=now)
    told: list[tuple[int, int]] = []
    whole = 0.0
    for name in ("baseline", "review"):
        one = baseline if name == "baseline" else open_review(Wave.objects.get(), by=None, at=now).measurement
        before, began = time.process_time(), time.monotonic()
        measure(one, at=now, tell=lambda done, total: told.append((done, total)))
        spent = time.process_time() - before
        whole += spent
        rests = Figure.objects.get(measurement=one, key="response", wave__isnull=False)
        print(
            f"{name:9} {spent:5.1f} CPU-s, {time.monotonic() - began:5.1f} s on the clock, told {len(told)} times, "
            f"{Figure.objects.filter(measurement=one).count()} figures, {rests.n} answers",
            flush=True,
        )
    print(f"together {whole:.1f} CPU-s")


if __name__ == "__main__":
    main()
