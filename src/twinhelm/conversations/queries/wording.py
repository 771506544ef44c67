"""Sentences about mails: what was left out of one, and why one came back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from twinhelm.conversations.rules.mail import Returned
from twinhelm.letters import LeftOut, Letter


def left_out_sentence(reasons: Iterable[LeftOut]) -> str:
    sentences = {
        LeftOut.HEADERS: _("Its head was too long."),
        LeftOut.RECIPIENTS: _("It names more people than are kept."),
        LeftOut.REFERENCES: _("It refers to more mails than are kept."),
        LeftOut.PARTS: _("It has more parts than are read."),
        LeftOut.STRUCTURE: _("Some of its parts could not be told apart."),
        LeftOut.TEXT: _("Its text was too long."),
        LeftOut.HTML: _("Its layout was too long."),
        LeftOut.ATTACHMENT: _("A file was too large to keep."),
        LeftOut.TOO_LARGE: _("It was too large: only its beginning was read."),
        LeftOut.BROKEN: _("It could not be read and is shown as it came."),
    }
    return " ".join(sentences[reason] for reason in dict.fromkeys(reasons))[:500]


def returned_sentence(why: Returned, letter: Letter) -> str:
    """Lazy words would be stored in no language at all: this one is stored in the product's."""
    sentences = {
        Returned.NO_MAILBOX: _("Came back: there is no such mailbox."),
        Returned.NO_SERVER: _("Came back: no mail server was found for this address."),
        Returned.FULL: _("Came back: the mailbox is full."),
        Returned.TOO_LARGE: _("Came back: the mail was too large for them."),
        Returned.REFUSED: _("Came back: their mail server refused it."),
        Returned.DELAYED: _("Their mail server does not answer yet; ours goes on trying."),
        Returned.UNKNOWN: _("Came back: “%(subject)s”.") % {"subject": letter.subject[:120]},
    }
    return sentences[why]
