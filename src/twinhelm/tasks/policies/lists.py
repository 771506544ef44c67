"""Who may do what to views that are kept."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.tasks.models import SavedView


def may_change_view(by: Member, view: SavedView) -> Answer:
    if by.is_active and view.member_id == by.pk:
        return Answer.yes()
    return Answer.no(_("A view is changed by whoever kept it. Keep it under a name of your own instead."))


def may_share_view(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Account and production managers share views with everybody. Ask one of them."))
