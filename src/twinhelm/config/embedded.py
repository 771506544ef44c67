"""Puts the bundled SQLite in the place of the system's, whose write-ahead log can lose commits."""

import sys

import pysqlite3
import pysqlite3.dbapi2

FIXED_IN = (3, 51, 3)
BACKPORTS = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}


def use_bundled_sqlite() -> None:
    """Needs: nothing has imported sqlite3 for Django yet."""
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def is_fixed(version: tuple[int, int, int]) -> bool:
    """Source: sqlite.org/wal.html, the WAL-reset bug of 3.7.0 to 3.51.2."""
    backport = BACKPORTS.get(version[:2])
    return version >= FIXED_IN or (backport is not None and version >= backport)
