"""Files of imports: kept below the files folder under random names until they are no longer needed."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid

LARGEST_BYTES = 200 * 1024 * 1024
FOLDER = "imports"
PROBLEMS = ".problems"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was put away."""

    path: str
    digest: str
    size: int


def put_away(chunks: Iterable[bytes], name: str) -> Stored:
    """Writes the file under a random name that only the product can read.

    Raises Invalid when it is larger than can be read; nothing of it stays.
    """
    path = f"{FOLDER}/{secrets.token_hex(16)}"
    (settings.FILES / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = sha256(), 0
    try:
        with open_private(settings.FILES / path) as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_BYTES:
                    raise Invalid(too_large(name), file=too_large(name))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        throw_away(path)
        raise
    return Stored(path, digest.hexdigest(), size)


def open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb")


def open_stored(path: str) -> IO[bytes]:
    return (settings.FILES / path).open("rb")


def open_problems(path: str) -> IO[bytes]:
    """The list of rows that the dry run could not read, for writing."""
    return open_private(settings.FILES / (path + PROBLEMS))


def throw_away(path: str) -> None:
    """The file and the list of its problems; without complaint when they are gone."""
    if path:
        (settings.FILES / path).unlink(missing_ok=True)
        (settings.FILES / (path + PROBLEMS)).unlink(missing_ok=True)


def too_large(name: str) -> str:
    return _("%(name)s is larger than %(limit)s MB. Export shorter periods and import them one after the other.") % {
        "name": name,
        "limit": LARGEST_BYTES // 1024 // 1024,
    }
