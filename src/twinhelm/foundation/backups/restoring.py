"""Putting an archive back: built beside what is there, swapped in when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import msgspec
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.backups import archive, schema
from twinhelm.foundation.backups.writing import back_up
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.models import OutgoingMail

BATCH = 500
decoder = msgspec.json.Decoder(list[Any])


class NotEmpty(Refusal):
    """Something is there that the restored house would replace."""


class StillRunning(Refusal):
    """A Twinhelm uses the database."""


def restore(path: Path, *, replace: bool, at: datetime) -> archive.Manifest:
    """Puts the archive's rows, files and secret into place and brings them up to this version.

    replace: whether what is there may go; a backup of it is kept.
    Raises NotABackup, NotEmpty, StillRunning; nothing has changed then.
    """
    manifest = archive.verify(path)
    schema.refuse_unknown(manifest.migrations, MigrationLoader(connection))
    if is_occupied():
        if not replace:
            raise NotEmpty(_("This home is not empty. Add --replace; a backup of what is there will be kept."))
        back_up(Path(settings.HOME) / "backups" / f"before-restore-{at:%Y%m%d-%H%M%S}.twinhelm", at=at)
    fresh = Path(settings.HOME) / "files.restoring"
    shutil.rmtree(fresh, ignore_errors=True)
    with fresh_database():
        load(path, manifest, fresh)
        call_command("migrate", verbosity=0, interactive=False)
        question_unsent_mail(at)
    swap_files(fresh)
    return manifest


def is_occupied() -> bool:
    has_files = any(Path(settings.FILES).rglob("*")) if Path(settings.FILES).exists() else False
    return has_files or bool(connection.introspection.table_names())


@contextmanager
def fresh_database() -> Iterator[None]:
    """An empty database that takes the place of the old one if all goes well."""
    if connection.vendor == "sqlite":
        with fresh_sqlite():
            yield
    else:
        with transaction.atomic():
            drop_all_tables()
            yield


@contextmanager
def fresh_sqlite() -> Iterator[None]:
    place = Path(connection.settings_dict["NAME"])
    building = place.with_name(f"{place.name}.restoring")
    refuse_while_running(place)
    remove_sqlite(building)
    connection.close()
    connection.settings_dict["NAME"] = str(building)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        remove_sqlite(place)
        os.replace(building, place)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
        remove_sqlite(building)


def refuse_while_running(place: Path) -> None:
    """Exclusive locking in WAL mode works only for the single connection of a database."""
    if not place.exists():
        return
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=500")
        cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except DatabaseError:
            raise StillRunning(_("A Twinhelm is running on this home. Stop it first.")) from None
    connection.close()


def remove_sqlite(place: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)


def drop_all_tables() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {quote(table)} CASCADE")


def load(path: Path, manifest: archive.Manifest, fresh: Path) -> None:
    schema.migrate_to(manifest.migrations)
    known = {model._meta.label_lower: model for model in schema.models_at(manifest.migrations)}
    with transaction.atomic(), archive.opened(path) as opened:
        empty(list(known.values()))
        opened.next()
        for member, content in archive.contents(opened):
            place(member.name, cast(IO[bytes], content), known, manifest, fresh)
        connection.check_constraints()
        reset_sequences(list(known.values()))


def place(
    name: str, content: IO[bytes], known: dict[str, type[models.Model]], manifest: archive.Manifest, fresh: Path
) -> None:
    if name.startswith(archive.ROWS):
        label = name.removeprefix(archive.ROWS).removesuffix(".jsonl")
        load_rows(known[label], manifest.models[label], content)
    elif name.startswith(archive.FILES):
        write_privately(fresh / name.removeprefix(archive.FILES), content)
    elif not os.environ.get("TWINHELM_SECRET_KEY"):
        write_privately(Path(settings.HOME) / archive.SECRET, content)


def load_rows(model: type[models.Model], columns: list[str], lines: IO[bytes]) -> None:
    fields = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in columns]
    batch: list[models.Model] = []
    size = min(BATCH, connection.ops.bulk_batch_size([field.attname for field in fields], [None] * BATCH))
    for line in lines:
        values = zip(fields, decoder.decode(line), strict=True)
        batch.append(model(**{field.attname: field.to_python(value) for field, value in values}))
        if len(batch) >= size:
            insert(model, fields, batch)
            batch = []
    insert(model, fields, batch)


def insert(model: type[models.Model], fields: "list[models.Field[Any, Any]]", batch: list[models.Model]) -> None:
    """As it was: `raw` keeps what would set times or numbers anew."""
    if batch:
        model._base_manager._insert(batch, fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]


def empty(known: list[type[models.Model]]) -> None:
    """Migrations bring rows of their own; the archive has them too."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in known:
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")


def reset_sequences(known: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), known):
            cursor.execute(statement)


def question_unsent_mail(at: datetime) -> None:
    """After the moment of the backup they may have left: only a person can know."""
    OutgoingMail.objects.unsettled().update(
        state=MailState.AMBIGUOUS,
        claimed_at=at,
        reason=_("It waited when the backup was made; it may have left later."),
    )


def swap_files(fresh: Path) -> None:
    current = Path(settings.FILES)
    old = current.with_name("files.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if current.exists():
        current.rename(old)
    fresh.mkdir(mode=0o700, exist_ok=True)
    fresh.rename(current)
    shutil.rmtree(old, ignore_errors=True)


def write_privately(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        shutil.copyfileobj(content, file, archive.CHUNK)
    os.replace(part, path)
