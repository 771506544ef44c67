"""Who may look at the machinery and touch it."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_see_upkeep(by: Member) -> Answer:
    """Jobs, outgoing mail and the trail tell who did what: owners only."""
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Jobs, outgoing mail and the trail are for owners."))


def may_change_upkeep(by: Member) -> Answer:
    return may_see_upkeep(by)
