"""The mail servers of a mailbox: where they are, and whether they let us in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import FolderRole, MailboxKind, Security
from twinhelm.conversations.models import Mailbox
from twinhelm.foundation import outside, secrecy
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.transports import NotDelivered, SmtpTransport
from twinhelm.letters import Box, Folder, LetterProblem, Role, Server
from twinhelm.letters import Security as Encryption

ROLES = {Role.INBOX: FolderRole.INBOX, Role.SENT: FolderRole.SENT, Role.ARCHIVE: FolderRole.ARCHIVE}
NEVER_READ = {Role.DRAFTS, Role.JUNK, Role.TRASH}
READ_AT_FIRST = {FolderRole.INBOX, FolderRole.SENT}


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is needed to use a mailbox; passwords in the clear, so it is never stored or shown."""

    address: str
    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    imap_password: str
    smtp_host: str = ""
    smtp_port: int = 465
    smtp_security: str = Security.TLS
    smtp_user: str = ""
    smtp_password: str = ""
    kind: str = MailboxKind.SHARED
    name: str = ""
    trusted_servers: str = ""
    signature: str = ""
    first_on: date | None = None

    @classmethod
    def of(cls, mailbox: Mailbox) -> "Account":
        """Raises Unreadable."""
        plain = {name: getattr(mailbox, name) for name in cls.__slots__ if not name.endswith("password")}
        return cls(
            **plain,
            imap_password=secrecy.unseal(mailbox.imap_password),
            smtp_password=secrecy.unseal(mailbox.smtp_password),
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a mailbox: a sentence for each part that fails."""

    imap_problem: str = ""
    smtp_problem: str = ""
    folders: tuple[Folder, ...] = ()

    @property
    def is_fine(self) -> bool:
        return not self.imap_problem and not self.smtp_problem


def open_box(account: Account) -> Box:
    """Raises LetterProblem, Invalid."""
    return Box.connect(
        Server(
            host=account.imap_host,
            address=checked(account.imap_host, account.imap_port, account.imap_security),
            port=account.imap_port,
            security=Encryption(account.imap_security),
            user=account.imap_user,
            password=account.imap_password,
        )
    )


def smtp_of(account: Account) -> SmtpTransport:
    """Raises Invalid."""
    return SmtpTransport(
        host=account.smtp_host,
        port=account.smtp_port,
        user=account.smtp_user or account.imap_user,
        password=account.smtp_password or account.imap_password,
        is_tls=account.smtp_security == Security.TLS,
        is_starttls=account.smtp_security == Security.STARTTLS,
        address=checked(account.smtp_host, account.smtp_port, account.smtp_security),
    )


def checked(host: str, port: int, security: str) -> str:
    """The address to connect to; without encryption only inside our own network.

    Raises Invalid.
    """
    address = outside.address_of(host, port, inside=settings.INSIDE_HOSTS)
    if security == Security.PLAIN and host.lower() not in {name.lower() for name in settings.INSIDE_HOSTS}:
        raise Invalid(
            _("Mail and password would travel unprotected to “%(host)s”. Choose TLS or STARTTLS.") % {"host": host}
        )
    return address


def try_account(account: Account) -> Trial:
    """Both servers for real; nothing is read and nothing is sent. Cost: two connections."""
    found: list[Folder] = []
    imap_problem = problem_of(lambda: found.extend(folders_of(account)))
    smtp_problem = problem_of(lambda: smtp_of(account).try_out()) if account.smtp_host else ""
    return Trial(imap_problem, smtp_problem, tuple(found))


def folders_of(account: Account) -> list[Folder]:
    with open_box(account) as box:
        return [folder for folder in box.folders() if folder.can_be_opened and folder.role not in NEVER_READ]


def problem_of(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (LetterProblem, Refusal, NotDelivered) as problem:
        return sentence_of(problem)
    return ""


def sentence_of(problem: Exception) -> str:
    """In the reader's language."""
    if isinstance(problem, LetterProblem):
        return problem.sentence(_)
    if isinstance(problem, Refusal):
        return problem.reason
    if isinstance(problem, NotDelivered):
        return problem.sentence
    return _("It stopped unexpectedly (%(kind)s).") % {"kind": type(problem).__name__}
