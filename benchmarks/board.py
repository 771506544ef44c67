"""Measures the board of a programme: server CPU per request, warm, over the whole stack.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/board.py
On PostgreSQL: .venv/bin/python tests/with_postgres.py .venv/bin/python benchmarks/board.py (the time is the web process's).
"""

import os
import random
import statistics
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver")

CLIENTS = int(os.environ.get("CLIENTS", "1000"))
WAVES = 10
TIMES = 9
ROUNDS = 5


def fill() -> None:
    """Six in ten are through, one in forty is late, one in a hundred stopped; each with ten stages and two leads."""
    from django.db import connection

    from twinhelm.clients.models import Client, ClientLead
    from twinhelm.foundation import clock
    from twinhelm.inventory.models import Need
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_agency, an_owner
    from twinhelm.transition.models import HandOverLine, Stage, Transition, Wave
    from twinhelm.transition.rules.steps import NUMBERS, STEPS
    from twinhelm.transition.testing import a_programme

    now, dice = clock.now(), random.Random(7)
    an_agency()
    oda = an_owner()
    leads = [
        a_member(f"Lead {number}", Role.ACCOUNT_MANAGER, email=f"lead{number}@northlight.example")
        for number in range(40)
    ]
    programme = a_programme(began_by=oda, first_on=(now - timedelta(days=200)).date())
    later = [
        Wave(programme=programme, number=number, first_on=(now - timedelta(days=200 - 25 * number)).date())
        for number in range(2, WAVES + 1)
    ]
    Wave.objects.bulk_create(later)
    waves = list(programme.waves.all())
    clients = Client.objects.bulk_create(
        Client(name=f"Client {number:04}", made_by=oda, made_at=now, weekly_minutes=300, yearly_cents=5_000_000)
        for number in range(CLIENTS)
    )
    ClientLead.objects.bulk_create(
        ClientLead(
            client=client,
            part=part,
            member=dice.choice(leads),
            from_on=now.date() - timedelta(days=400),
            reason="Knows them",
            decided_by=oda,
            decided_at=now,
        )
        for client in clients
        for part in ("account", "production")
    )
    Need.objects.bulk_create(
        Need(
            client=client,
            first_on=now.date() - timedelta(days=91),
            last_on=now.date(),
            counted_at=now,
            communication=60,
            complexity=40,
            weekly_minutes=280,
            weeks_known=13,
        )
        for client in clients[::2]
    )
    rows = []
    for number, client in enumerate(clients):
        is_through = number % 10 < 6
        step = dice.choice(("stable", "stable", "review")) if is_through else dice.choice(STEPS[:8])
        rows.append(
            Transition(
                programme=programme,
                wave=waves[number * WAVES // CLIENTS],
                client=client,
                state="through" if is_through else "under_way",
                step=step,
                step_since=now - timedelta(days=dice.randint(1, 15)),
                due_on=None if is_through else (now + timedelta(days=dice.randint(-1 if number % 10 == 9 else 1, 30))).date(),
                account=leads[number % 20],
                production=leads[20 + number % 20],
                former_account=leads[(number + 7) % 40],
                former_production=leads[(number + 7) % 40],
                effective_on=now.date(),
                stopped_at=now - timedelta(days=3) if number % 100 == 99 else None,
                stopped_why="They are worried" if number % 100 == 99 else "",
                ended_at=now - timedelta(days=dice.randint(1, 190)) if is_through else None,
            )
        )  # fmt: skip
    Transition.objects.bulk_create(rows)
    Stage.objects.bulk_create(
        Stage(
            transition=row,
            step=step,
            owner=row.account,
            due_on=row.due_on,
            entered_at=now if NUMBERS[step] <= NUMBERS[row.step] else None,
            left_at=now if NUMBERS[step] < NUMBERS[row.step] else None,
        )
        for row in rows
        for step in STEPS
    )
    HandOverLine.objects.bulk_create(
        HandOverLine(
            transition=row,
            client=row.client,
            kind="said",
            key=str(number),
            title="The oven",
            state="asked" if number == 0 and row.pk % 40 == 0 else "open",
            gathered_at=now,
        )
        for row in rows
        if row.state == "under_way"
        for number in range(8)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client as Browser

    from twinhelm.people.models import Member
    from twinhelm.transition.models import Transition

    call_command("migrate", verbosity=0)
    if not Transition.objects.exists():
        fill()
    lead = Member.objects.get(name="Oda Lindqvist")
    chosen = Transition.objects.filter(step="brief").first()
    print(f"{Transition.objects.count():,} clients in {WAVES} waves on {connection.vendor}")
    browser = Browser()
    browser.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    show(browser, "the shell, an empty list", "/rules/")
    show(browser, "board", "/transition/")
    show(browser, "board, one chosen", f"/transition/?client={chosen.client_id}")
    show(browser, "table", "/transition/table/")
    show(browser, "table, stuck only", "/transition/table/?stuck=on")
    show(browser, "one client", f"/transition/clients/{chosen.pk}/")


def show(browser: object, name: str, url: str) -> None:
    rounds = [measured(browser, url) for _round in range(ROUNDS)]
    medians = sorted(spent for spent, _asked in rounds)
    print(
        f"{name:26} {statistics.median(medians):6.1f} CPU-ms ({medians[0]:.1f}–{medians[-1]:.1f})  {rounds[0][1]:3} queries",
        flush=True,
    )


def measured(browser: object, url: str) -> tuple[float, int]:
    """The median of one round, and how many queries one request asks."""
    from django.db import connection

    spent, asked = [], 0

    def counted(execute: object, sql: object, params: object, many: object, context: object) -> object:
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)  # type: ignore[operator]

    with connection.execute_wrapper(counted):
        browser.get(url)  # type: ignore[attr-defined]
    for _time in range(TIMES):
        before = time.process_time()
        answer = browser.get(url)  # type: ignore[attr-defined]
        spent.append(1000 * (time.process_time() - before))
    assert answer.status_code == 200, (url, answer.status_code)
    return statistics.median(spent), asked


if __name__ == "__main__":
    main()
