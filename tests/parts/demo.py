"""The demo agency beside real servers, for `bin/run --with-servers`: Ana's mail and one calendar of hers, on loopback."""

import importlib.util
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

ADDRESS, PASSWORD = "ana@northlight.example", "bread"
PRODUCT = str(Path(sys.executable).with_name("twinhelm"))


def main() -> None:
    missing = [name for name in ("aiosmtpd", "radicale", "pytest") if importlib.util.find_spec(name) is None]
    if not (shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")):
        missing.append("Debian's dovecot-imapd")
    if missing:
        print(f"No servers beside the demo, its mailboxes stay paused. Missing: {', '.join(missing)}", flush=True)
        os.execv(PRODUCT, [PRODUCT, "serve", *sys.argv[1:]])
    stopped = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(one) != signal.SIG_IGN:  # as under nohup
            signal.signal(one, lambda *_signal: stopped.set())
    subprocess.run([PRODUCT, "demo"], check=True, stdout=subprocess.DEVNULL)
    with ExitStack() as stack:
        carry = stack.enter_context(servers())
        product = stack.enter_context(running([PRODUCT, "serve", *sys.argv[1:]]))
        while product.poll() is None and not stopped.wait(0.5):
            carry()


@contextmanager
def servers() -> Iterator[Any]:
    """Runs all three, with Ana connected; what it yields carries mail on when called."""
    from tests.parts.dovecot import a_dovecot
    from tests.parts.mail_sink import a_mail_sink
    from tests.parts.radicale import started

    with (
        tempfile.TemporaryDirectory(prefix="twinhelm-demo-") as name,
        a_dovecot() as dovecot,
        a_mail_sink() as sink,
        started(Path(name) / "radicale") as radicale,
    ):
        folder = Path(name)
        trusted = folder / "trusted.pem"
        usual = ssl.get_default_verify_paths().cafile
        trusted.write_text(dovecot.certificates.authority.read_text() + (Path(usual).read_text() if usual else ""))
        inside = [os.environ.get("TWINHELM_INSIDE_HOSTS", ""), "localhost", "127.0.0.1"]
        os.environ["TWINHELM_INSIDE_HOSTS"] = ",".join(filter(None, inside))
        os.environ["SSL_CERT_FILE"] = str(trusted)
        dovecot.add_user(ADDRESS, PASSWORD)
        radicale.add_user("ana", PASSWORD)
        radicale.add_calendar("ana", PASSWORD, "Real")
        with connected(dovecot.tls_port, sink.port, radicale.url):
            sender = sample(folder / "letter.eml")
            print(
                f"Ana's mailbox     {ADDRESS}, password {PASSWORD}: localhost:{dovecot.tls_port}, IMAP with TLS\n"
                f"Ana's calendar    {radicale.url}ana/real/, user ana, password {PASSWORD}\n"
                f"To write to her   curl smtp://localhost:{sink.port} --mail-from {sender} --mail-rcpt {ADDRESS} "
                f"-T {folder}/letter.eml\n"
                f"What she sends    {folder}/left",
                flush=True,
            )
            (folder / "left").mkdir()
            yield lambda: carry(sink, dovecot, folder / "left")


def carry(sink: Any, dovecot: Any, left: Path) -> None:
    """What is for Ana goes into her mailbox; the rest nobody gets, and it can be read."""
    while sink.mails:
        mail = sink.mails.pop(0)
        if ADDRESS in mail.recipients:
            dovecot.deliver(ADDRESS, stamped(mail.content))
        others = [one for one in mail.recipients if one != ADDRESS]
        if others:
            file = left / f"{len(list(left.iterdir())) + 1}.eml"
            file.write_bytes(mail.content)
            print(f"A mail left to {', '.join(others)}: {file}", flush=True)


def stamped(letter: bytes) -> bytes:
    """With the date and the name that a mail server gives where they are missing."""
    head = letter.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    stamps = ((b"Date", formatdate()), (b"Message-ID", make_msgid(domain="northlight.example")))
    missing = [
        name + b": " + said.encode() + b"\r\n" for name, said in stamps if b"\n" + name.lower() + b":" not in head
    ]
    return b"".join(missing) + letter


@contextmanager
def connected(imap_port: int, smtp_port: int, diary: str) -> Iterator[None]:
    """Ana's mailbox points to the servers and is awake; afterwards it is paused as before.

    Her calendar of the story stays as it is: an empty one in its place would take her meetings away.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
    django.setup()
    from django.db import connection

    from twinhelm.conversations.actions import calendars, mailboxes
    from twinhelm.conversations.models import Calendar, Mailbox
    from twinhelm.conversations.queries.servers import Account, try_account
    from twinhelm.foundation import clock
    from twinhelm.people.models import Member

    ana = Member.objects.get(email=ADDRESS)
    mailbox = Mailbox.objects.get(address=ADDRESS, removed_at=None)
    kept = {name: getattr(mailbox, name) for name in ("address", "kind", "name", "signature")}
    way_in = {"imap_security": "tls", "imap_user": ADDRESS, "imap_password": PASSWORD, "smtp_security": "plain"}
    hosts = {"imap_host": "localhost", "smtp_host": "localhost", "imap_port": imap_port, "smtp_port": smtp_port}
    account = Account(**kept, **way_in, **hosts)
    trial = try_account(account)
    if not trial.is_fine:
        raise SystemExit(f"The servers do not let us in: {trial.imap_problem} {trial.smtp_problem}")

    def forget_calendars() -> None:
        """Also what a run left that was killed."""
        for calendar in Calendar.objects.filter(owner=ana, removed_at=None, url__endswith="/ana/real/"):
            calendars.remove(calendar, by=ana, at=clock.now())

    forget_calendars()
    mailboxes.change(mailbox, account, by=ana, at=clock.now())
    mailboxes.resume(mailbox, by=ana, at=clock.now())
    try:
        entrance = calendars.Account(diary, "ana", PASSWORD)
        real = calendars.connect(entrance, calendars.offered(entrance, by=ana), by=ana, at=clock.now())
        calendars.make_main(real[0], by=ana, at=clock.now())
        connection.close()
        yield
    finally:
        mailboxes.pause(mailbox, by=ana, at=clock.now())
        forget_calendars()
        connection.close()


def sample(file: Path) -> str:
    """A letter of a client's contact, to be changed and sent; its sender."""
    from twinhelm.clients.models import ContactAddress

    found = ContactAddress.objects.filter(kind="email", contact__name="Ingrid Fjord").get()
    file.write_text(f"From: Ingrid Fjord <{found.value}>\nTo: {ADDRESS}\nSubject: From outside\n\nCan you read me?\n")
    return found.value


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Out of the terminal's reach: it ends before its servers do."""
    process = subprocess.Popen(command, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    main()
