"""What an archive looks like, and the checks that it must pass before anything is written."""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
ROWS, FILES, SECRET = "rows/", "files/", "secret.key"
MANIFEST_BYTES_AT_MOST = 64 * 1024 * 1024
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError)


class NotABackup(Refusal):
    """The file can't be restored. Nothing was written."""


class Member(msgspec.Struct, frozen=True):
    """One file in the archive."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What the archive holds: the first thing in it."""

    format: int
    version: str
    """The Twinhelm that wrote it."""
    made_at: datetime
    migrations: list[tuple[str, str]]
    """Those that the database had seen, so that the rows fit."""
    models: dict[str, list[str]]
    """Names of the columns, by `app.model`."""
    members: dict[str, Member]


def verify(path: Path) -> Manifest:
    """Reads the archive to its end.

    Raises NotABackup.
    """
    if not path.is_file():
        raise NotABackup(_("There is no file %(path)s.") % {"path": path})
    if not path.stat().st_size:
        raise NotABackup(_("%(path)s is empty: the backup was never finished.") % {"path": path})
    with opened(path) as archive:
        manifest = read_manifest(archive, path)
        missing = set(manifest.members)
        for member, content in contents(archive):
            refuse_strange(member, missing, path)
            missing.remove(member.name)
            if digest_of(content) != manifest.members[member.name].sha256:
                raise NotABackup(_("%(path)s is damaged: %(name)s has changed.") % {"path": path, "name": member.name})
        read_to_end(archive)
    if missing:
        raise NotABackup(_("%(path)s is incomplete: %(name)s is missing.") % {"path": path, "name": min(missing)})
    return manifest


def read_manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    first = archive.next()
    content = archive.extractfile(first) if first and first.isreg() and first.name == MANIFEST else None
    if not first or not content or first.size > MANIFEST_BYTES_AT_MOST:
        raise NotABackup(_("%(path)s is not a backup of Twinhelm.") % {"path": path})
    try:
        manifest = msgspec.json.decode(content.read(), type=Manifest)
    except msgspec.MsgspecError:
        raise NotABackup(_("%(path)s is damaged: its list of contents can't be read.") % {"path": path}) from None
    if manifest.format != FORMAT:
        raise NotABackup(
            _(
                "%(path)s was made by Twinhelm %(version)s, whose backups this version can't read. Install that one first."
            )
            % {"path": path, "version": manifest.version}
        )
    return manifest


def refuse_strange(member: tarfile.TarInfo, expected: set[str], path: Path) -> None:
    """Only plain files that the manifest names, each once, inside our own folders."""
    if not member.isreg() or member.name not in expected or not is_safe(member.name):
        shown = member.name.encode("ascii", "backslashreplace").decode()[:100]
        raise NotABackup(_("%(path)s holds something it should not: %(name)s.") % {"path": path, "name": shown})


def is_safe(name: str) -> bool:
    if name == SECRET:
        return True
    parts = PurePosixPath(name).parts
    return (
        name.startswith((ROWS, FILES))
        and name == "/".join(parts)
        and ".." not in parts
        and not any(character in name for character in "\\\0:")
    )


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Raises NotABackup whenever reading breaks."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            yield archive
    except UNREADABLE:
        raise NotABackup(_("%(path)s is damaged or was cut off.") % {"path": path}) from None


def contents(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes] | None]]:
    """Everything behind the manifest, in order."""
    while member := archive.next():
        yield member, archive.extractfile(member) if member.isreg() else None


def read_to_end(archive: tarfile.TarFile) -> None:
    """The checksum of the whole stands behind the last member: a file that lost it was not copied to its end."""
    while archive.fileobj and archive.fileobj.read(CHUNK):
        pass


def digest_of(content: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while content and (chunk := content.read(CHUNK)):
        digest.update(chunk)
    return digest.hexdigest()
