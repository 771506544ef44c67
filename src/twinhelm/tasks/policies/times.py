"""Who may book time, and who settles weeks."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.tasks.models import TimeEntry
from twinhelm.tasks.policies.work import WORKING_ROLES


def may_book(by: Member) -> Answer:
    if by.is_active and by.holds(*WORKING_ROLES):
        return Answer.yes()
    return Answer.no(_("Who only reads books no time. Ask an owner for another role."))


def may_change_time(by: Member, entry: TimeEntry) -> Answer:
    """Only whoever spent it knows how it was. Needs: the member loaded, when it is somebody else's."""
    if entry.member_id == by.pk:
        return may_book(by)
    sentence = _("This is time of %(name)s, so only %(name)s changes it. Send the week back to have it put right.")
    return Answer.no(sentence % {"name": entry.member.get_short_name()})


def may_settle_weeks(by: Member) -> Answer:
    if by.is_active and by.holds(Role.OWNER, Role.PRODUCTION_MANAGER):
        return Answer.yes()
    return Answer.no(_("Owners and production managers approve weeks. Ask one of them."))
