"""Who hands over, accepts and asks back."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.transition.models import HandOverLine


def may_hand(by: Member) -> Answer:
    """Gather, add a line, answer a question, give things to the new leads."""
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers hand clients over."))


def may_receive(by: Member, line: HandOverLine) -> Answer:
    """Accept it or send it back with a question."""
    if not by.is_active or not leads_work(by):
        return may_hand(by)
    if by.pk == line.receiver_id or by.holds(Role.OWNER):
        return Answer.yes()
    if line.receiver is None:
        return Answer.no(_("Nobody receives this yet: first decide who leads."))
    return Answer.no(_("%(name)s receives this, and accepts it or asks.") % {"name": line.receiver.get_short_name()})


def may_rate(by: Member, new_leads: list[Member]) -> Answer:
    if by.pk in {one.pk for one in new_leads} and leads_work(by):
        return Answer.yes()
    if not new_leads:
        return Answer.no(_("Nobody leads anew yet, so nobody can look at it afresh."))
    names = ", ".join(one.get_short_name() for one in new_leads)
    return Answer.no(_("Only who leads anew rates the relationship: %(names)s.") % {"names": names})
