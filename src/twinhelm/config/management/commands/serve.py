"""`twinhelm serve`: answers requests, on one port."""

import subprocess
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from twinhelm.config.demo import logins
from twinhelm.config.serving import serve
from twinhelm.people import queries
from twinhelm.people.models import Agency
from twinhelm.people.rules import setup_code


class Command(BaseCommand):
    """Checks first; serves only a database that fits."""

    help = "Serve Twinhelm, until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="web processes; more than one needs PostgreSQL")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--demo", action="store_true", help="set up the demo agency first")
        parser.add_argument("--with-worker", action="store_true", help="run a worker beside the web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("check", stdout=StringIO())
        self.prepare(options)
        if not is_up_to_date():
            raise CommandError("The database is not up to date. Run: twinhelm migrate")
        if options["processes"] > 1 and connection.vendor == "sqlite":
            raise CommandError("Several web processes need PostgreSQL: set TWINHELM_DATABASE_URL.")
        self.stdout.write(f"Twinhelm answers at {settings.SITE_URL} (listening on {options['host']}:{options['port']})")
        self.welcome_first_owner()
        connection.close()
        serve(options["host"], options["port"], processes=options["processes"], with_worker=options["with_worker"])

    def welcome_first_owner(self) -> None:
        if queries.needs_first_owner():
            start = settings.SITE_URL + reverse("people:start")
            self.stdout.write(f"Nobody owns this agency yet: start it at {start}")
            self.stdout.write(f"From another machine it asks for this setup code: {setup_code(settings.SECRET_KEY)}")

    def prepare(self, options: dict[str, Any]) -> None:
        """Setting up happens in a process of its own: what it loads would stay in the memory of the web process."""
        if options["demo"] and is_up_to_date() and Agency.objects.filter(name=logins.NAME).exists():
            self.stdout.write(
                "\n".join([f"{logins.NAME}, the demo agency. Sign in at {settings.SITE_URL}", *logins.lines()])
            )
        elif options["demo"] or (options["migrate"] and not is_up_to_date()):
            self.stdout.flush()
            connection.close()
            verb = ["demo"] if options["demo"] else ["migrate", "--verbosity", "0", "--no-input"]
            if subprocess.run([sys.executable, "-m", "django", *verb], check=False).returncode:  # noqa: S603
                sys.exit(1)


def is_up_to_date() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
