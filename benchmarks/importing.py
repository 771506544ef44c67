"""A CSV of 100,000 rows from the file to counted entries: CPU seconds and peak memory of dry run and import.

Run: nice -n 5 .venv/bin/python benchmarks/importing.py [ROWS]
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date, timedelta

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ["TWINHELM_HOME"] = tempfile.mkdtemp(prefix="twinhelm-importing-")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-this-benchmark")

PEOPLE = ["Ana Reyes", "Pim de Wit", "Jonas Kerr", "Mirela Popa", "Oda Lindqvist", "Dee", "Sam Ito", "Lou Berg"]
CLIENTS = ["Alder Bakery", "Fjord Outdoor", "Kestrel Bikes", "Hollis & Sons", "Marrow Books", "Tern Ferries"]
WORK = [
    "call about the menu", "weekly update", "answering mails", "ideas for the spring campaign", "reading their annual report",
    "talked the deadline through with the team", "lunch with the owner", "assigning tickets", "planning next week's capacity",
    "briefing the designers", "reviewing the wireframes", "testing the order form", "checking hours against the offer",
    "loading product texts", "DNS and mail records",
]  # fmt: skip


def line(number: int) -> str:
    day = date(2025, 1, 6) + timedelta(days=number // (len(PEOPLE) * 20))
    slot = number // len(PEOPLE) % 20
    start = 8 * 60 + slot * 25
    name = PEOPLE[number % len(PEOPLE)]
    client = CLIENTS[number * 7 % len(CLIENTS)]
    words = f"{client.split()[0]}: {WORK[number * 11 % len(WORK)]} {number % 997}"
    return (
        f"{name},{name.lower().replace(' ', '.')}@northlight.example,{client},Website,,{words},Yes,"
        f"{day},{start // 60:02d}:{start % 60:02d}:00,{day},{(start + 20) // 60:02d}:{(start + 20) % 60:02d}:00,00:20:00,\n"
    )


def content() -> bytes:
    header = (
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    )
    return (header + "".join(line(number) for number in range(ROWS))).encode()


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from twinhelm.foundation import clock
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.worklog.actions import bringing, checking, files, imports
    from twinhelm.worklog.models import Import, WorkEntry
    from twinhelm.worklog.rules.wishes import Wishes

    oda = an_owner()
    for name in PEOPLE:
        if name != oda.name:
            a_member(name)
    stored = files.put_away([content()], "toggl.csv")
    print(f"{ROWS} rows, {stored.size / 1e6:.1f} MB; before: {peak_megabytes():.0f} MB")

    def ignore(**_: object) -> None:
        return None

    imported = imports.receive(stored, "toggl.csv", Wishes(), by=oda, at=clock.now())
    began = time.process_time()
    checking.check(imported, at=clock.now(), say=ignore)
    print(f"dry run {time.process_time() - began:.1f} CPU-s, peak {peak_megabytes():.0f} MB")
    imported = Import.objects.get(pk=imported.pk)
    print(imported.failure or {key: imported.findings[key] for key in ("new", "here", "twin", "left_out")})
    imports.confirm(imported, by=oda, at=clock.now())
    began = time.process_time()
    bringing.bring_in(Import.objects.get(pk=imported.pk), at=clock.now(), say=ignore)
    print(f"import {time.process_time() - began:.1f} CPU-s, peak {peak_megabytes():.0f} MB")
    print(WorkEntry.objects.counted().count(), "entries count")


if __name__ == "__main__":
    main()
