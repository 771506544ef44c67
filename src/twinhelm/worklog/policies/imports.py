"""Who may bring entries in."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.worklog.models import WORKING_ROLES, Import


def may_import(member: Member) -> Answer:
    """Own entries."""
    if not member.is_active:
        return Answer.no(_("You no longer work here, so you can't import."))
    if member.holds(Role.FINANCE) and not member.holds(*WORKING_ROLES):
        return Answer.no(_("Finance reads the hours; an owner or the people themselves bring them in."))
    return Answer.yes()


def may_import_for_others(member: Member) -> Answer:
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner brings in other people's entries."))


def may_change_import(member: Member, imported: Import) -> Answer:
    """Read it another way, confirm it, call it off, take it back."""
    if imported.is_own:
        return Answer.no(_("Twinhelm counts this by itself. Change or delete the message, call or meeting instead."))
    if imported.started_by_id == member.pk:
        return may_import(member)
    if member.is_active and member.is_owner:
        return Answer.yes()
    return Answer.no(_("This import belongs to somebody else; they or an owner can change it."))
