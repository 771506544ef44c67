"""Who may count needs, say what they are, and change how they are reckoned."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_count_needs(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers count needs. Ask one of them."))


def may_overrule(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers say what a client needs. Ask one of them."))


def may_change_reckoning(by: Member) -> Answer:
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Only owners change how needs are reckoned, since it moves every client. Ask one of them."))
