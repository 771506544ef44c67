"""Who may read and write the questionnaire."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_answer(by: Member, member: Member) -> Answer:
    if by.is_active and by.pk == member.pk:
        return Answer.yes()
    return Answer.no(_("Everybody answers for themselves."))


def may_read_likings(by: Member, member: Member) -> Answer:
    """The owner, because the division builds on them, and the member."""
    if by.is_active and (by.is_owner or by.pk == member.pk):
        return Answer.yes()
    return Answer.no(_("What somebody likes is between them and the owner."))
