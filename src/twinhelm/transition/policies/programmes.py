"""Who may do what to programmes."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_plan(by: Member) -> Answer:
    """Set up a programme, add and move clients, say what stands in the way."""
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers plan the change. Ask one of them."))


def may_steer(by: Member) -> Answer:
    """Start, end and delete a whole programme."""
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Only owners start and end a programme. Ask one of them."))
