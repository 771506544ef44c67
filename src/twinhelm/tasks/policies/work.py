"""Who may do what to tasks. A task's project is asked of before anything else: who doesn't see it, meets no task."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.tasks.models import Act, Task

WORKING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def may_add_task(by: Member) -> Answer:
    """On a project that they see."""
    if by.is_active and by.holds(*WORKING_ROLES):
        return Answer.yes()
    return Answer.no(_("Who only reads adds no tasks. Ask a production manager."))


def may_change_task(by: Member, task: Task) -> Answer:
    """Leads change every task; makers those that are theirs or that they added."""
    if leads_work(by):
        return Answer.yes()
    if by.is_active and by.holds(Role.MAKER) and by.pk in (task.assignee_id, task.made_by_id):
        return Answer.yes()
    return Answer.no(
        _("“%(title)s” is changed by whoever does it, by who added it, and by account and production managers.")
        % {"title": task.title[:60]}
    )


def may_take_task(by: Member, task: Task) -> Answer:
    """Makers take what nobody does, on a project that they see."""
    if task.assignee_id is None and by.is_active and by.holds(Role.MAKER):
        return Answer.yes()
    return may_change_task(by, task)


def may_assign(by: Member, assignee: Member | None) -> Answer:
    """Leads give tasks to everybody; makers take and give back their own."""
    if leads_work(by) or (by.is_active and by.holds(Role.MAKER) and assignee in (None, by)):
        return Answer.yes()
    return Answer.no(_("Account and production managers give tasks to others. Ask one of them."))


def may_delete_task(by: Member, task: Task) -> Answer:
    """Leads delete every task; makers what they added themselves and nobody else does."""
    if leads_work(by):
        return Answer.yes()
    if by.is_active and by.holds(Role.MAKER) and task.made_by_id == by.pk and task.assignee_id in (None, by.pk):
        return Answer.yes()
    return Answer.no(_("Account and production managers delete tasks of others. Ask one of them."))


def may_bring_tasks(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers bring tasks in. Ask one of them."))


def may_undo(by: Member, act: Act) -> Answer:
    """Whoever did it."""
    if by.is_active and act.by_id == by.pk:
        return Answer.yes()
    return Answer.no(_("An act is taken back by whoever did it."))
