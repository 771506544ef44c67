"""Measures the sums' upkeep at 100,000 entries: all at once, and after one correction of 500 likes.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/recount.py
"""

import os
import random
import time
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")

MEMBERS = 40
FIRST = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from twinhelm.worklog.actions.recount import recount
    from twinhelm.worklog.models import DaySwitches, WeekLoad, WorkEntry

    call_command("migrate", verbosity=0)
    fill(100_000)
    everything = list(WorkEntry.objects.values_list("member_id", "on"))
    chance = random.Random(7)
    some = chance.sample(everything, 500)
    likes = chance.sample([pair for pair in everything if pair[0] < 5 + everything[0][0]], 500)
    for name, touched in (("100,000 entries", everything), ("500 likes anywhere", some), ("500 likes of five", likes)):
        before = time.process_time()
        with transaction.atomic():
            recount(touched)
        print(f"{name}: {time.process_time() - before:.3f} CPU-s for {len(set(touched))} days")
    print(WeekLoad.objects.count(), "week sums,", DaySwitches.objects.count(), "days")


def fill(wanted: int) -> None:
    """Five working days, 52 weeks, 40 members: about ten entries a day each."""
    from twinhelm.foundation.clock import monday_of
    from twinhelm.people.testing import a_member
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.models import WorkEntry
    from twinhelm.worklog.testing import an_import

    chance = random.Random(1)
    members = [a_member(f"Member {chr(97 + number // 26)}{chr(97 + number % 26)}") for number in range(MEMBERS)]
    source = an_import(members[0])
    lines = list(Responsibility.objects.all())
    entries = []
    for number in range(wanted):
        member = members[number % MEMBERS]
        slot = number // MEMBERS
        day = FIRST + timedelta(
            days=slot // 10 // 5 * 7 + slot // 10 % 5, minutes=slot % 10 * 48 + chance.randrange(10)
        )
        line, other = chance.sample(lines, 2)
        confidence = round(chance.uniform(0.4, 1), 3)
        entries.append(
            WorkEntry(
                member=member, source=source, fingerprint=str(number), kind="time entry", on=day.date(),
                week=monday_of(day.date()), started_at=day, ended_at=day + timedelta(minutes=40), minutes=40,
                text=f"Entry {number}", text_key=str(number % 997), is_counted=True, responsibility=line,
                sorted_by="text", confidence=confidence, family_confidence=confidence, alternatives=[[other.pk, round(1 - confidence, 3)]],
            )
        )  # fmt: skip
    WorkEntry.objects.bulk_create(entries, batch_size=5000)


if __name__ == "__main__":
    main()
