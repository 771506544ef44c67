"""Who may do what to clients."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import ClientNote, leads_work, sees_every_client
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member


def may_see_list(by: Member) -> Answer:
    """Everybody has a list; a maker's holds the clients of their projects."""
    return Answer.yes() if by.is_active else Answer.no(_("You no longer belong to this agency."))


def may_see_business(by: Member) -> Answer:
    """Business profile, files and who leads since when."""
    return (
        Answer.yes()
        if sees_every_client(by)
        else Answer.no(_("The business profile is for those who lead clients, and for finance."))
    )


def may_see_contacts(by: Member) -> Answer:
    return _leaders(by, _("Addresses of contacts are for those who lead clients and projects."))


def may_see_notes(by: Member) -> Answer:
    return _leaders(by, _("Notes are for those who lead clients and projects."))


def may_add_client(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers add clients. Ask one of them."))


def may_change_client(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers change clients. Ask one of them."))


def may_see_revenue(by: Member) -> Answer:
    """And says what it is: whoever may read it may write it."""
    if by.is_active and by.holds(Role.OWNER, Role.FINANCE):
        return Answer.yes()
    return Answer.no(_("What a client brings in is for owners and finance."))


may_set_revenue = may_see_revenue


def may_set_lead(by: Member) -> Answer:
    return _leaders(by, _("Owners, account managers and production managers decide who leads. Ask one of them."))


def may_delete_client(by: Member) -> Answer:
    if by.is_active and by.holds(Role.OWNER, Role.ACCOUNT_MANAGER):
        return Answer.yes()
    return Answer.no(_("Owners and account managers merge and delete clients. Ask one of them."))


may_merge_clients = may_delete_client


def may_import_clients(by: Member) -> Answer:
    return may_add_client(by)


def may_export_clients(by: Member) -> Answer:
    return Answer.yes() if sees_every_client(by) else Answer.no(_("The list of clients is for those who see them all."))


def _leaders(by: Member, reason: str) -> Answer:
    return Answer.yes() if leads_work(by) else Answer.no(reason)


def may_change_note(by: Member, note: ClientNote) -> Answer:
    if by.is_active and (by.pk == note.by_id or by.is_owner):
        return Answer.yes()
    return Answer.no(_("A note belongs to who wrote it. Write one of your own beside it."))
