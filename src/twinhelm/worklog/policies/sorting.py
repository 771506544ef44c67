"""Who may say what an entry is, and make the agency's rules."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.worklog.models import WORKING_ROLES, Correction, WorkEntry


def may_correct(member: Member, entry: WorkEntry) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    if entry.member_id == member.pk and member.is_active and member.holds(*WORKING_ROLES):
        return Answer.yes()
    return Answer.no(_("Only the person who did the work, or an owner, says what it was."))


def may_take_back(member: Member, correction: Correction) -> Answer:
    """Undo it, or make the sorter forget it."""
    if member.is_active and member.is_owner:
        return Answer.yes()
    if not member.is_active or correction.by_id != member.pk:
        return Answer.no(_("Only who made a correction, or an owner, takes it back."))
    if correction.is_for_everybody:
        return Answer.no(_("This correction sorted everybody's entries, so only an owner takes it back."))
    return Answer.yes()


def may_make_rules(member: Member) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("Rules sort everybody's entries, so only an owner makes them."))
