"""`twinhelm migrate`: brings the database up to date, after a backup of it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from twinhelm.foundation import clock
from twinhelm.foundation.backups import back_up

KEPT = 5


class Command(migrate.Command):
    """Django's own, with a backup before and the tables of the cache after."""

    def handle(self, *args: Any, **options: Any) -> None:
        if is_about_to_change_rows():
            self.back_up()
        super().handle(*args, **options)
        call_command("createcachetable", database=options.get("database", "default"), verbosity=0)

    def back_up(self) -> None:
        folder = Path(settings.HOME) / "backups"
        target = folder / f"before-migrate-{clock.now():%Y%m%d-%H%M%S-%f}.twinhelm"
        back_up(target, at=clock.now())
        self.stdout.write(f"Backed up to {target}")
        for old in sorted(folder.glob("before-migrate-*.twinhelm"))[:-KEPT]:
            old.unlink()


def is_about_to_change_rows() -> bool:
    """On the embedded database only: PostgreSQL is backed up by whoever runs it."""
    if connection.vendor != "sqlite" or not Path(str(connection.settings_dict["NAME"])).is_file():
        return False
    executor = MigrationExecutor(connection)
    has_rows = bool(executor.loader.applied_migrations)
    return has_rows and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
