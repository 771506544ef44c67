"""Files that members and mails bring: under random keys, served only after a check and never in our origin's name."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid

SHOWN_IN_PAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a page may show as a picture; all else is offered for saving only."""
SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on disk. `key` is where it lies below the files folder; nothing of its name is in it."""

    key: str
    size: int
    digest: str


def keep(chunks: Iterable[bytes], *, folder: str, most_bytes: int) -> Kept:
    """On disk when it returns. The row that names the key is the caller's; without a row, `drop` it.

    Raises Invalid when there are more bytes than allowed: nothing is kept then.
    """
    key = f"{folder}/{secrets.token_hex(2)[:2]}/{secrets.token_hex(16)}"
    path = path_of(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most_bytes:
                    raise Invalid(
                        _("This file is larger than %(most)s MB, which is the most that is kept.")
                        % {"most": most_bytes // 1_000_000}
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(key, size, digest.hexdigest())


def path_of(key: str) -> Path:
    """Keys are ours, but a key that leads elsewhere is refused all the same."""
    root = Path(settings.FILES).resolve()
    path = (root / key).resolve()
    if not path.is_relative_to(root) or path == root:
        raise Invalid(_("This file is not here any more."))
    return path


def opened(key: str) -> BinaryIO:
    """Raises FileNotFoundError."""
    return path_of(key).open("rb")


def drop(key: str) -> None:
    if key:
        path_of(key).unlink(missing_ok=True)


def handed_out(key: str, *, name: str, media_type: str) -> FileResponse:
    """The answer of a view that has checked who asks: saved under its name, or shown when it is a plain picture."""
    is_picture = media_type in SHOWN_IN_PAGES
    answer = FileResponse(
        opened(key),
        as_attachment=not is_picture,
        filename=safe_name(name),
        content_type=media_type if is_picture else "application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    return answer


def safe_name(name: str) -> str:
    """One that every system can save: no folders, no control or direction marks, at most 150 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*').strip(
        " ."
    )
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[:140]}{dot}{ending[:9]}" if stem and len(ending) < 10 else kept[:150]
    return short or "file"


def chunks_of(file: BinaryIO, *, size: int = 64 * 1024) -> Iterator[bytes]:
    while chunk := file.read(size):
        yield chunk
