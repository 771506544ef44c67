"""The models as the database knows them, which may be older than the code."""

from collections.abc import Iterable

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from twinhelm.foundation.backups.archive import NotABackup

SIGN_INS = {"sessions.session", "usersessions.usersession"}
"""Left out: a restored house asks everybody to sign in again."""
Step = tuple[str, str]


def applied_steps() -> list[Step]:
    """Raises NotABackup when the database is newer than the code."""
    loader = MigrationLoader(connection)
    steps = sorted(loader.applied_migrations)
    refuse_unknown(steps, loader)
    return steps


def refuse_unknown(steps: Iterable[Step], loader: MigrationLoader) -> None:
    known = set(loader.disk_migrations)
    for app, name in steps:
        if (app, name) not in known:
            raise NotABackup(
                _("It comes from a newer Twinhelm (it knows %(app)s %(name)s). Install that version first.")
                % {"app": app, "name": name}
            )


def models_at(steps: list[Step]) -> list[type[models.Model]]:
    """As they stood after these steps, in an order that is the same each time."""
    loader = MigrationLoader(connection)
    state = loader.project_state(last_of(steps, loader))
    found = state.apps.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.label_lower not in SIGN_INS and one._meta.managed]
    return sorted(kept, key=lambda one: one._meta.label_lower)


def migrate_to(steps: list[Step]) -> None:
    """Needs: an empty database."""
    executor = MigrationExecutor(connection)
    executor.migrate(last_of(steps, executor.loader))


def last_of(steps: list[Step], loader: MigrationLoader) -> list[Step]:
    """The steps that no other of these builds upon within its app."""
    taken = set(steps)
    return [
        step
        for step in steps
        if not any(child.key in taken and child.key[0] == step[0] for child in loader.graph.node_map[step].children)
    ]


def column_names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
