"""Who moves a client on its way, and who confirms what."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member


def may_move(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers move clients through the change."))


def may_confirm(by: Member, about: Member | None) -> Answer:
    if not leads_work(by):
        return may_move(by)
    if about is None or about.pk == by.pk or by.holds(Role.OWNER):
        return Answer.yes()
    return Answer.no(
        _("Only %(name)s can say so for themselves. An owner can do it in their place.")
        % {"name": about.get_short_name()}
    )
