"""Who may do what to projects."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work, sees_every_client
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member


def may_add_project(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers add projects. Ask one of them."))


def may_change_project(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers change projects. Ask one of them."))


def may_set_lead(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers decide who leads. Ask one of them."))


def may_delete_project(by: Member) -> Answer:
    if by.is_active and by.holds(Role.OWNER, Role.PRODUCTION_MANAGER):
        return Answer.yes()
    return Answer.no(_("Owners and production managers delete projects. Ask one of them."))


def may_make_templates(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers make templates. Ask one of them."))


def may_export_projects(by: Member) -> Answer:
    if sees_every_client(by):
        return Answer.yes()
    return Answer.no(_("The list of projects is for those who see them all."))


def _leaders(by: Member, reason: str) -> Answer:
    return Answer.yes() if leads_work(by) else Answer.no(reason)
