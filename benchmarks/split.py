"""Measures the pages that show what gets done at 100,000 entries: server CPU per request, warm, over the whole stack.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/split.py
"""

import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("TWINHELM_ALLOWED_HOSTS", "testserver")
sys.path.insert(0, str(Path(__file__).parent))

TIMES = 15


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from recount import fill

    from twinhelm.people.testing import an_owner
    from twinhelm.worklog.actions.recount import recount
    from twinhelm.worklog.models import WorkEntry

    call_command("migrate", verbosity=0)
    fill(100_000)
    recount(WorkEntry.objects.values_list("member_id", "on"))
    oda = an_owner()
    browser = Client()
    browser.force_login(oda, backend="allauth.account.auth_backends.AuthenticationBackend")
    member = WorkEntry.objects.values_list("member_id", flat=True)[0]
    for name, url in (
        ("overview", "/"),
        ("split, 8 weeks", "/split/"),
        ("split, 26 weeks", "/split/?weeks=26"),
        ("split, as a table", "/split/?as=table"),
        ("a member, 26 weeks", f"/split/{member}/?weeks=26"),
        ("entries", "/entries/"),
        ("entries of a member", f"/entries/?member={member}"),
        ("entries, words", "/entries/?q=Entry+99"),
        ("API: split", "/api/split"),
    ):
        print(f"{name:24} {measured(browser, url):6.1f} CPU-ms")


def measured(browser: object, url: str) -> float:
    """The median of fifteen."""
    spent = []
    for number in range(TIMES + 2):
        before = time.process_time()
        answer = browser.get(url)  # type: ignore[attr-defined]
        if number >= 2:
            spent.append(1000 * (time.process_time() - before))
        assert answer.status_code == 200, (url, answer.status_code)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
