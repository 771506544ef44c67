"""Who may answer, file and hand over a conversation that they see."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.conversations.models import CannedReply, Conversation, HandOver
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_work_on(member: Member, conversation: Conversation) -> Answer:
    """Answer it, note something, say that it is done. Needs: its mailbox is loaded."""
    if leads_work(member) or (conversation.mailbox and conversation.mailbox.owner_id == member.pk):
        return Answer.yes()
    return Answer.no(_("Account managers, production managers and owners answer clients."))


def may_file(member: Member) -> Answer:
    if leads_work(member):
        return Answer.yes()
    return Answer.no(_("Account managers, production managers and owners say which client a mail belongs to."))


def may_write(member: Member) -> Answer:
    """Begin a conversation."""
    if leads_work(member):
        return Answer.yes()
    return Answer.no(_("Account managers, production managers and owners write to clients."))


def may_take(receiver: Member) -> Answer:
    """Whether a conversation can be given to them."""
    if leads_work(receiver):
        return Answer.yes()
    words = {"name": receiver.get_short_name()}
    return Answer.no(_("%(name)s doesn’t answer clients: choose somebody who leads work.") % words)


def may_close_to_others(member: Member, conversation: Conversation) -> Answer:
    """Make it private, or open again. Needs: its mailbox is loaded."""
    owner = conversation.mailbox.owner_id if conversation.mailbox else None
    if member.pk in (conversation.assigned_to_id, owner):
        return Answer.yes()
    return Answer.no(_("Only who answers it, or whose mailbox it came to, makes a conversation private."))


def may_answer_hand_over(member: Member, hand_over: HandOver) -> Answer:
    if hand_over.receiver_id == member.pk:
        return Answer.yes()
    return Answer.no(_("It was handed to somebody else: they accept it or send it back."))


def may_change_canned(member: Member, reply: CannedReply) -> Answer:
    if leads_work(member) and reply.owner_id in (None, member.pk):
        return Answer.yes()
    return Answer.no(_("Everybody changes their own texts, and who leads work those for everybody."))
