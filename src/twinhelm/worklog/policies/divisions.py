"""Who may propose, change and share divisions; who may read one says `Division.objects.visible_to`."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.worklog.models import Division


def may_propose_division(member: Member) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner proposes a division. Once it is shared, everybody who sits in it can read it."))


def may_change_division(member: Member, division: Division) -> Answer:
    """Seats, moves, pins, the name, sharing, deleting."""
    if not member.is_active or not member.is_owner:
        return Answer.no(_("Only an owner changes a division."))
    if division.deleted_at:
        return Answer.no(_("This division was deleted. Put it back first."))
    return Answer.yes()


def may_put_back_division(member: Member) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner puts a division back."))
