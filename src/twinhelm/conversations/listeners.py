"""What conversations do when something happens below them: mail that leaves by a mailbox."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.sending import note_unsent
from twinhelm.conversations.jobs import look
from twinhelm.conversations.models import Mailbox, Message
from twinhelm.conversations.queries.servers import Account, sentence_of, smtp_of
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.transports import Delayed, Rejected, Transport, register


class MailboxWay:
    """Letters leave by the mail server of the mailbox that they are written from."""

    def transport(self, way_id: int) -> Transport:
        """Raises Rejected, Delayed."""
        mailbox = Mailbox.objects.filter(pk=way_id, removed_at=None).first()
        if mailbox is None or not mailbox.smtp_host:
            raise Rejected(_("The mailbox that it was to leave by is no longer connected."))
        try:
            return smtp_of(Account.of(mailbox))
        except Refusal as refusal:
            raise Delayed(sentence_of(refusal)) from None

    def settled(self, mail_id: int) -> None:
        """Sent: its copy is put into the folder of sent mail. Not sent: whoever was to be answered still waits."""
        message = Message.objects.select_related("outgoing", "conversation").filter(outgoing=mail_id).first()
        if message is None or message.outgoing is None:
            return
        if message.outgoing.state == MailState.FAILED:
            note_unsent(message, at=clock.now())
        mailbox = Mailbox.objects.filter(pk=message.outgoing.way_id or 0, removed_at=None).first()
        if message.outgoing.state == MailState.SENT and mailbox:
            transaction.on_commit(partial(look, mailbox))


register("mailbox", MailboxWay())
