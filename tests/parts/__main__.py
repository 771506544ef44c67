"""Real servers to try the product against: `python -m tests.parts USER PASSWORD`, until it is interrupted."""

import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.parts.dovecot import a_dovecot
from tests.parts.mail_sink import a_mail_sink


def main() -> None:
    user, password = [*sys.argv[1:], "ana@northlight.example", "bread"][:2]
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_signal: stopped.set())
    with a_dovecot() as dovecot, a_mail_sink() as sink, suppress(KeyboardInterrupt):
        dovecot.add_user(user, password)
        mails = [Path(name).read_bytes() for name in sys.argv[3:]]
        dovecot.deliver(user, *mails)
        print(
            f"IMAP with TLS      localhost:{dovecot.tls_port}\n"
            f"IMAP with STARTTLS localhost:{dovecot.plain_port}\n"
            f"user and password  {user} {password}\n"
            f"SMTP, no sign-in   localhost:{sink.port}\n"
            f"for the product    SSL_CERT_FILE={dovecot.certificates.authority} TWINHELM_INSIDE_HOSTS=localhost\n"
            f"taken mails        {sink.log}",
            flush=True,
        )
        stopped.wait()


if __name__ == "__main__":
    main()
