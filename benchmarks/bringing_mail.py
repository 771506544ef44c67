"""A mailbox file of 10,000 mails brought in, and once more: processor seconds, peak memory, nothing twice.

Run: nice -n 5 .venv/bin/python benchmarks/bringing_mail.py [MAILS]
"""

import base64
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO

MAILS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ["TWINHELM_HOME"] = tempfile.mkdtemp(prefix="twinhelm-letters-")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-this-benchmark")
CLIENTS = 300
FIRST_AT = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
WORDS = [
    "we",
    "could",
    "open",
    "the",
    "new",
    "shop",
    "page",
    "on",
    "Sunday",
    "before",
    "the",
    "fair",
    "if",
    "the",
    "pictures",
    "of",
    "bread",
    "are",
    "ready",
    "by",
    "then",
]


def mail(number: int, chance: random.Random) -> bytes:
    """Every fourth begins a thread; every third is ours; half have HTML; every fifth has a file."""
    thread, place = divmod(number, 4)
    client = thread * 7 % CLIENTS
    theirs, ours = f"rosa@client{client}.example", "hello@northlight.example"
    sender, to = (ours, theirs) if place % 3 == 1 else (theirs, ours)
    text = "\n".join(" ".join(chance.choices(WORDS, k=12)) + "." for _ in range(chance.randint(3, 25)))
    if place:
        text += "\n\nOn Monday Rosa wrote:\n" + "\n".join(
            f"> {' '.join(chance.choices(WORDS, k=9))}" for _ in range(12)
        )
    head = [
        f"From {sender} Mon Jan  8 09:00:00 2024",
        f"From: Somebody <{sender}>",
        f"To: {to}",
        f"Subject: {'Re: ' if place else ''}Question {thread}",
        f"Date: {format_datetime(FIRST_AT + timedelta(minutes=number * 37))}",
        f"Message-ID: <{number}@letters.example>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="outer"',
    ]
    if place:
        ids = [f"<{thread * 4 + one}@letters.example>" for one in range(place)]
        head += [f"In-Reply-To: {ids[-1]}", f"References: {' '.join(ids)}"]
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"]
    if number % 2:
        rows = "".join(f"<p style='color:red'>{line}</p>" for line in text.splitlines())
        html = f"<html><body>{rows}</body></html>"
        both = f"--inner\n{parts[0]}\n--inner\nContent-Type: text/html; charset=utf-8\n\n{html}\n--inner--\n"
        parts = [f'Content-Type: multipart/alternative; boundary="inner"\n\n{both}']
    if number % 5 == 0:
        content = base64.encodebytes(b"%PDF-1.4\n" + chance.randbytes(20_000)).decode()
        parts.append(
            'Content-Type: application/pdf; name="plan.pdf"\nContent-Disposition: attachment; filename="plan.pdf"\n'
            f"Content-Transfer-Encoding: base64\n\n{content}"
        )
    body = "".join(f"--outer\n{part}\n" for part in parts) + "--outer--\n"
    return ("\n".join(head) + "\n\n" + body.replace("\nFrom ", "\n>From ") + "\n").encode()


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.core.files.uploadedfile import InMemoryUploadedFile

    from twinhelm.clients.testing import a_client, a_contact
    from twinhelm.conversations.actions.letter_imports import start
    from twinhelm.conversations.jobs.letter_imports import go_on
    from twinhelm.conversations.models import Attachment, Conversation, Message
    from twinhelm.conversations.testing import a_mailbox
    from twinhelm.foundation import clock, leases
    from twinhelm.foundation.testing import run_claimed
    from twinhelm.people.testing import an_owner

    oda = an_owner()
    for number in range(CLIENTS):
        client = a_client(f"Client {number}", domains=(f"client{number}.example",))
        a_contact(client, "Rosa Alder", email=f"rosa@client{number}.example")
    mailbox = a_mailbox(connected_by=oda, is_paused=True)
    chance = random.Random(1)
    content = b"".join(mail(number, chance) for number in range(MAILS))
    print(
        f"{MAILS} mails, {len(content) / 1e6:.0f} MB\n| what | CPU-s | on the clock | new | known | peak MB |\n|---|---|---|---|---|---|"
    )
    for what in ("the first time", "the same file again"):
        file = InMemoryUploadedFile(BytesIO(content), "files", "old.mbox", "application/mbox", len(content), None)
        brought = start([file], mailbox, by=oda, at=clock.now())
        spent, began = time.process_time(), time.perf_counter()
        go_on(brought)
        while job := leases.claim(["letters.bring_in"], worker="benchmark", at=clock.now()):
            run_claimed(job)
        brought.refresh_from_db()
        figures = f"{time.process_time() - spent:.1f} | {time.perf_counter() - began:.0f}"
        print(f"| {what} | {figures} | {brought.added} | {brought.known} | {peak_megabytes():.0f} |", flush=True)
    assert Message.objects.count() == MAILS
    assert Conversation.objects.count() == (MAILS + 3) // 4
    print(f"{Attachment.objects.count()} files kept")


if __name__ == "__main__":
    main()
