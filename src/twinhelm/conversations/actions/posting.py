"""What becomes of our own mails after they were posted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.conversations import lock
from twinhelm.conversations.models import Message
from twinhelm.foundation import mail
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.models import Member


class NeverPosted(Refusal):
    """It was sent from another program: nothing is known of its way."""


@transaction.atomic
def send_again(message: Message, *, by: Member) -> None:
    """Raises AlreadySettled, NeverPosted."""
    mail.send_again(posted(message, by=by))


@transaction.atomic
def say_it_arrived(message: Message, *, by: Member, at: datetime) -> None:
    """Raises AlreadySettled, NeverPosted."""
    mail.it_arrived(posted(message, by=by), at=at)


def posted(message: Message, *, by: Member) -> OutgoingMail:
    lock([message.conversation], by=by)
    if message.outgoing is None:
        raise NeverPosted(_("This mail was sent from another program: nothing is known of its way."))
    return message.outgoing
