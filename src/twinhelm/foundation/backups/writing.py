"""Making an archive from a running house: one moment of the database, then the files."""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.backups import schema
from twinhelm.foundation.backups.archive import FILES, FORMAT, MANIFEST, ROWS, SECRET, Manifest, Member

encoder = msgspec.json.Encoder()


class AlreadyThere(Refusal):
    """A backup never overwrites a file."""


def back_up(target: Path, *, at: datetime) -> Manifest:
    """Complete or not there at all; only its owner can read it, because it holds the secret.

    Raises AlreadyThere, NotABackup.
    """
    if target.exists():
        raise AlreadyThere(_("%(path)s is there already. Choose another name.") % {"path": target})
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        steps, columns = write_rows(Path(folder))
        sources = {**in_folder(Path(folder), ROWS), **in_folder(Path(settings.FILES), FILES), **secret()}
        members = {name: Member(path.stat().st_size, digest(path)) for name, path in sources.items()}
        manifest = Manifest(FORMAT, version("twinhelm"), at, steps, columns, members)
        unfinished = Path(folder) / "archive"
        pack(unfinished, manifest, sources)
        os.replace(unfinished, target)
    return manifest


def write_rows(folder: Path) -> tuple[list[schema.Step], dict[str, list[str]]]:
    columns = {}
    with one_moment():
        steps = schema.applied_steps()
        for model in schema.models_at(steps):
            label = model._meta.label_lower
            columns[label] = schema.column_names(model)
            write_model(model, folder / f"{label}.jsonl")
    return steps, columns


def write_model(model: type[models.Model], path: Path) -> None:
    rows = model._base_manager.order_by("pk").values_list(*schema.column_names(model))
    with path.open("wb") as file:
        for row in rows.iterator(chunk_size=2000):
            file.write(encoder.encode(row) + b"\n")


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the same state; nobody has to wait for us."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def in_folder(folder: Path, prefix: str) -> dict[str, Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {f"{prefix}{path.relative_to(folder).as_posix()}": path for path in found}


def secret() -> dict[str, Path]:
    """Without it, what is signed or sealed with it would be lost; with it, the archive must be kept like a key."""
    file = Path(settings.HOME) / SECRET
    return {SECRET: file} if file.exists() else {}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(path: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    with path.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
            written = msgspec.json.encode(manifest)
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(written)
            archive.addfile(head, io.BytesIO(written))
            for name, source in sources.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = manifest.members[name].size, 0o600
                with source.open("rb") as file:
                    archive.addfile(member, file)
        raw.flush()
        os.fsync(raw.fileno())
