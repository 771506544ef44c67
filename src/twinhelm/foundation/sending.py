"""How a posted mail is sent: claimed just before the last line, so that a crash leaves a question and never a doublet."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.foundation import clock, files
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.choices import MailKind, MailState
from twinhelm.foundation.jobs import TryLater, Work, every, job
from twinhelm.foundation.models import Job, OutgoingMail, OutgoingMailQuerySet
from twinhelm.foundation.transports import Delayed, Envelope, Rejected, Uncertain, Withdrawn, transport_of, ways

KEPT_AFTER_SETTLING = timedelta(days=90)


@job("mail.send", tries=40, quick=True, title=gettext_lazy("Send a mail"))
def send_mail(_work: Work, *, mail_id: int) -> None:
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail and is_ready(mail, at=clock.now()):
        deliver(mail)


def is_ready(mail: OutgoingMail, *, at: datetime) -> bool:
    """A claimed mail was in the hands of a worker that died: only kinds that may go out twice are sent again."""
    if mail.state == MailState.CLAIMED and not mail.is_resendable:
        settle(mail, MailState.AMBIGUOUS, _("The worker stopped while it was sending."), at=mail.claimed_at or at)
        return False
    if mail.state not in {MailState.WAITING, MailState.CLAIMED}:
        return False
    if mail.not_after and mail.not_after < at:
        settle(mail, MailState.CANCELLED, _("It could not be sent in time and would be of no use now."), at=at)
        return False
    return True


def deliver(mail: OutgoingMail) -> None:
    try:
        note = transport_of(mail.way, mail.way_id).deliver(envelope_of(mail), lambda: claim(mail))
    except Withdrawn:
        return
    except Rejected as problem:
        settle(mail, MailState.FAILED, problem.sentence, at=clock.now())
    except Delayed as problem:
        put_back(mail, problem.sentence)
        raise TryLater(problem.sentence) from None
    except Uncertain as problem:
        if mail.is_resendable:
            put_back(mail, problem.sentence)
            raise TryLater(problem.sentence) from None
        settle(mail, MailState.AMBIGUOUS, problem.sentence, at=clock.now())
    else:
        settle(mail, MailState.SENT, note, at=clock.now())


def envelope_of(mail: OutgoingMail) -> Envelope:
    """Raises Rejected."""
    first, *others = [ascii_address(one) for one in mail.recipients or [mail.recipient]]
    sender = ascii_address(mail.sender or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return Envelope(sender, first, in_full(mail), tuple(others), kept_lines(mail))


def kept_lines(mail: OutgoingMail) -> bytes:
    """Raises Rejected."""
    if not mail.letter_key:
        return b""
    try:
        with files.opened(mail.letter_key) as letter:
            return letter.read()
    except (OSError, Invalid):
        raise Rejected(_("What was written is no longer on the disk.")) from None


def claim(mail: OutgoingMail) -> None:
    """Stored before the last line leaves.

    Raises Withdrawn.
    """
    at = clock.now()
    if not as_loaded(mail).update(state=MailState.CLAIMED, claimed_at=at):
        raise Withdrawn("")
    mail.state, mail.claimed_at = MailState.CLAIMED, at


def put_back(mail: OutgoingMail, reason: str) -> None:
    as_loaded(mail).update(state=MailState.WAITING, claimed_at=None, reason=reason)


def settle(mail: OutgoingMail, state: MailState, reason: str, *, at: datetime) -> None:
    """A settled sign-in mail keeps no text: its link is nobody's business any more."""
    if not as_loaded(mail).update(state=state, reason=reason, settled_at=at):
        return
    if mail.way in ways:
        ways[mail.way].settled(mail.pk)
    if state in {MailState.SENT, MailState.CANCELLED} and mail.kind in {MailKind.SIGN_IN, MailKind.INVITATION}:
        OutgoingMail.objects.filter(pk=mail.pk, state=state).update(text="", html="")


def as_loaded(mail: OutgoingMail) -> OutgoingMailQuerySet:
    """The row, as long as nobody else has claimed, withdrawn or settled it since."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=mail.state, claimed_at=mail.claimed_at)


def in_full(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = ascii_address(mail.recipient)
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def ascii_address(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


@every(minutes=1)
@job("mail.sweep", quick=True, title=gettext_lazy("Look after mail"))
def sweep_mail(_work: Work) -> None:
    """Nothing stays unsettled without a job that will settle it."""
    at = clock.now()
    for mail in OutgoingMail.objects.unsettled().filter(created_at__lt=at - timedelta(minutes=1)):
        last = Job.objects.filter(key=f"mail:{mail.pk}").order_by("-pk").first()
        if last is None or not last.is_unfinished:
            resolve(mail, last, at=at)
    forget(at - KEPT_AFTER_SETTLING)


def forget(before: datetime) -> None:
    """Settled mails and what was written in them; one that was perhaps sent stays until somebody says."""
    old = OutgoingMail.objects.filter(settled_at__lt=before).exclude(Q(state=MailState.AMBIGUOUS) | Q(settled_at=None))
    keys = list(old.exclude(letter_key="").values_list("letter_key", flat=True))
    old.delete()
    for key in keys:
        files.drop(key)


@transaction.atomic
def resolve(mail: OutgoingMail, last: Job | None, *, at: datetime) -> None:
    if mail.state == MailState.CLAIMED and not mail.is_resendable:
        settle(mail, MailState.AMBIGUOUS, _("The worker stopped while it was sending."), at=at)
    elif last is None:
        send_mail.enqueue(key=f"mail:{mail.pk}", mail_id=mail.pk)
    else:
        settle(mail, MailState.FAILED, last.failure or _("Its job was cancelled."), at=at)
