"""Debian's Dovecot on free ports of loopback, from a short config in a temporary folder."""

import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.parts.certificates import Certificates, certificates
from twinhelm.letters import Security, Server

HOST = "localhost"
MISSING = "These tests need Debian's package dovecot-imapd: apt-get install dovecot-imapd."
PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin") or ""

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_chars =
mail_location = maildir:~/Maildir
mail_max_userip_connections = 200
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Archive {{
    auto = create
    special_use = \\Archive
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running mail server; every user has INBOX, Sent, Drafts, Junk, Trash and Archive."""

    folder: Path
    plain_port: int
    tls_port: int
    certificates: Certificates
    passwords: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def context(self) -> ssl.SSLContext:
        """Trusts this server's authority and no other."""
        return ssl.create_default_context(cafile=str(self.certificates.authority))

    def add_user(self, user: str, password: str = "bread") -> Server:
        """How to get in, encrypted from the first byte."""
        file = self.folder / "users" / user
        is_known = file.exists()
        self.passwords[user] = password
        file.write_text(f"{user}:{{PLAIN}}{password}::::::\n")
        file.chmod(0o644)
        if is_known:
            later = time.time() + len(self.passwords) + 2
            os.utime(file, (later, later))
            time.sleep(1.1)  # Dovecot looks at most once a second whether the file has changed
        return self.server(user)

    change_password = add_user

    def server(self, user: str, security: Security = Security.TLS) -> Server:
        port = self.tls_port if security is Security.TLS else self.plain_port
        return Server(HOST, "127.0.0.1", port, security, user, self.passwords[user])

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", flags: str = "") -> None:
        with self._client(user) as client:
            for raw in mails:
                lines = re.sub(rb"\r?\n", b"\r\n", raw)
                said, words = client.append(f'"{folder}"', flags, "", lines)
                assert said == "OK", words

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """What is in the folder, oldest first."""
        with self._client(user) as client:
            client.select(f'"{folder}"', readonly=True)
            _said, found = client.search(None, "ALL")
            return [client.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in found[0].split()]

    def create_folder(self, user: str, folder: str) -> None:
        with self._client(user) as client:
            assert client.create(f'"{folder}"')[0] == "OK"

    def delete_all(self, user: str, folder: str = "INBOX") -> None:
        with self._client(user) as client:
            client.select(f'"{folder}"')
            client.store("1:*", "+FLAGS", "(\\Deleted)")
            client.expunge()

    def number_anew(self, user: str, folder: str = "INBOX", *, uidvalidity: int) -> None:
        """As a server does after a restore: another UIDVALIDITY."""
        doveadm = shutil.which("doveadm") or str(Path(PROGRAM).parent / "doveadm")
        words = ["mailbox", "update", "-u", user, "--uid-validity", str(uidvalidity), folder]
        subprocess.run([doveadm, "-c", str(self.folder / "dovecot.conf"), *words], check=True, capture_output=True)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("ab"),
            start_new_session=True,
        )
        deadline = time.monotonic() + 20
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot did not start: {self.said()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """And with it every open connection."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def said(self) -> str:
        files = [self.folder / "errors", self.folder / "log"]
        return "\n".join(file.read_text(errors="replace")[-3000:] for file in files if file.exists())

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.plain_port), 1) as probe:
                probe.settimeout(5)
                return probe.recv(100).startswith(b"* OK")
        except OSError:
            return False

    @contextmanager
    def _client(self, user: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.plain_port, timeout=20)
        try:
            client.login(user, self.passwords[user])
            yield client
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()


@contextmanager
def a_dovecot() -> Iterator[Dovecot]:
    """Raises RuntimeError, with what to install, where there is none."""
    if not PROGRAM:
        raise RuntimeError(MISSING)
    # Its sockets need a short path, and its own user a way there.
    folder = Path(tempfile.mkdtemp(prefix="twinhelm-dovecot-", dir="/tmp"))
    try:
        server = _configured(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configured(folder: Path) -> Dovecot:
    """As root, mails belong to Dovecot's own user; as anybody else, to whoever runs the tests."""
    is_root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid()).pw_name
    internal, login = ("dovecot", "dovenull") if is_root else (me, me)
    group = "dovecot" if is_root else grp.getgrgid(os.getgid()).gr_name
    folder.chmod(0o755)
    for name in ("run", "state", "mail", "users"):
        (folder / name).mkdir()
    if is_root:
        shutil.chown(folder / "mail", internal, group)
    plain_port, tls_port = _free_ports()
    server = Dovecot(folder, plain_port, tls_port, certificates(folder, HOST))
    (folder / "dovecot.conf").write_text(
        CONFIG.format(
            folder=folder,
            internal=internal,
            login=login,
            group=group,
            owner=internal,
            owner_group=group,
            plain_port=plain_port,
            tls_port=tls_port,
            cert=server.certificates.cert,
            key=server.certificates.key,
        )
    )
    return server


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
