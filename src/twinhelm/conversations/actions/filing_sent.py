"""Putting a copy of what we sent into the mailbox's folder of sent mail, once."""

from datetime import datetime

from twinhelm.conversations.actions.syncing import note_filed, sent_folder
from twinhelm.conversations.models import Mailbox, Message
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.choices import MailState
from twinhelm.letters import Box

AT_ONCE = 50


def file_sent(box: Box, mailbox: Mailbox, *, at: datetime) -> None:
    """Many servers do it themselves: what was found in the folder is not put there again.

    Needs: the folder of sent mail has just been read to its end.
    Raises LetterProblem.
    """
    folder = sent_folder(mailbox)
    if folder is None or not folder.is_read:
        return
    sent = Message.objects.filter(
        outgoing__way="mailbox", outgoing__way_id=mailbox.pk, outgoing__state=MailState.SENT, filed_at=None
    )
    for message in sent.select_related("outgoing").order_by("pk")[:AT_ONCE]:
        if not message.copies.filter(folder=folder).exists():
            lines = written_in(message)
            if lines:
                box.append(folder.name, lines, at=message.at)
        note_filed(message, at=at)


def written_in(message: Message) -> bytes:
    try:
        with files.opened(message.outgoing.letter_key if message.outgoing else "") as letter:
            return letter.read()
    except (OSError, Invalid):
        return b""
