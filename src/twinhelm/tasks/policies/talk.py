"""Who may speak at tasks. Whoever sees a task reads what is said there."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.tasks.models import Comment, TaskFile
from twinhelm.tasks.policies.work import WORKING_ROLES


def may_comment(by: Member) -> Answer:
    """At a task that they see."""
    if by.is_active and by.holds(*WORKING_ROLES):
        return Answer.yes()
    return Answer.no(_("Who only reads says nothing at tasks. Ask whoever does the task."))


def may_change_comment(by: Member, comment: Comment) -> Answer:
    if may_comment(by) and comment.by_id == by.pk and not comment.by_name:
        return Answer.yes()
    return Answer.no(_("Only who said it can change it."))


def may_delete_comment(by: Member, comment: Comment) -> Answer:
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.yes() if may_change_comment(by, comment) else Answer.no(_("Who said it, and owners, can delete it."))


def may_delete_file(by: Member, file: TaskFile) -> Answer:
    if may_comment(by) and (file.by_id == by.pk or by.is_owner):
        return Answer.yes()
    return Answer.no(_("Who added a file, and owners, can delete it."))
