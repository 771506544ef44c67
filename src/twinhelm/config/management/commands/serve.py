"""`twinhelm serve`: answers requests, on one port."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from twinhelm.config.serving import serve


class Command(BaseCommand):
    """Checks first; serves only a database that fits."""

    help = "Serve Twinhelm, until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="web processes; more than one needs PostgreSQL")
        parser.add_argument("--with-worker", action="store_true", help="run a worker beside the web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("check", stdout=self.stdout)
        refuse_unfit_database()
        if options["processes"] > 1 and connection.vendor == "sqlite":
            raise CommandError("Several web processes need PostgreSQL: set TWINHELM_DATABASE_URL.")
        connection.close()
        self.stdout.write(f"Twinhelm answers on http://{options['host']}:{options['port']} as {settings.SITE_URL}")
        serve(options["host"], options["port"], processes=options["processes"], with_worker=options["with_worker"])


def refuse_unfit_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run: twinhelm migrate")
