"""Who may decide who leads, say something to it, and change or drop it."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.inventory.choices import DecisionState
from twinhelm.inventory.models import Decision
from twinhelm.people.models import Member


def may_decide(by: Member) -> Answer:
    """The same who set leads."""
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers decide who leads. Ask one of them."))


def may_comment(by: Member, decision: Decision) -> Answer:
    if not leads_work(by):
        return Answer.no(_("Only who leads work says something to decisions of who leads."))
    if decision.state != DecisionState.ASKED:
        return Answer.no(_("This is settled, so nothing more is said to it."))
    return Answer.yes()
