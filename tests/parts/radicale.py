"""A real calendar server: Radicale as a process of its own on loopback, and a raw client that knows nothing of ours."""

import base64
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SETTINGS = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""
MAKE_CALENDAR = """<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>"""


@dataclass
class Radicale:
    """The server, and what any calendar program could do with it."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def add_user(self, name: str, password: str) -> None:
        with (self.folder / "users").open("a") as users:
            users.write(f"{name}:{password}\n")

    def add_calendar(self, user: str, password: str, name: str) -> str:
        """The address of the new calendar."""
        url = f"{self.url}{user}/{name.lower().replace(' ', '-')}/"
        self.ask("MKCALENDAR", url, user, password, MAKE_CALENDAR.format(name=name))
        return url

    def put(self, url: str, user: str, password: str, content: str) -> None:
        self.ask("PUT", url, user, password, content, **{"Content-Type": "text/calendar"})

    def get(self, url: str, user: str, password: str) -> str:
        return self.ask("GET", url, user, password)

    def delete(self, url: str, user: str, password: str) -> None:
        self.ask("DELETE", url, user, password)

    def hrefs(self, calendar: str, user: str, password: str) -> list[str]:
        """Addresses of the events in a calendar."""
        folder = self.folder / "collections" / "collection-root" / calendar.removeprefix(self.url)
        return [f"{calendar}{one.name}" for one in sorted(folder.glob("*.ics"))]

    def ask(self, method: str, url: str, user: str, password: str, body: str = "", **headers: str) -> str:
        key = base64.b64encode(f"{user}:{password}".encode()).decode()
        request = urllib.request.Request(url, body.encode() or None, method=method)
        for name, value in {**headers, "Authorization": f"Basic {key}"}.items():
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode()


@contextmanager
def started(folder: Path, port: int = 0) -> Iterator[Radicale]:
    """Runs until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").touch()
    (folder / "settings").write_text(SETTINGS.format(port=port, folder=folder))
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(folder / "settings")],
        stdin=subprocess.DEVNULL,
        stdout=(folder / "log").open("w"),
        stderr=subprocess.STDOUT,
    )
    server = Radicale(folder, port)
    try:
        answers(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(server: Radicale, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(server.url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            assert process.poll() is None, (server.folder / "log").read_text()
            assert time.monotonic() < deadline, "Radicale did not start"
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    """One server for all tests; each makes users of its own."""
    with started(tmp_path_factory.mktemp("radicale")) as server:
        yield server
