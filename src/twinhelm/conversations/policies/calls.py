"""Who may log calls, and change what is known of them."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.conversations.models import Call
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member

CALLING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def may_call(by: Member) -> Answer:
    if by.is_active and by.holds(*CALLING_ROLES):
        return Answer.yes()
    return Answer.no(_("Who only reads logs no calls. Ask an owner for another role."))


def may_change_call(by: Member, call: Call) -> Answer:
    """Who talked says how it was; an owner can put it right. Cost: one query when it is somebody else's."""
    if by.is_active and by.pk == call.by_id:
        return may_call(by)
    if by.is_active and by.is_owner:
        return Answer.yes()
    sentence = _("%(name)s talked, so only %(name)s or an owner can change this call.")
    return Answer.no(sentence % {"name": call.by.get_short_name()})


def may_settle_step(by: Member, call: Call) -> Answer:
    """What was promised to a client may be done by whoever leads work."""
    if leads_work(by) or by.pk == call.by_id:
        return may_call(by)
    return Answer.no(_("Only who leads work can settle what somebody else promised."))
