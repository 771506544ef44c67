"""Migrations: complete, and such that the product before them keeps working while they run."""

import pytest
from django.core.management import call_command
from django.db import connection
from django_migration_linter import MigrationLinter

from tests.architecture import exceptions
from tests.architecture.source import PACKAGE

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


class Reader(MigrationLinter):
    """Keeps the names of what the linter calls an error."""

    def lint_migration(self, migration) -> None:
        before = self.nb_erroneous
        super().lint_migration(migration)
        if self.nb_erroneous > before and migration.__module__.startswith("twinhelm."):
            unsafe.add(f"{migration.app_label} {migration.name}")


unsafe: set[str] = set()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one process changes the embedded database, and none beside it"
)
def test_migrations_can_be_rolled_out():
    reader = Reader(str(PACKAGE), no_cache=True, no_output=True)
    reader.lint_all_migrations()
    assert reader.nb_total
    assert unsafe == set(exceptions.UNSAFE_MIGRATIONS)
