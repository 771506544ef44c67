"""Measures the inbox and a client's timeline at 500,000 messages: server CPU per request, warm, over the whole stack.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/inbox.py
On PostgreSQL: .venv/bin/python tests/with_postgres.py .venv/bin/python benchmarks/inbox.py (the time is the web process's,
and below it that of the database).
"""

import os
import random
import re
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver")
sys.path.insert(0, str(Path(__file__).parent))

MESSAGES = int(os.environ.get("MESSAGES", "500000"))
CLIENTS = 400
EACH = 4
TIMES = 15


def fill() -> None:
    """Conversations of four messages; one in a hundred waits, one in two hundred is unfiled, three in four are done."""
    from django.db import connection

    from twinhelm.clients.models import Client
    from twinhelm.conversations.models import Conversation, InternalNote, Mailbox, Message
    from twinhelm.foundation import clock
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_owner

    now, dice, oda = clock.now(), random.Random(7), an_owner()
    leads = [
        a_member(f"Lead {number}", Role.ACCOUNT_MANAGER, email=f"lead{number}@northlight.example")
        for number in range(12)
    ]
    mailbox = Mailbox.objects.create(
        kind="shared", name="hello", address="hello@northlight.example", imap_host="x", imap_user="x",
        connected_by=oda, connected_at=now,
    )  # fmt: skip
    clients = Client.objects.bulk_create(
        Client(name=f"Client {number:03}", made_by=oda, made_at=now) for number in range(CLIENTS)
    )
    number, conversations = 0, MESSAGES // EACH
    for first in range(0, conversations, 5000):
        batch = []
        for place in range(first, min(first + 5000, conversations)):
            last_at = now - timedelta(minutes=4 * place + dice.random())
            waits, is_unfiled = place % 100 == 0, place % 200 == 7
            batch.append(
                Conversation(
                    client=None if is_unfiled else dice.choice(clients),
                    mailbox=mailbox,
                    subject=f"About page {place} of the {dice.choice(('winter', 'summer', 'spring'))} campaign",
                    state="open" if waits or is_unfiled or place % 4 == 0 else "done",
                    assigned_to=dice.choice(leads),
                    is_private=place % 500 == 3,
                    waiting_since=last_at if waits else None,
                    answer_due_at=last_at + timedelta(hours=4) if waits else None,
                    snoozed_until=now + timedelta(days=3) if place % 1000 == 8 else None,
                    began_at=last_at - timedelta(days=2),
                    last_at=last_at,
                    last_from=f"Rosa {dice.randrange(900)}",
                    last_words="Could you look at this once more before Thursday? " * 3,
                    last_direction="in" if waits else "out",
                    message_count=EACH,
                )
            )
        Conversation.objects.bulk_create(batch)
        messages = []
        for one in batch:
            for step in range(EACH):
                number += 1
                messages.append(
                    Message(
                        conversation=one, client=one.client, direction="in" if step % 2 else "out",
                        at=one.last_at - timedelta(hours=step), received_at=one.last_at, message_id=f"{number}@x",
                        digest=f"{number}", from_name="Rosa", from_address="rosa@x.example", subject=one.subject,
                        words="Could you look at this once more before Thursday?" * 2, is_held=number % 20_000 == 9,
                    )
                )  # fmt: skip
        Message.objects.bulk_create(messages)
        notes = [InternalNote(conversation=one, by=oda, at=one.last_at, text="She is cross.") for one in batch[::20]]
        InternalNote.objects.bulk_create(notes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client as Browser

    from twinhelm.conversations.models import Conversation, Message
    from twinhelm.people.models import Member

    call_command("migrate", verbosity=0)
    if not Message.objects.exists():
        fill()
    lead = Member.objects.get(name="Lead 3")
    client = Conversation.objects.filter(client__isnull=False).first().client_id
    thread = Conversation.objects.filter(state="open", client__isnull=False).first().pk
    print(f"{Message.objects.count():,} messages on {connection.vendor}")
    browser = Browser()
    browser.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    far = next_place(browser)
    for tray in ("me", "us", "mine", "all", "snoozed", "done", "unfiled", "held"):
        show(browser, f"inbox, {tray}", f"/conversations/?tray={tray}")
    show(browser, "inbox, second page", f"/conversations/?tray=all&after={far}")
    show(browser, "inbox, a client", f"/conversations/?tray=all&client={client}")
    show(browser, "inbox, a member", f"/conversations/?tray=all&assigned={lead.pk}")
    show(browser, "inbox, words", "/conversations/?tray=all&q=page+77")
    show(browser, "inbox, no such words", "/conversations/?tray=all&q=nothingofthekind")
    show(browser, "a client with timeline", f"/clients/{client}/")
    show(browser, "a client, only mails", f"/clients/{client}/?said=messages")
    show(browser, "one conversation", f"/conversations/{thread}/")


def next_place(browser: object) -> str:
    """Where the second page begins, as the first one's link says."""
    page = browser.get("/conversations/?tray=all").content.decode()  # type: ignore[attr-defined]
    return re.findall(r"after=([\d.]+)", page)[-1]


def show(browser: object, name: str, url: str) -> None:
    spent, slowest, asked = measured(browser, url)
    print(f"{name:24} {spent:6.1f} CPU-ms  {slowest:6.1f} ms in SQL  {asked:3} queries", flush=True)


def measured(browser: object, url: str) -> tuple[float, float, int]:
    """The median of fifteen; the time spent waiting for SQL beside it."""
    from django.db import connection

    spent, waited, asked = [], [], 0

    def timed(execute: object, sql: object, params: object, many: object, context: object) -> object:
        nonlocal asked
        asked += 1
        before = time.perf_counter()
        try:
            return execute(sql, params, many, context)  # type: ignore[operator]
        finally:
            waited[-1] += 1000 * (time.perf_counter() - before)

    for number in range(TIMES + 2):
        waited.append(0.0)
        asked = 0
        with connection.execute_wrapper(timed):
            before = time.process_time()
            answer = browser.get(url)  # type: ignore[attr-defined]
            if number >= 2:
                spent.append(1000 * (time.process_time() - before))
        assert answer.status_code == 200, (url, answer.status_code)
    return statistics.median(spent), statistics.median(waited[2:]), asked


if __name__ == "__main__":
    main()
