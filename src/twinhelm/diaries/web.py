"""Requests to a server that a member named: to the checked address only, within bounds of time and size."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2

Guard = Callable[[str, int], str]
"""Host and port to the one numeric address that may be connected to; raises what the caller wants to hear."""

MOST_BYTES = 20_000_000
_MOST_REDIRECTS = 5
_SECONDS = 20.0
_SECONDS_IN_ALL = 90.0
_MOVED = frozenset({301, 302, 303, 307, 308})


class Trouble(Exception):  # noqa: N818
    """The server can't be worked with; each kind has its own sentence above."""


class Unreachable(Trouble):
    """Nobody answers there, or not in time, or not in safety."""


class WrongPassword(Trouble):
    """The server knows no such user with this password."""


class NotAllowed(Trouble):
    """The server knows the user and says no."""


class NotACalendar(Trouble):
    """Something answers, but it is no calendar."""


class Gone(Trouble):
    """What was there once is there no more."""


class Conflict(Trouble):
    """Somebody else has changed it since."""


class TooMuch(Trouble):
    """The answer is larger than is read."""


class Elsewhere(Trouble):
    """The server sends us to another one, which nobody named. The message is its host."""


class Busy(Trouble):
    """The server asks to come back later, or has trouble of its own."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, whole."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes


class _Pinned(httpx2.BaseTransport):
    """Connects to the address that the guard gives; the certificate must still be the host's."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=self._guard(host, port))
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class Web:
    """A connection to one host, as one user. The password is sent to this host only."""

    def __init__(self, address: str, *, guard: Guard, user: str = "", password: str = "") -> None:
        """Raises NotACalendar for what is no web address."""
        self.origin = origin_of(address)
        self._client = httpx2.Client(
            transport=_Pinned(guard),
            auth=(user.encode(), password.encode()) if user else None,
            timeout=httpx2.Timeout(_SECONDS),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "Twinhelm", "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> Answered:
        """Follows redirects within the host.

        Raises Unreachable, Elsewhere, TooMuch, and what the guard raises.
        """
        for _again in range(_MOST_REDIRECTS):
            answered = self._once(method, self._within(url), body, headers or {}, most_bytes)
            where = answered.headers.get("location", "")
            if answered.status not in _MOVED or not where:
                return answered
            url = urljoin(answered.url, where)
        raise NotACalendar

    def _within(self, url: str) -> str:
        if origin_of(url) != self.origin:
            raise Elsewhere(urlsplit(url).hostname or "")
        return url

    def _once(self, method: str, url: str, body: bytes, headers: dict[str, str], most_bytes: int) -> Answered:
        with (
            unreachable_otherwise(),
            self._client.stream(method, url, content=body or None, headers=headers) as response,
        ):
            whole = b"".join(_bounded(response, most_bytes))
            return Answered(response.status_code, url, {k.lower(): v for k, v in response.headers.items()}, whole)


def origin_of(url: str) -> tuple[str, str, int]:
    """Raises NotACalendar."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotACalendar from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotACalendar
    return parts.scheme, parts.hostname.lower(), port


@contextmanager
def unreachable_otherwise() -> Iterator[None]:
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as problem:
        raise Unreachable(type(problem).__name__) from problem


def _bounded(response: httpx2.Response, most_bytes: int) -> Iterator[bytes]:
    """What is packed stays unread: a small packet can hold a very large answer."""
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise NotACalendar
    size, until = 0, time.monotonic() + _SECONDS_IN_ALL
    for piece in response.iter_raw():
        size += len(piece)
        if size > most_bytes:
            raise TooMuch
        if time.monotonic() > until:
            raise Unreachable("too slow")
        yield piece
