"""Who may change the catalogue."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_change_catalogue(member: Member) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("The catalogue is everybody's, so only an owner changes it."))
