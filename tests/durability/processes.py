"""Runs `twinhelm` as its users do: as processes, each home a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pysqlite3
from django.db import connection

KEPT = ("PATH", "LANG", "TMPDIR")


class House:
    """One home with its database."""

    def __init__(self, folder: Path, database_url: str = "", **surroundings: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.started: list[subprocess.Popen[bytes]] = []
        self.surroundings = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "TWINHELM_HOME": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.durability.settings",
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
        process = subprocess.Popen(self.command(words), env=self.surroundings, start_new_session=True)
        self.started.append(process)
        return process

    def kill_all(self) -> None:
        for process in self.started:
            kill(process)

    def ask(self, name: str, **arguments: object) -> None:
        """Queues a job."""
        self.run(
            "shell",
            "--no-imports",
            "-c",
            f"from twinhelm.foundation.jobs import *; discover(); definitions[{name!r}].enqueue(**{arguments!r})",
        )

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Looks into the database without the product."""
        if self.database_url:
            with psycopg.connect(self.database_url, autocommit=True) as direct:
                return direct.execute(question).fetchall()
        direct = pysqlite3.connect(self.folder / "twinhelm.sqlite3", timeout=20)
        try:
            return direct.execute(question).fetchall()
        finally:
            direct.close()

    def command(self, words: tuple[object, ...]) -> list[str]:
        return [sys.executable, "-c", "from twinhelm.config.command import main; main()", *map(str, words)]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_true: Callable[[], object], seconds: float = 60) -> None:
    """Waits; fails with the condition's own lines."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.05)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def a_database_url(template: str = "") -> Iterator[str]:
    """Of a database of its own on the PostgreSQL of this test run; empty on SQLite, where each home has its own."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"house_{uuid.uuid4().hex[:12]}"
    given = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(template).path[1:] or 'template0'}")
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    try:
        yield f"postgresql://{given['USER']}:{given['PASSWORD']}@/{name}?host={host}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
