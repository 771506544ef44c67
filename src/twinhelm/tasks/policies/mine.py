"""Whose work one may look at."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member


def may_read_work_of(by: Member, member: Member) -> Answer:
    """One's own; owners and production managers everybody's."""
    if by.is_active and (by == member or by.holds(Role.OWNER, Role.PRODUCTION_MANAGER)):
        return Answer.yes()
    return Answer.no(
        _("What %(name)s has to do today is read by %(name)s and by production managers. Tasks tells who does what.")
        % {"name": member.get_short_name()}
    )
