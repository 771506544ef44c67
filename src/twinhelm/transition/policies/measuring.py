"""Who measures, comments and decides; and who reads what one person said."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.transition.models import Measurement, ReviewComment
from twinhelm.transition.rules.measures import ANSWER_DAYS

ASKED_ROLES = (Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def may_measure(by: Member) -> Answer:
    """Ask for a baseline or an early review, stop one, begin again."""
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Owners say when something is measured. Ask one of them."))


def may_comment_review(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Whoever leads work comments on a review."))


def may_take_back_comment(by: Member, comment: ReviewComment) -> Answer:
    if by.is_active and comment.by_id == by.pk:
        return Answer.yes()
    return Answer.no(_("Only whoever wrote a comment takes it back."))


def may_decide_review(by: Member) -> Answer:
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Owners decide what becomes of the change. Say in a comment what you would do."))


def is_asked(member: Member, measurement: Measurement) -> bool:
    """Leads and makers who were there when it was asked."""
    return member.is_active and member.joined_at <= measurement.asked_at and member.holds(*ASKED_ROLES)


def closes_at(measurement: Measurement) -> datetime:
    """Until then the team answers."""
    return measurement.asked_at + timedelta(days=ANSWER_DAYS)


def sees_single_answers(viewer: Member) -> bool:
    return viewer.is_active and viewer.is_owner
