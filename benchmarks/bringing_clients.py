"""How long a table of 5,000 clients takes to be looked at, brought in, and looked at again.

    python benchmarks/bringing_clients.py [rows]

Works in a database and a files folder of its own, both thrown away.
"""

import os
import sys
import tempfile
from time import process_time

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
MOST_SECONDS = 10


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TWINHELM_HOME": home, "TWINHELM_SECRET_KEY": "benchmark"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure()


def measure() -> None:
    from datetime import UTC, datetime

    from twinhelm.clients.actions import CLIENTS_TABLE
    from twinhelm.clients.models import Client, Contact
    from twinhelm.people.actions import bring_in, try_out
    from twinhelm.people.choices import Role
    from twinhelm.people.queries import findings_of
    from twinhelm.people.testing import a_member

    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    at = datetime.now(UTC)
    table = "Client,Website,Industry,Contact,Email,Phone,Role,Account lead,Production lead\n" + "".join(
        f"Client {n // 2},https://client{n // 2}.example,Retail,Person {n},person{n}@client{n // 2}.example,"
        f"+31 20 1{n:06},Decides,Ana Reyes,Pim de Wit\n"
        for n in range(ROWS)
    )
    content = [table.encode()]
    began = process_time()
    run = try_out(CLIENTS_TABLE, content, name="clients.csv", by=ana, at=at)
    looked = process_time()
    bring_in(CLIENTS_TABLE, run, by=ana, at=at)
    brought = process_time()
    again = try_out(CLIENTS_TABLE, content, name="clients.csv", by=ana, at=at)
    ended = process_time()
    counts = findings_of(again).counts
    print(f"{ROWS} rows: {Client.objects.count()} clients, {Contact.objects.count()} contacts")
    print(f"look at it   {looked - began:5.2f} CPU-s")
    print(f"bring it in  {brought - looked:5.2f} CPU-s")
    print(f"look again   {ended - brought:5.2f} CPU-s, of which {counts['same']} the same")
    total = brought - began
    print(f"together     {total:5.2f} CPU-s to bring in (allowed: {MOST_SECONDS})")
    sys.exit(0 if total <= MOST_SECONDS and counts["same"] == ROWS else 1)


if __name__ == "__main__":
    main()
