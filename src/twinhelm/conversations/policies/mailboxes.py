"""Who may connect, change and remove mailboxes, and bring mail in from files."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.conversations.choices import MailboxKind
from twinhelm.conversations.models import LetterImport, Mailbox
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_see_mailboxes(member: Member) -> bool:
    return leads_work(member)


def may_connect(by: Member, kind: str) -> Answer:
    if not leads_work(by):
        return Answer.no(_("Only whoever leads work can connect a mailbox."))
    if kind == MailboxKind.SHARED and not by.is_owner:
        return Answer.no(_("Only an owner can connect a shared mailbox. You can connect your own."))
    return Answer.yes()


def may_change_mailbox(by: Member, mailbox: Mailbox) -> Answer:
    if by.is_active and mailbox.owner_id is not None:
        return Answer.yes() if by.pk == mailbox.owner_id else Answer.no(_("Only its owner can change this mailbox."))
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner can change a shared mailbox."))


def may_look_now(by: Member, mailbox: Mailbox) -> Answer:
    """Also to try a skipped mail again: whoever reads the mailbox."""
    if leads_work(by) and (mailbox.owner_id is None or mailbox.owner_id == by.pk):
        return Answer.yes()
    return Answer.no(_("Only whoever reads this mailbox can do this."))


def may_import_letters(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Only whoever leads work can bring in mail."))


def may_change_letter_import(by: Member, brought: LetterImport) -> Answer:
    if by.is_active and (by.pk == brought.by_id or by.is_owner):
        return Answer.yes()
    return Answer.no(_("Only who brought this file, or an owner, can stop it."))
