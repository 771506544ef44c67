"""Sorting stored entries as the job does it: CPU seconds and peak memory, first and after a correction.

Run: nice -n 5 .venv/bin/python benchmarks/sorting_entries.py [ENTRIES]
"""

import os
import resource
import sys
import tempfile
import time

ENTRIES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ["TWINHELM_HOME"] = tempfile.mkdtemp(prefix="twinhelm-sorting-")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-this-benchmark")

DONE = "call mail update idea report talk lunch assign plan brief review test check load configure".split()  # noqa: SIM905
THING = "menu campaign offer budget wireframe form checkout texts pictures domain tracking deadline team survey".split()  # noqa: SIM905
HOW = "again first draft urgent weekly short long open with about before after late new".split()  # noqa: SIM905


def words(number: int) -> str:
    """Of 2,940 different texts."""
    return f"{DONE[number % 15]} {HOW[number // 15 % 14]} {THING[number // 210 % 14]}"


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from datetime import timedelta

    from twinhelm.foundation import clock
    from twinhelm.people.testing import an_owner
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.actions import sorting
    from twinhelm.worklog.actions.corrections import correct
    from twinhelm.worklog.models import WorkEntry
    from twinhelm.worklog.queries.reader import Reader
    from twinhelm.worklog.queries.sifting import known_names
    from twinhelm.worklog.rules.likeness import text_key
    from twinhelm.worklog.testing import NINE, an_import

    oda = an_owner()
    source, names = an_import(oda), known_names()
    days = [(NINE - timedelta(days=number)).date() for number in range(400)]
    WorkEntry.objects.bulk_create(
        WorkEntry(
            member=oda,
            source=source,
            fingerprint=f"{number:032x}",
            kind="time entry",
            on=days[number % 400],
            week=days[number % 400] - timedelta(days=days[number % 400].weekday()),
            minutes=20,
            text=words(number),
            text_key=text_key(words(number), names),
            is_counted=True,
        )
        for number in range(ENTRIES)
    )
    for what, entries in (("first", sorting.unsorted_entries), ("after a correction", sorting.sorted_by_words)):
        began = time.process_time()
        done = sorting.sort(entries(), Reader(), at=clock.now(), say=lambda **_: None)
        print(f"{what}: {done} entries, {time.process_time() - began:.1f} CPU-s, peak {peak_megabytes():.0f} MB")
        correct(WorkEntry.objects.all()[7], Responsibility.objects.all()[3], by=oda, at=clock.now())


if __name__ == "__main__":
    main()
