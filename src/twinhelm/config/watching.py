"""Hears what has changed in any process: from PostgreSQL as it says it, from SQLite by looking."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from django.db import connection

from twinhelm.foundation.live import CHANNEL

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.1
LONGEST_PAUSE = 30.0
AT_ONCE = 1000
UNKNOWN_TO_THE_DRIVER = {"cursor_factory", "context", "prepare_threshold"}
Tell = Callable[[Iterable[str]], None]


async def watch(tell: Tell, tell_gap: Callable[[], None]) -> None:
    """Until it is cancelled. `tell_gap`: something may have been missed."""
    pause, is_first = 1.0, True
    while True:
        try:
            begin = notified if connection.vendor == "postgresql" else looked_up
            async for topics in begin():
                if topics is None and not is_first:
                    tell_gap()
                is_first, pause = False, 1.0
                tell(topics or ())
        except OSError as problem:
            log.warning("live changes wait for the database (%s)", problem)
        except Exception as problem:
            # Whatever the driver raises: pages go without live changes until it answers again.
            log.warning("live changes wait for the database (%s)", type(problem).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def notified() -> Any:
    """First None, once it listens; then topics."""
    import psycopg

    given = connection.get_connection_params()
    known = {name: value for name, value in given.items() if name not in UNKNOWN_TO_THE_DRIVER}
    async with await psycopg.AsyncConnection.connect(**known, autocommit=True) as line:
        await line.execute(f"LISTEN {CHANNEL}")
        yield None
        async for said in line.notifies():
            yield (said.payload,)


async def looked_up() -> Any:
    """First None, once it looks; then topics. The database itself says whether anything was written."""
    import sqlite3

    settings = connection.get_connection_params()
    with closing(sqlite3.connect(settings["database"], timeout=5, uri=True, isolation_level=None)) as line:
        line.execute("PRAGMA query_only=ON")
        (last,) = line.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'foundation_livechange'"
        ).fetchone()
        version = line.execute("PRAGMA data_version").fetchone()
        yield None
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = line.execute("PRAGMA data_version").fetchone()
            while now != version:
                asked = "SELECT id, topic FROM foundation_livechange WHERE id > ? ORDER BY id LIMIT ?"
                rows = line.execute(asked, (last, AT_ONCE)).fetchall()
                last = rows[-1][0] if rows else last
                version = now if len(rows) < AT_ONCE else version
                yield tuple(topic for _id, topic in rows)
