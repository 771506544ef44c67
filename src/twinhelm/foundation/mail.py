"""Mail that leaves the house: posted with the act, sent by a job, never silently lost, never silently doubled."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import clock, sending
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.choices import MailKind, MailState
from twinhelm.foundation.models import OutgoingMail

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
SIGN_IN_LASTS = timedelta(hours=1)


class AlreadySettled(Refusal):
    """Somebody has said what became of the mail."""


@transaction.atomic
def post(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    kind: MailKind = MailKind.NOTICE,
    not_after: datetime | None = None,
) -> OutgoingMail:
    """The mail that was posted, or the one posted before with the same key. Leaves only if the act is stored.

    to: one plain address. subject: one line.
    Raises Invalid.
    """
    refuse_bad_headers(to, subject)
    OutgoingMail.objects.bulk_create(
        [
            fresh := OutgoingMail(
                key=key or f"mail:{uuid.uuid4()}",
                kind=kind,
                recipient=to,
                subject=subject,
                text=text,
                html=html,
                message_id=f"<{uuid.uuid4()}@{own_domain()}>",
                not_after=not_after,
                created_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    mail = OutgoingMail.objects.get(key=fresh.key)
    if mail.state == MailState.WAITING:
        sending.send_mail.enqueue(key=f"mail:{mail.pk}", mail_id=mail.pk)
    return mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail that somebody wrote, ready for the wire."""

    sender: str
    recipients: Sequence[str]
    subject: str
    text: str
    """What an owner sees of it where outgoing mail is listed: no more than that it exists."""
    message_id: str
    letter_key: str
    """Where its lines lie below the files folder."""
    way: str
    way_id: int


@transaction.atomic
def post_composed(composed: Composed, *, key: str, not_before: datetime | None = None) -> OutgoingMail:
    """The mail that was posted, or the one posted before with the same key; it never goes out twice by itself.

    Raises Invalid.
    """
    for recipient in composed.recipients:
        refuse_bad_headers(sending.ascii_address(recipient), composed.subject)
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                key=key,
                kind=MailKind.CLIENT,
                recipient=composed.recipients[0],
                recipients=list(composed.recipients),
                sender=composed.sender,
                subject=composed.subject,
                text=composed.text,
                message_id=composed.message_id,
                letter_key=composed.letter_key,
                way=composed.way,
                way_id=composed.way_id,
                created_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    mail = OutgoingMail.objects.get(key=key)
    if mail.state == MailState.WAITING:
        sending.send_mail.enqueue(key=f"mail:{mail.pk}", not_before=not_before, mail_id=mail.pk)
    return mail


@transaction.atomic
def take_back(mail: OutgoingMail, *, at: datetime, reason: str) -> OutgoingMail:
    """Before it has left.

    Raises AlreadySettled.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    waiting = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if not waiting.update(state=MailState.CANCELLED, reason=reason, settled_at=at):
        raise AlreadySettled(_("This mail is already %(state)s.") % {"state": mail.get_state_display().lower()})
    mail.refresh_from_db()
    return mail


def refuse_bad_headers(to: str, subject: str) -> None:
    """One recipient and one line each: anything else is an attempt to add headers or readers."""
    try:
        validate_email(to)
    except ValidationError:
        raise Invalid(_("“%(to)s” is not one email address.") % {"to": CONTROL.sub("␤", to)[:100]}) from None
    if CONTROL.search(subject) or len(subject) > 250:
        raise Invalid(_("The subject of a mail is one line of at most 250 characters."))


def own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def withdraw(*, to: str, at: datetime, reason: str) -> int:
    """Cancels what has not left yet, for somebody who must not get it any more; says how many mails that were."""
    waiting = OutgoingMail.objects.filter(recipient__iexact=to, state=MailState.WAITING, way="")
    return waiting.update(state=MailState.CANCELLED, reason=reason, settled_at=at)


def withdraw_posted(key: str, *, at: datetime, reason: str) -> None:
    """Cancels the mail of this key if it has not left yet."""
    waiting = OutgoingMail.objects.filter(key=key, state=MailState.WAITING)
    waiting.update(state=MailState.CANCELLED, reason=reason, settled_at=at)


@transaction.atomic
def send_again(mail: OutgoingMail) -> OutgoingMail:
    """Sends a failed or perhaps sent mail once more, under the same Message-ID.

    Raises AlreadySettled.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in {MailState.AMBIGUOUS, MailState.FAILED}:
        raise AlreadySettled(_("This mail is already %(state)s.") % {"state": mail.get_state_display().lower()})
    mail.state, mail.reason, mail.claimed_at, mail.settled_at, mail.not_after = MailState.WAITING, "", None, None, None
    mail.save(update_fields=["state", "reason", "claimed_at", "settled_at", "not_after"])
    sending.send_mail.enqueue(key=f"mail:{mail.pk}", mail_id=mail.pk)
    return mail


@transaction.atomic
def it_arrived(mail: OutgoingMail, *, at: datetime) -> OutgoingMail:
    """Settles a perhaps sent mail: somebody asked the recipient.

    Raises AlreadySettled.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != MailState.AMBIGUOUS:
        raise AlreadySettled(_("This mail is already %(state)s.") % {"state": mail.get_state_display().lower()})
    mail.state, mail.reason, mail.settled_at = MailState.SENT, "", at
    mail.save(update_fields=["state", "reason", "settled_at"])
    return mail


class OutboxBackend(BaseEmailBackend):
    """Takes what Django and its libraries send, which is all about signing in, into the outbox."""

    def __init__(self, fail_silently: bool = False, **_kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self.take(message) for message in email_messages)

    def take(self, message: EmailMessage) -> int:
        if message.attachments:
            raise ValueError("the outbox carries no attachments")
        alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
        html = "".join(str(content) for content, mimetype in alternatives if mimetype == "text/html")
        with transaction.atomic():
            for recipient in message.recipients():
                post(
                    to=parseaddr(recipient)[1],
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    kind=MailKind.SIGN_IN,
                    not_after=clock.now() + SIGN_IN_LASTS,
                )
        return 1
