"""Runs `twinhelm` as its users do: as processes, each home a folder of its own."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

KEPT = ("PATH", "LANG", "TMPDIR")


class House:
    """One home with its database."""

    def __init__(self, folder: Path, database_url: str = "", **surroundings: str) -> None:
        self.folder = folder
        self.surroundings = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "TWINHELM_HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
            **({"TWINHELM_DATABASE_URL": database_url} if database_url else {}),
            **surroundings,
        }

    def run(self, *words: object, succeeds: bool = True) -> subprocess.CompletedProcess[str]:
        finished = subprocess.run(
            self.command(words), check=False, env=self.surroundings, capture_output=True, text=True, timeout=120
        )
        if succeeds:
            assert not finished.returncode, finished.stderr[-3000:]
        return finished

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(words), check=False, env=self.surroundings, start_new_session=True)

    def command(self, words: tuple[object, ...]) -> list[str]:
        return [sys.executable, "-c", "from twinhelm.config.command import main; main()", *map(str, words)]


@contextmanager
def a_database_url() -> Iterator[str]:
    """Of a database of its own on the PostgreSQL of this test run; empty on SQLite, where each home has its own."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"house_{uuid.uuid4().hex[:12]}"
    given = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    try:
        yield f"postgresql://{given['USER']}:{given['PASSWORD']}@/{name}?host={host}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
