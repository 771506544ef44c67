"""One archive of everything that must survive: rows, files, secret. Written and read the same way on both databases."""

from twinhelm.foundation.backups.archive import Manifest, verify
from twinhelm.foundation.backups.restoring import restore
from twinhelm.foundation.backups.writing import back_up

__all__ = ["Manifest", "back_up", "restore", "verify"]
