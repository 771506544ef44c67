"""`GET /live`: tells a page which of its topics have changed, for as long as it is open."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.signing import BadSignature
from django.db import close_old_connections
from django.http import parse_cookie

from twinhelm.config.watching import watch
from twinhelm.foundation import clock
from twinhelm.foundation.live import MOST_TOPICS, Pass, read_pass

log = logging.getLogger(__name__)
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MOST_OF_ONE = 12
"""Pages of one member that one process tells at a time; hidden ones don't listen."""
MOST = 1500
PASSES = 8
SLOW_SECONDS = 10.0
LINGERS_SECONDS = 120.0
REMEMBERED = 4096
OPENED = b"retry: 2000\n: here\n\n"
HEARTBEAT = b": here\n\n"
GAP = b"event: gap\ndata: -\n\n"


@dataclass(eq=False, slots=True)
class Listener:
    """One open page. What it hasn't heard yet is a set of its own topics, so it can't grow."""

    member_id: int
    session_key: str
    topics: frozenset[str]
    ends_at: float
    unheard: set[str] = field(default_factory=set)
    has_gap: bool = False
    is_over: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, topics: Iterable[str]) -> None:
        self.unheard.update(topics)
        self.woken.set()

    def end(self) -> None:
        self.is_over = True
        self.woken.set()


class RefusedError(Exception):
    """Nobody listens here; the status says why."""

    def __init__(self, status: int) -> None:
        self.status = status


class Exchange:
    """Everybody who listens in this process, behind one watcher of the database."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.by_topic: dict[str, set[Listener]] = {}
        self.recent: dict[str, float] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.is_closing = False

    def add(self, listener: Listener, since: float) -> None:
        """since: when the page was drawn; what has changed after that is told at once."""
        self.listeners.add(listener)
        for topic in listener.topics:
            self.by_topic.setdefault(topic, set()).add(listener)
        missed = [topic for topic in listener.topics if self.recent.get(topic, 0) >= since]
        if missed:
            listener.tell(missed)
        if not self.tasks:
            self.tasks = [
                asyncio.create_task(watch(self.tell, self.tell_gap)),
                asyncio.create_task(self.check_again()),
            ]

    def remove(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for topic in listener.topics:
            here = self.by_topic.get(topic, set())
            here.discard(listener)
            if not here:
                self.by_topic.pop(topic, None)

    def tell(self, topics: Iterable[str]) -> None:
        now = clock.now().timestamp()
        for topic in topics:
            self.recent.pop(topic, None)
            self.recent[topic] = now
            for listener in self.by_topic.get(topic, ()):
                listener.tell((topic,))
        while len(self.recent) > REMEMBERED:
            self.recent.pop(next(iter(self.recent)))

    def tell_gap(self) -> None:
        for listener in self.listeners:
            listener.has_gap = True
            listener.woken.set()

    async def check_again(self) -> None:
        """Ends the pages of who was signed out or deactivated, and those whose pass has run out."""
        alone_since = time.monotonic()
        while True:
            await asyncio.sleep(settings.LIVE_CHECK_SECONDS)
            if self.listeners:
                alone_since = time.monotonic()
                with suppress(Exception):
                    await self.end_strangers()
            elif time.monotonic() - alone_since > LINGERS_SECONDS:
                self.rest()
                return

    async def end_strangers(self) -> None:
        here = list(self.listeners)
        found = await self.members_of({listener.session_key for listener in here})
        now = clock.now().timestamp()
        for listener in here:
            if found.get(listener.session_key) != listener.member_id or listener.ends_at < now:
                listener.end()

    async def members_of(self, session_keys: set[str]) -> dict[str, int]:
        return await asyncio.get_running_loop().run_in_executor(self.threads, asked, session_keys)

    def rest(self) -> None:
        for task in self.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        self.tasks, self.recent = [], {}

    def close(self) -> None:
        """The server stops: pages come again by themselves."""
        self.is_closing = True
        for listener in self.listeners:
            listener.end()
        for task in self.tasks:
            task.cancel()
        self.tasks = []


exchange = Exchange()


def asked(session_keys: set[str]) -> dict[str, int]:
    from twinhelm.people.queries.listening import members_of

    close_old_connections()
    try:
        return members_of(session_keys, at=clock.now())
    finally:
        close_old_connections()


async def answer(scope: Message, receive: Receive, send: Send) -> None:
    try:
        listener, since = await let_in(scope)
    except RefusedError as refused:
        await send(start(refused.status, [(b"content-length", b"0")]))
        await send({"type": "http.response.body", "body": b""})
        return
    exchange.add(listener, since)
    leaving = asyncio.create_task(left(receive, listener))
    try:
        await send(start(200, [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]))
        await stream(listener, send)
    except TimeoutError:
        log.info("a page was too slow to hear what has changed; it comes again")
    finally:
        leaving.cancel()
        exchange.remove(listener)


async def let_in(scope: Message) -> tuple[Listener, float]:
    """The pass is asked first, because it costs no query."""
    if scope["method"] != "GET":
        raise RefusedError(405)
    key = session_key_of(scope)
    if not key:
        raise RefusedError(401)
    passes = passes_of(scope, key)
    member_id = passes[0].member_id
    if exchange.is_closing or len(exchange.listeners) >= MOST:
        raise RefusedError(503)
    if sum(one.member_id == member_id for one in exchange.listeners) >= MOST_OF_ONE:
        raise RefusedError(429)
    found = await exchange.members_of({key})
    if key not in found:
        raise RefusedError(401)
    if found[key] != member_id:
        raise RefusedError(403)
    topics = frozenset(topic for one in passes for topic in one.topics)
    ends_at, since = min(one.ends_at for one in passes), min(one.made_at for one in passes)
    return Listener(member_id, key, topics, ends_at), since


def session_key_of(scope: Message) -> str:
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return parse_cookie("; ".join(headers)).get(settings.SESSION_COOKIE_NAME, "")


def passes_of(scope: Message, session_key: str) -> list[Pass]:
    tokens = parse_qs(scope["query_string"].decode("latin-1")).get("for", [])
    try:
        passes = [read_pass(token) for token in tokens[:PASSES]]
    except (BadSignature, ValueError, TypeError):
        raise RefusedError(403) from None
    if not passes or not all(one.is_for(session_key) for one in passes):
        raise RefusedError(403)
    if len({one.member_id for one in passes}) > 1 or sum(len(one.topics) for one in passes) > PASSES * MOST_TOPICS:
        raise RefusedError(403)
    return passes


async def stream(listener: Listener, send: Send) -> None:
    """Raises TimeoutError for a browser that doesn't take what it is sent."""
    await say(send, OPENED)
    while not listener.is_over:
        with suppress(TimeoutError):
            await asyncio.wait_for(listener.woken.wait(), settings.LIVE_CHECK_SECONDS)
        listener.woken.clear()
        if listener.is_over:
            break
        said = news(listener)
        await say(send, said or HEARTBEAT)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def news(listener: Listener) -> bytes:
    gap, listener.has_gap = (GAP if listener.has_gap else b""), False
    topics, listener.unheard = sorted(listener.unheard), set()
    return gap + (f"data: {' '.join(topics)}\n\n".encode() if topics else b"")


async def say(send: Send, words: bytes) -> None:
    await asyncio.wait_for(send({"type": "http.response.body", "body": words, "more_body": True}), SLOW_SECONDS)


async def left(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def start(status: int, more: list[tuple[bytes, bytes]]) -> Message:
    safe = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    return {"type": "http.response.start", "status": status, "headers": [*safe, *more]}


def close_with_the_server() -> None:
    """The server waits for streams to end before it says that it stops, so we hear of it by the same signal."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def also(got: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(exchange.close)
            if callable(before):
                before(got, frame)

        signal.signal(number, also)
