"""Who writes briefs, who answers them, and who confirms that they are understood."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.tasks.models import Question, Task


def may_write_brief(by: Member, task: Task) -> Answer:
    """Leads write every brief; a maker those of tasks that they added. Who only does a task asks instead."""
    if leads_work(by) or (by.is_active and by.holds(Role.MAKER) and task.made_by_id == by.pk):
        return Answer.yes()
    return Answer.no(_("Account and production managers write the brief. Ask them a question, and they answer."))


def may_answer_brief(by: Member, task: Task) -> Answer:
    if by.is_active and by.pk == task.assignee_id:
        return Answer.yes()
    if task.assignee is None:
        return Answer.no(_("Nobody does this task yet. Assign somebody, and they answer its brief."))
    return Answer.no(
        _("%(name)s does this task, and says in own words what it will be.") % {"name": task.assignee.get_full_name()}
    )


def may_confirm(by: Member, task: Task, side: Collection[int]) -> Answer:
    """side: keys of the production side. Nobody confirms themselves, unless nobody else is there to do it."""
    if not by.is_active or by.pk not in side:
        return Answer.no(_("The production lead, production managers and owners confirm that a task is understood."))
    if by.pk == task.assignee_id and len(side) > 1:
        return Answer.no(_("You do this task yourself, so somebody else confirms it."))
    return Answer.yes()


def may_keep_brief_templates(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers keep the templates. Ask one of them."))


def may_set_skip_rule(by: Member) -> Answer:
    if by.is_active and by.holds(Role.OWNER, Role.PRODUCTION_MANAGER):
        return Answer.yes()
    return Answer.no(_("Owners and production managers say which tasks need no answer. Ask one of them."))


def may_note_rework(by: Member, task: Task) -> Answer:
    """Whoever may open the task again."""
    if leads_work(by) or (by.is_active and by.holds(Role.MAKER) and by.pk in (task.assignee_id, task.made_by_id)):
        return Answer.yes()
    return Answer.no(_("Whoever does a task, who added it, and account and production managers open it again."))


def reads_rework_by_person(by: Member) -> bool:
    """Of everybody; each reads their own."""
    return by.is_active and by.holds(Role.OWNER, Role.PRODUCTION_MANAGER)


def may_withdraw(by: Member, question: Question) -> Answer:
    if by.is_active and by.pk == question.by_id:
        return Answer.yes()
    return Answer.no(_("Who asked a question withdraws it. Answer it instead."))
